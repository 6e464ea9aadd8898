package dev.gyre.conformance;

import static dev.gyre.conformance.RequestRow.got;
import static dev.gyre.conformance.RequestRow.passes;
import static dev.gyre.conformance.RequestRow.passesLast;
import static dev.gyre.conformance.RequestRow.refused;
import static dev.gyre.conformance.RequestRow.strange;

import java.util.List;

/// The request line, and what may stand in front of it.
final class RequestLineRows {

    private RequestLineRows() {}

    private static String line(String line) {
        return line + "\nHost: {origin}\n\n";
    }

    private static RequestRow bad(String name, String rfc, String line) {
        return refused(name, rfc, line(line), 400);
    }

    static List<RequestRow> rows() {
        return List.of(
                passes("an ordinary one", "9112 3", line("GET http://{origin}/ HTTP/1.1"), got("")),
                passesLast(
                        "version 1.0", "9112 2.3", line("GET http://{origin}/ HTTP/1.0"), got("")),
                passes(
                        "an empty line in front",
                        "9112 2.2",
                        line("\nGET http://{origin}/ HTTP/1.1"),
                        got("")),
                passes(
                        "two empty lines in front",
                        "9112 2.2",
                        line("\n\nGET http://{origin}/ HTTP/1.1"),
                        got("")),
                bad(
                        "three empty lines in front",
                        "9112 2.2",
                        "\n\n\nGET http://{origin}/ HTTP/1.1"),
                bad("a bare CR in front", "9112 2.2", "<CR>GET http://{origin}/ HTTP/1.1"),
                bad("a bare LF in front", "9112 2.2", "<LF>GET http://{origin}/ HTTP/1.1"),
                bad("a space in front", "9112 2.2", "<SP>GET http://{origin}/ HTTP/1.1"),
                strange("a NUL in front", "9112 2.2", line("<NUL>GET http://{origin}/ HTTP/1.1")),
                strange(
                        "a byte order mark in front",
                        "9112 2.2",
                        line("<xef><xbb><xbf>GET http://{origin}/ HTTP/1.1")),
                strange(
                        "the start of a TLS handshake",
                        "9112 3",
                        "<x16><x03><x01><x02><NUL><x01><NUL>"),
                bad(
                        "white space between request line and first field",
                        "9112 2.2",
                        "GET http://{origin}/ HTTP/1.1\n<SP>X: y"),
                bad("an LF that ends it", "9112 2.2", "GET http://{origin}/ HTTP/1.1<LF>X: y"),
                bad("a CR that ends it", "9112 2.2", "GET http://{origin}/ HTTP/1.1<CR>X: y"),
                bad("CR CR LF", "9112 2.2", "GET http://{origin}/ HTTP/1.1<CR>"),
                bad("two spaces after the method", "9112 3", "GET  http://{origin}/ HTTP/1.1"),
                bad("two spaces after the target", "9112 3", "GET http://{origin}/  HTTP/1.1"),
                bad("a tab after the method", "9112 3", "GET<HT>http://{origin}/ HTTP/1.1"),
                bad("a tab after the target", "9112 3", "GET http://{origin}/<HT>HTTP/1.1"),
                bad(
                        "a vertical tab after the method",
                        "9112 3",
                        "GET<x0b>http://{origin}/ HTTP/1.1"),
                bad("a space after the version", "9112 3", "GET http://{origin}/ HTTP/1.1<SP>"),
                bad("a fourth word", "9112 3", "GET http://{origin}/ HTTP/1.1 HTTP/1.1"),
                bad("a space in the target", "9112 3.2", "GET http://{origin}/a b HTTP/1.1"),
                bad("no target", "9112 3.2", "GET HTTP/1.1"),
                bad("an empty target", "9112 3.2", "GET  HTTP/1.1"),
                bad("no version", "9112 3", "GET http://{origin}/"),
                bad("an empty version", "9112 3", "GET http://{origin}/<SP>"),
                bad("a method alone", "9112 3", "GET"),
                bad("a version in lower case", "9112 2.3", "GET http://{origin}/ http/1.1"),
                bad("a version of two digits", "9112 2.3", "GET http://{origin}/ HTTP/1.10"),
                bad("a version with a zero in front", "9112 2.3", "GET http://{origin}/ HTTP/01.1"),
                bad("a version of three parts", "9112 2.3", "GET http://{origin}/ HTTP/1.1.1"),
                bad("a version without a point", "9112 2.3", "GET http://{origin}/ HTTP/11"),
                bad("a version with a comma", "9112 2.3", "GET http://{origin}/ HTTP/1,1"),
                bad("a version with a sign", "9112 2.3", "GET http://{origin}/ HTTP/+1.1"),
                bad("a version with a space", "9112 2.3", "GET http://{origin}/ HTTP/ 1.1"),
                bad("another protocol's name", "9112 2.3", "GET http://{origin}/ HTTPS/1.1"),
                bad("a NUL after the version", "9112 2.3", "GET http://{origin}/ HTTP/1.1<NUL>"),
                refused("version 2.0", "9110 15.6.6", line("GET http://{origin}/ HTTP/2.0"), 505),
                refused("version 0.9", "9110 15.6.6", line("GET http://{origin}/ HTTP/0.9"), 505),
                refused("version 1.2", "9110 15.6.6", line("GET http://{origin}/ HTTP/1.2"), 505),
                refused("the preface of HTTP/2", "9113 3.4", "PRI * HTTP/2.0\n\nSM\n\n", 505),
                passes(
                        "a target of 8000 octets",
                        "9112 3",
                        line("GET http://{origin}/<8000*a> HTTP/1.1"),
                        "GET /<8000*a> HTTP/1.1\nHost: {origin}\n\n"),
                refused(
                        "a line of more than 16 KiB",
                        "9112 3",
                        line("GET http://{origin}/<16384*a> HTTP/1.1"),
                        414),
                refused("a target without an end", "9112 3", "GET http://{origin}/<20000*a>", 414),
                refused("a method without an end", "9112 3", "<20000*A>", 414));
    }
}
