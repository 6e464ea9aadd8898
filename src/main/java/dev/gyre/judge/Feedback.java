package dev.gyre.judge;

import dev.gyre.inbound.client.Asker;
import dev.gyre.inbound.client.BuiltInTarget;
import dev.gyre.net.Host;
import dev.gyre.net.Target;

/// The target `http://feedback.gyre/`: a client says that a site has banned the egress of its session, or serves it. It is no
/// place on the net: nothing of what is said leaves.
///
/// @param guard who may have it answered
record Feedback(PageGuard guard) implements BuiltInTarget.Answering {

    /// Its name, which exists nowhere else.
    static final String NAME = "feedback.gyre";

    static final Target TARGET = new Target(new Host.Name(NAME), 80);

    @Override
    public boolean is(Target target) {
        return target.equals(TARGET);
    }

    @Override
    public boolean admits(Asked request) {
        return guard.admits(request);
    }

    @Override
    public Answer answer(Asked request, Asker asker) {
        if (!request.method().equals("POST")) {
            return new Answer(405, "Feedback is given with POST.");
        }
        try {
            return said(FeedbackQuery.of(request.path()), asker);
        } catch (FeedbackQuery.Bad bad) {
            return new Answer(400, bad.text());
        }
    }

    private static Answer said(FeedbackQuery query, Asker asker) {
        return switch (asker.treated(
                new Target(query.host(), TARGET.port()), query.banned(), query.egress())) {
            case TAKEN -> Answer.DONE;
            case NO_SESSION ->
                    new Answer(
                            409,
                            "It is not known which way out is meant, since each request has"
                                    + " another: give the session that was refused, or"
                                    + " egress=ID with the ID that 'reveal: egress-id' has told.");
            case NO_VISIT ->
                    new Answer(
                            409,
                            "It is not known which way out is meant, since the session was not at"
                                    + " this site lately.");
            case UNKNOWN_EGRESS ->
                    new Answer(409, "This proxy has told this client of no such egress lately.");
        };
    }
}
