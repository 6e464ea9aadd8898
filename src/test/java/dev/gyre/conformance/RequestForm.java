package dev.gyre.conformance;

import java.util.ArrayList;
import java.util.List;

/// How a request arrives.
enum RequestForm {
    WHOLE,
    OCTETS,
    BEHIND;

    /// Asked for after each row: it is served when the row leaves the connection in step, and nobody may ever see it when not.
    static final String MARKER =
            "GET http://{origin}/marker HTTP/1.1\nHost: {origin}\nConnection: close\n\n";

    static final String MARKER_SEEN = "GET /marker HTTP/1.1\nHost: {origin}\nConnection: close\n\n";

    static final String FIRST = "GET http://{origin}/first HTTP/1.1\nHost: {origin}\n\n";
    static final String FIRST_SEEN = "GET /first HTTP/1.1\nHost: {origin}\n\n";

    private static final int LONGEST_IN_OCTETS = 2_000;

    /// The pieces in which it is sent.
    ///
    /// @param wire the row and what follows it
    List<String> pieces(String first, String wire) {
        return switch (this) {
            case WHOLE -> List.of(wire);
            case BEHIND -> List.of(first + wire);
            case OCTETS -> octets(wire);
        };
    }

    /// Each octet a piece; of a long text, larger ones.
    static List<String> octets(String wire) {
        int step = 1 + wire.length() / LONGEST_IN_OCTETS;
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < wire.length(); at += step) {
            pieces.add(wire.substring(at, Math.min(wire.length(), at + step)));
        }
        return pieces;
    }
}
