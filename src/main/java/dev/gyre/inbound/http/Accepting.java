package dev.gyre.inbound.http;

import dev.gyre.access.rules.AcceptableUse;
import dev.gyre.access.rules.Action;
import dev.gyre.access.rules.Denial;
import dev.gyre.access.rules.Ruling;
import dev.gyre.http.RequestHead;
import dev.gyre.inbound.client.ClientRules;
import dev.gyre.net.OwnNames;
import dev.gyre.net.PercentEncoding;
import dev.gyre.net.Target;

import java.util.Optional;

/// Has clients accept the terms of use before they are shown pages, by a name that exists nowhere else. Only what a person looks at is held
/// up: a GET whose sender wants HTML.
final class Accepting {

    private static final Target PLACE = new Target(OwnNames.ACCEPT, 80);

    /// What becomes of all else that is asked for there: a page that was shown to another, or by a proxy that has ended, say.
    private static final Ruling OUT_OF_DATE =
            new Ruling.Denied(
                    new Denial(
                            "acceptable-use",
                            Optional.of("This is out of date: load the page that you want again."),
                            Action.Deny.FORBIDDEN,
                            Optional.empty(),
                            Denial.About.TARGET));

    /// Longer ones are not come back to, but the beginning of their site.
    private static final int LONGEST = 1500;

    private Accepting() {}

    /// What becomes of a request, where there is something to accept, if it is for that place and does not accept.
    static Optional<Ruling> elsewise(Target target) {
        return target.equals(PLACE) ? Optional.of(OUT_OF_DATE) : Optional.empty();
    }

    /// The page, if it stands before what is asked for.
    static Optional<OwnReply> page(
            ClientRules rules, AcceptableUse use, RequestHead head, RequestTarget.Absolute where) {
        boolean shown =
                head.method().equals("GET")
                        && ErrorFormat.of(head.fields()) == ErrorFormat.HTML
                        && !rules.hasAccepted(use.valid());
        return shown ? Optional.of(page(rules, use, where)) : Optional.empty();
    }

    private static OwnReply page(
            ClientRules rules, AcceptableUse use, RequestTarget.Absolute where) {
        String whole = "http://" + where.authority() + where.originForm();
        String wanted = whole.length() <= LONGEST ? whole : "http://" + where.authority() + "/";
        return new UseReply(
                use,
                rules.denial(),
                where.target().host().text(),
                "http://"
                        + PLACE.host().text()
                        + "/"
                        + rules.acceptances().token(rules.asAccepting(), wanted)
                        + "?"
                        + PercentEncoding.encode(wanted));
    }

    /// Takes note that the client accepts. Only with its own token; all else that is asked for there is refused.
    static Optional<OwnReply> accepted(
            ClientRules rules, RequestHead head, RequestTarget.Absolute where) {
        String path = where.originForm();
        int query = path.indexOf('?');
        if (!where.target().equals(PLACE) || !head.method().equals("POST") || query < 1) {
            return Optional.empty();
        }
        return PercentEncoding.decode(path.substring(query + 1))
                .filter(wanted ->
                        rules.acceptances()
                                .accept(rules.asAccepting(), wanted, path.substring(1, query)))
                .map(AcceptedReply::new);
    }
}
