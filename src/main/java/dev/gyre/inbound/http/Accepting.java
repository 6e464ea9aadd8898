package dev.gyre.inbound.http;

import dev.gyre.access.rules.AcceptableUse;
import dev.gyre.http.RequestHead;
import dev.gyre.inbound.client.ClientRules;
import dev.gyre.net.Host;
import dev.gyre.net.PercentEncoding;
import dev.gyre.net.Target;

import java.util.Optional;

/// Has clients accept the terms of use before they are shown pages, by a name that exists nowhere else. Only what a person looks at is held
/// up: a GET whose sender wants HTML.
final class Accepting {

    private static final Target PLACE = new Target(new Host.Name("accept.gyre"), 80);

    /// Longer ones are not come back to, but the beginning of their site.
    private static final int LONGEST = 1500;

    private Accepting() {}

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

    /// Takes note that the client accepts. Only with its own token; else there is no such place.
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
