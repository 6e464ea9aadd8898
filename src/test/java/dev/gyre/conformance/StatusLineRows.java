package dev.gyre.conformance;

import static dev.gyre.conformance.ResponseRow.GET;
import static dev.gyre.conformance.ResponseRow.bad;
import static dev.gyre.conformance.ResponseRow.passes;
import static dev.gyre.conformance.ResponseRow.told;
import static dev.gyre.conformance.ResponseRow.toldLast;

import dev.gyre.conformance.RawOrigin.End;

import java.util.List;

/// The first line of an answer, and answers that have none.
final class StatusLineRows {

    private static final String RFC = "9112 4";
    private static final String REST = "\nDate: {date}\nContent-Length: 2\n\nok";

    private StatusLineRows() {}

    private static ResponseRow line(String name, String rfc, String line) {
        return passes(name, rfc, line + REST);
    }

    /// The client gets it as this proxy would have written it.
    private static ResponseRow as(String name, String rfc, String line, String seen) {
        return told(name, rfc, GET, line + REST, End.OPEN, seen + REST);
    }

    private static ResponseRow badLine(String name, String rfc, String line) {
        return bad(name, rfc, line + REST);
    }

    static List<ResponseRow> rows() {
        return List.of(
                line("an ordinary one", RFC, "HTTP/1.1 200 OK"),
                line("no reason", RFC, "HTTP/1.1 200<SP>"),
                line("a reason of its own", RFC, "HTTP/1.1 200 Very  well, thank you"),
                line("a reason above ASCII", RFC, "HTTP/1.1 200 <xe9><x80><xff>"),
                line("a reason with a tab", RFC, "HTTP/1.1 200 O<HT>K"),
                line("a reason that belongs to another status", RFC, "HTTP/1.1 200 Not Found"),
                as("no space behind the status", RFC, "HTTP/1.1 200", "HTTP/1.1 200<SP>"),
                line("a status that nobody knows", "9110 15", "HTTP/1.1 299 Odd"),
                line("a failure that nobody knows", "9110 15", "HTTP/1.1 599 Odd"),
                line("a redirection", "9110 15.4", "HTTP/1.1 302 Found"),
                line("an unauthorized one", "9110 15.5.2", "HTTP/1.1 401 Unauthorized"),
                line("a target's own 502", "9110 15.6.3", "HTTP/1.1 502 Bad Gateway"),
                as("version 1.0", "9112 2.3", "HTTP/1.0 200 OK", "HTTP/1.1 200 OK"),
                badLine("a password for a proxy is asked for", "9110 15.5.8", "HTTP/1.1 407 No"),
                badLine("version 0.9", "9112 2.3", "HTTP/0.9 200 OK"),
                badLine("version 1.2", "9112 2.3", "HTTP/1.2 200 OK"),
                badLine("version 2.0", "9112 2.3", "HTTP/2.0 200 OK"),
                badLine("a version in lower case", "9112 2.3", "http/1.1 200 OK"),
                badLine("a version of two digits", "9112 2.3", "HTTP/1.10 200 OK"),
                badLine("another protocol's name", "9112 2.3", "ICY 200 OK"),
                badLine("no version", RFC, "200 OK"),
                badLine("no status", RFC, "HTTP/1.1 OK"),
                badLine("nothing behind the version", RFC, "HTTP/1.1"),
                badLine("two digits", RFC, "HTTP/1.1 20 OK"),
                badLine("four digits", RFC, "HTTP/1.1 2000 OK"),
                badLine("a letter in the status", RFC, "HTTP/1.1 20O OK"),
                badLine("a sign in the status", RFC, "HTTP/1.1 +20 OK"),
                badLine("a status below 100", "9110 15", "HTTP/1.1 099 OK"),
                badLine("a status above 599", "9110 15", "HTTP/1.1 600 OK"),
                badLine("a status of nothing", "9110 15", "HTTP/1.1 000 OK"),
                badLine("two spaces in front of the status", RFC, "HTTP/1.1  200 OK"),
                badLine("a tab in front of the status", RFC, "HTTP/1.1<HT>200 OK"),
                badLine("a tab behind the status", RFC, "HTTP/1.1 200<HT>OK"),
                badLine("a space in front", RFC, "<SP>HTTP/1.1 200 OK"),
                badLine("a NUL in the reason", RFC, "HTTP/1.1 200 O<NUL>K"),
                badLine("an escape in the reason", RFC, "HTTP/1.1 200 <x1b>[2J"),
                badLine("a DEL in the reason", RFC, "HTTP/1.1 200 O<x7f>K"),
                badLine("a bare CR in the reason", "9112 2.2", "HTTP/1.1 200 O<CR>K"),
                badLine("a bare LF for its end", "9112 2.2", "HTTP/1.1 200 OK<LF>A: b"),
                badLine("a bare CR for its end", "9112 2.2", "HTTP/1.1 200 OK<CR>A: b"),
                badLine("CR CR LF for its end", "9112 2.2", "HTTP/1.1 200 OK<CR>"),
                badLine("an empty line in front", RFC, "\nHTTP/1.1 200 OK"),
                badLine("a bare LF in front", RFC, "<LF>HTTP/1.1 200 OK"),
                badLine("a byte order mark in front", RFC, "<xef><xbb><xbf>HTTP/1.1 200 OK"),
                badLine("a request", RFC, "GET / HTTP/1.1"),
                badLine("a line of 20000 octets", RFC, "HTTP/1.1 200 <20000*a>"),
                bad("an answer of HTTP/0.9", "9112 2.3", GET, "<x3c>html>hello", End.FIN),
                bad("an answer of HTTP/0.9 of two octets", "9112 2.3", GET, "hi", End.FIN),
                bad("a greeting of SMTP", RFC, GET, "220 mail.example ESMTP\n", End.FIN),
                bad("a greeting of SSH", RFC, GET, "SSH-2.0-x\n", End.FIN),
                bad("an alert of TLS", RFC, GET, "<x15><x03><x01><NUL><x02><x02><x50>", End.FIN),
                bad("garbage", RFC, GET, "<NUL><300*~><NUL>", End.FIN),
                bad("garbage without an end", RFC, GET, "<100000*z>", End.OPEN),
                toldLast(
                        "a reason of 10000 octets",
                        RFC,
                        "GET http://{origin}/ HTTP/1.1\nHost: {origin}\nConnection: close\n\n",
                        "HTTP/1.1 200 <10000*a>" + REST,
                        End.OPEN,
                        "HTTP/1.1 200 <10000*a>\n"
                                + "Date: {date}\n"
                                + "Content-Length: 2\n"
                                + "Connection: close\n\n"
                                + "ok"));
    }
}
