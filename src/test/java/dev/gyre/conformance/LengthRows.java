package dev.gyre.conformance;

import static dev.gyre.conformance.RequestRow.abandoned;
import static dev.gyre.conformance.RequestRow.get;
import static dev.gyre.conformance.RequestRow.got;
import static dev.gyre.conformance.RequestRow.passes;
import static dev.gyre.conformance.RequestRow.passesLast;
import static dev.gyre.conformance.RequestRow.post;
import static dev.gyre.conformance.RequestRow.posted;
import static dev.gyre.conformance.RequestRow.refused;

import java.util.List;

/// Where a body ends by its `Content-Length`.
final class LengthRows {

    private static final String LENGTH = "9110 8.6";

    private LengthRows() {}

    /// The field is passed on in the usual form.
    private static RequestRow three(String name, String field, String seen) {
        return passes(name, LENGTH, post(field, "abc"), posted(seen, "abc"));
    }

    private static RequestRow bad(String name, String value) {
        return refused(name, LENGTH, post("Content-Length: " + value, "abc"), 400);
    }

    /// More is awaited than ever comes.
    private static RequestRow endless(String name, String value) {
        String field = "Content-Length: " + value;
        return abandoned(name, "9112 8", post(field, "abc"), posted(field, "abc"));
    }

    static List<RequestRow> rows() {
        return List.of(
                three("an ordinary one", "Content-Length: 3", "Content-Length: 3"),
                three("in other letters", "cONTENT-lENGTH: 3", "cONTENT-lENGTH: 3"),
                three("without a space", "Content-Length:3", "Content-Length: 3"),
                three("between tabs", "Content-Length:<HT>3<HT>", "Content-Length: 3"),
                three(
                        "named by Connection",
                        "Connection: content-length\nContent-Length: 3",
                        "Content-Length: 3"),
                three(
                        "beside one with an underscore",
                        "Content-Length: 3\nContent_Length: 4",
                        "Content-Length: 3"),
                three(
                        "beside one with a letter less",
                        "Content-Length: 3\nContent-Lengt: 4",
                        "Content-Length: 3\nContent-Lengt: 4"),
                passes(
                        "of nothing",
                        "9112 6.2",
                        post("Content-Length: 0", ""),
                        posted("Content-Length: 0", "")),
                passes(
                        "a body of any octets",
                        "9112 6.2",
                        post("Content-Length: 8", "<NUL><xff>\n\n<CR><LF>"),
                        posted("Content-Length: 8", "<NUL><xff>\n\n<CR><LF>")),
                passes(
                        "a body that looks like a request",
                        "9112 6.2",
                        post("Content-Length: 18", "GET / HTTP/1.1\n\n"),
                        posted("Content-Length: 18", "GET / HTTP/1.1\n\n")),
                passes(
                        "a body of 100000 octets",
                        "9112 6.2",
                        post("Content-Length: 100000", "<100000*z>"),
                        posted("Content-Length: 100000", "<100000*z>")),
                passesLast(
                        "in HTTP/1.0",
                        "9112 6.2",
                        "POST http://{origin}/ HTTP/1.0\nHost: {origin}\nContent-Length: 3\n\nabc",
                        posted("Content-Length: 3", "abc")),
                passes("an underscore alone", LENGTH, get("Content_Length: 3"), got("")),
                refused(
                        "two that differ",
                        "9112 6.3",
                        post("Content-Length: 3\nContent-Length: 4", "abcd"),
                        400),
                refused(
                        "two that are equal",
                        "9112 6.3",
                        post("Content-Length: 3\nContent-Length: 3", "abc"),
                        400),
                refused(
                        "two, far apart and in other letters",
                        "9112 6.3",
                        post("content-length: 3\nA: b\nCONTENT-LENGTH: 0", "abc"),
                        400),
                refused(
                        "one and an empty one",
                        "9112 6.3",
                        post("Content-Length: 3\nContent-Length:", "abc"),
                        400),
                bad("a list of equal ones", "3, 3"),
                bad("a list of others", "3, 4"),
                bad("a list with an empty element", "3,"),
                bad("empty", ""),
                bad("a sign", "+3"),
                bad("less than nothing", "-3"),
                bad("less than nothing by nothing", "-0"),
                bad("hexadecimal", "0x3"),
                bad("a zero in front", "03"),
                bad("a point", "3.0"),
                bad("an exponent", "3e0"),
                bad("an underscore", "1_0"),
                bad("two numbers", "3 3"),
                bad("quotes", "\"3\""),
                bad("a letter behind", "3b"),
                bad("a semicolon behind", "3;"),
                bad("a vertical tab in front", "<x0b>3"),
                bad("a form feed behind", "3<x0c>"),
                bad("a NUL behind", "3<NUL>"),
                bad("a no-break space behind", "3<xa0>"),
                bad("digits that are not ASCII", "<xd9><xa3>"),
                bad("2^63", "9223372036854775808"),
                bad("2^64 and three", "18446744073709551619"),
                bad("a number of 40 digits", "<40*1>"),
                refused("folded", "9112 5.2", post("Content-Length:\n<SP>3", "abc"), 400),
                refused(
                        "a space before the colon",
                        "9112 5.1",
                        post("Content-Length : 3", "abc"),
                        400),
                refused(
                        "a vertical tab before the colon",
                        "9112 5.1",
                        post("Content-Length<x0b>: 3", "abc"),
                        400),
                refused(
                        "hidden behind a bare CR",
                        "9112 2.2",
                        post("A: b<CR>Content-Length: 3", "abc"),
                        400),
                refused(
                        "hidden behind a bare LF",
                        "9112 2.2",
                        post("A: b<LF>Content-Length: 3", "abc"),
                        400),
                endless("the client ends before it", "4"),
                endless("2^32 and three", "4294967299"),
                endless("2^63 less one", "9223372036854775807"));
    }
}
