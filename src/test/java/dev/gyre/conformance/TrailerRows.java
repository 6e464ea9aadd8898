package dev.gyre.conformance;

import static dev.gyre.conformance.RequestRow.broken;
import static dev.gyre.conformance.RequestRow.passes;
import static dev.gyre.conformance.RequestRow.post;
import static dev.gyre.conformance.RequestRow.posted;

import java.util.List;

/// Trailers: good ones are dropped, never merged; bad ones end the request.
final class TrailerRows {

    private static final String FIELD = "Transfer-Encoding: chunked";
    private static final String RFC = "9112 7.1.2";

    private TrailerRows() {}

    private static RequestRow dropped(String name, String trailers) {
        return passes(
                name,
                RFC,
                post(FIELD, "3\nabc\n0\n" + trailers + "\n\n"),
                posted(FIELD, "3\nabc\n0\n\n"));
    }

    private static RequestRow bad(String name, String trailers, int status) {
        return broken(
                name,
                RFC,
                post(FIELD, "3\nabc\n0\n" + trailers + "\n\n"),
                status,
                posted(FIELD, "3\nabc\n"));
    }

    static List<RequestRow> rows() {
        return List.of(
                dropped("one", "A: b"),
                dropped("three", "A: b\nC: d\nA: e"),
                dropped("one without a value", "A:"),
                dropped("one above ASCII", "A: <xe9>"),
                dropped("a length", "Content-Length: 7"),
                dropped("a coding", "Transfer-Encoding: gzip"),
                dropped("a host", "Host: other.example"),
                dropped("a password", "Authorization: Basic eDp5"),
                dropped("a password for a proxy", "Proxy-Authorization: Basic eDp5"),
                dropped("a connection field", "Connection: close"),
                dropped("a cookie", "Cookie: a=b"),
                dropped("who forwards", "X-Forwarded-For: 192.0.2.1"),
                dropped("7000 octets", "A: <7000*b>"),
                passes(
                        "one that was announced",
                        RFC,
                        post("Trailer: A\n" + FIELD, "3\nabc\n0\nA: b\n\n"),
                        posted(FIELD, "3\nabc\n0\n\n")),
                bad("a folded one", "A: b\n<SP>c", 400),
                bad("a space in front", "<SP>A: b", 400),
                bad("a space before the colon", "A : b", 400),
                bad("no colon", "A", 400),
                bad("no name", ": b", 400),
                bad("a name in parentheses", "(A): b", 400),
                bad("a name above ASCII", "<xe9>: b", 400),
                bad("a NUL in a name", "A<NUL>: b", 400),
                bad("a NUL in a value", "A: <NUL>", 400),
                bad("a DEL in a value", "A: <x7f>", 400),
                bad("a bare LF", "A: b<LF>C: d", 400),
                bad("a bare CR", "A: b<CR>C: d", 400),
                bad("another request", "GET / HTTP/1.1", 400),
                bad("more than 8 KiB", "A: <9000*b>", 431),
                bad("more than 8 KiB of many", "<1200*A: bcd\n>A: b", 431));
    }
}
