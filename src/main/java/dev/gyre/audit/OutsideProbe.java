package dev.gyre.audit;

import dev.gyre.http.Field;

import java.util.ArrayList;
import java.util.List;

/// Requests for a judge outside: with nothing in them that its page could not show.
final class OutsideProbe {

    private OutsideProbe() {}

    /// A request to the proxy, with fields that it must take out.
    ///
    /// @param client the address that must stay unknown
    static Probe absolute(String authority, String path, String client) {
        List<Field> kept = kept(authority);
        List<Field> gone =
                List.of(
                        new Field("X-Forwarded-For", client),
                        new Field("Via", "1.1 inner"),
                        new Field("X-Real-IP", client));
        List<Field> all = new ArrayList<>(kept);
        all.addAll(2, gone);
        return new Probe(
                "",
                Probe.head("GET", "http://" + authority + path, all),
                Probe.head("GET", path, kept),
                gone,
                Octets.NONE);
    }

    /// A request that goes through a tunnel: all of it is to arrive.
    static Probe tunnelled(String authority, String path) {
        Octets head = Probe.head("GET", path, kept(authority));
        return new Probe("", head, head, List.of(), Octets.NONE);
    }

    /// Each name once: many a page shows one of a name only.
    private static List<Field> kept(String authority) {
        return List.of(
                new Field("Host", authority),
                new Field("user-agent", "curl/8.5.0"),
                new Field("Accept", "application/json, text/plain"),
                new Field("ACCEPT-language", "en-GB"),
                new Field("X-Probe", Nonce.fresh()),
                new Field("Connection", "close"));
    }
}
