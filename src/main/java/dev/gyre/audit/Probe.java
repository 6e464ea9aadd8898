package dev.gyre.audit;

import dev.gyre.http.Field;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A request of the audit: as it is sent, and as the target is to see it.
///
/// @param head what is sent
/// @param expected what the target is to see, octet for octet
/// @param gone fields that must not reach the target
/// @param body what is sent after the head, and is to be seen unchanged
record Probe(String nonce, Octets head, Octets expected, List<Field> gone, Octets body) {

    /// Octets that others like to rewrite: escapes, double slashes, empty parameters.
    private static final String REST = "/a%2Fb;c=1//d/%7e?q=%20+%zz&empty=&q=2";

    /// A request to the proxy, with fields that it must take out.
    ///
    /// @param client the address that must stay unknown
    /// @param credentials the field by which the client says who it is, if it does
    static Probe absolute(
            String authority, String client, Optional<Field> credentials, boolean withBody) {
        String nonce = Nonce.fresh();
        List<Field> kept = kept(authority, nonce, withBody);
        List<Field> gone =
                new ArrayList<>(
                        List.of(
                                new Field("X-Forwarded-For", client),
                                new Field("Via", "1.1 inner"),
                                new Field("Forwarded", "for=\"" + client + "\""),
                                new Field("X-Real-IP", client),
                                new Field("From", "nobody@" + client),
                                new Field("Keep-Alive", "300")));
        credentials.ifPresent(gone::add);
        List<Field> all = new ArrayList<>();
        for (int i = 0; i < kept.size(); i++) {
            all.add(kept.get(i));
            if (i > 0 && i <= gone.size()) {
                all.add(gone.get(i - 1));
            }
        }
        String path = "/" + nonce + REST;
        String method = withBody ? "POST" : "GET";
        return new Probe(
                nonce,
                head(method, "http://" + authority + path, all),
                head(method, path, kept),
                gone,
                body(withBody));
    }

    /// A request that goes through a tunnel: all of it is to arrive.
    static Probe tunnelled(String authority, boolean withBody) {
        String nonce = Nonce.fresh();
        Octets head =
                head(
                        withBody ? "POST" : "GET",
                        "/" + nonce + REST,
                        kept(authority, nonce, withBody));
        return new Probe(nonce, head, head, List.of(), body(withBody));
    }

    /// What a browser might say, in spellings and an order that none has.
    private static List<Field> kept(String authority, String nonce, boolean withBody) {
        List<Field> fields = new ArrayList<>();
        fields.add(new Field("Host", authority));
        fields.add(new Field("Connection", "keep-alive"));
        fields.add(new Field("user-agent", "Mozilla/5.0 (X11; Linux x86_64)"));
        fields.add(new Field("X-Probe", nonce));
        fields.add(new Field("Accept", "text/html,*/*;q=0.8"));
        fields.add(new Field("ACCEPT-language", "en-GB,en;q=0.9"));
        fields.add(new Field("Accept-Encoding", "gzip, deflate"));
        fields.add(new Field("Cookie", "a=1; b=2"));
        fields.add(new Field("x-empty-Ish", "-"));
        fields.add(new Field("Cookie", "c=3"));
        if (withBody) {
            fields.add(new Field("content-Length", Integer.toString(body(true).length())));
            fields.add(new Field("Content-Type", "application/octet-stream"));
        }
        return fields;
    }

    /// A head of HTTP/1.1.
    static Octets head(String method, String target, List<Field> fields) {
        StringBuilder head = new StringBuilder(512);
        head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        fields.forEach(field -> head.append(field).append("\r\n"));
        return Octets.of(head.append("\r\n").toString());
    }

    /// Every octet there is.
    private static Octets body(boolean withBody) {
        byte[] body = new byte[withBody ? 256 : 0];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) i;
        }
        return new Octets(body);
    }
}
