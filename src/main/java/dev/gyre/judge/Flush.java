package dev.gyre.judge;

import dev.gyre.inbound.client.Asker;
import dev.gyre.inbound.client.BuiltInTarget;
import dev.gyre.net.Host;
import dev.gyre.net.Target;

import java.util.function.IntSupplier;

/// The target `http://dns.gyre/flush`: a client on this machine has all answers of name servers forgotten. It is no place on the net:
/// nothing of it leaves.
///
/// @param guard who may have it answered
/// @param forget does it, and says how many answers there were
record Flush(PageGuard guard, IntSupplier forget) implements BuiltInTarget.Answering {

    /// Its name, which exists nowhere else.
    static final String NAME = "dns.gyre";

    static final Target TARGET = new Target(new Host.Name(NAME), 80);

    private static final String PATH = "/flush";

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
        if (!asker.isOfThisMachine()) {
            return new Answer(403, "Only clients on the proxy's own machine may ask for this.");
        }
        if (!request.path().equals(PATH) && !request.path().startsWith(PATH + "?")) {
            return new Answer(404, "There is /flush here, and nothing else.");
        }
        if (!request.method().equals("POST")) {
            return new Answer(405, "Answers are dropped with POST.");
        }
        int count = forget.getAsInt();
        return new Answer(
                200, count + (count == 1 ? " answer was dropped." : " answers were dropped."));
    }
}
