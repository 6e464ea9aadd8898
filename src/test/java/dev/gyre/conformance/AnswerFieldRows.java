package dev.gyre.conformance;

import static dev.gyre.conformance.ResponseRow.GET;
import static dev.gyre.conformance.ResponseRow.bad;
import static dev.gyre.conformance.ResponseRow.passes;
import static dev.gyre.conformance.ResponseRow.told;

import dev.gyre.conformance.RawOrigin.End;

import java.util.List;

/// The fields of an answer: what passes, what concerns one connection only, what is none.
final class AnswerFieldRows {

    private static final String HOP = "9110 7.6.1";
    private static final String BODY = "Content-Length: 2\n\nok";

    private AnswerFieldRows() {}

    private static String answer(String fields) {
        return "HTTP/1.1 200 OK\nDate: {date}\n" + fields + "\n" + BODY;
    }

    private static ResponseRow same(String name, String rfc, String fields) {
        return passes(name, rfc, answer(fields));
    }

    private static ResponseRow seen(String name, String rfc, String fields, String seen) {
        return told(name, rfc, GET, answer(fields), End.OPEN, answer(seen));
    }

    private static ResponseRow badField(String name, String rfc, String fields) {
        return bad(name, rfc, answer(fields));
    }

    static List<ResponseRow> rows() {
        return List.of(
                same("one nobody knows", "9110 5.1", "X-Nobody: knows"),
                same("letters in any case", "9110 5.1", "eTAG: \"a\""),
                same("no value", "9110 5.5", "A:"),
                seen("no space", "9112 5", "A:b", "A: b"),
                seen("tabs around a value", "9112 5.1", "A:<HT>b<HT>", "A: b"),
                same("octets above ASCII", "9110 5.5", "A: <x80><xe9><xff>"),
                same("one name, in order", "9110 5.3", "A: 1\nB: 2\nA: 3"),
                same("two cookies", "6265 3", "Set-Cookie: a=b, c\nSet-Cookie: d=e"),
                same(
                        "two challenges",
                        "9110 11.6.1",
                        "WWW-Authenticate: Basic\nWWW-Authenticate: Digest x"),
                same("what proxies say", "9110 7.6.3", "Via: 1.1 x\nAge: 5\nProxy-Status: x"),
                same(
                        "what is not to be transformed",
                        "9110 7.7",
                        "Cache-Control: no-transform\nContent-Encoding: gzip"),
                same("Allow, Vary, Location", "9110 10.2", "Allow: GET\nVary: *\nLocation: /a#b"),
                same("199 fields", "9112 5", "A: b<197*\nA: b>"),
                same("a value of 60000 octets", "9110 5.4", "A: <60000*b>"),
                seen("a field that Connection names", HOP, "Connection: A\nA: b\nC: d", "C: d"),
                seen("a field that came before", HOP, "A: b\nConnection: a\nC: d", "C: d"),
                seen(
                        "a cookie that Connection names",
                        HOP,
                        "Connection: set-cookie\nSet-Cookie: a=b\nC: d",
                        "C: d"),
                seen("Connection that names itself", HOP, "Connection: connection\nC: d", "C: d"),
                seen(
                        "Keep-Alive",
                        HOP,
                        "Connection: keep-alive\nKeep-Alive: timeout=5\nC: d",
                        "C: d"),
                seen("Proxy-Connection", HOP, "Proxy-Connection: keep-alive\nC: d", "C: d"),
                seen(
                        "Proxy-Authenticate",
                        "9110 11.7.1",
                        "Proxy-Authenticate: Basic\nC: d",
                        "C: d"),
                seen(
                        "Proxy-Authentication-Info",
                        "9110 11.7.3",
                        "Proxy-Authentication-Info: x\nC: d",
                        "C: d"),
                seen("Upgrade", "9110 7.8", "Connection: Upgrade\nUpgrade: h2c\nC: d", "C: d"),
                seen("Trailer", "9110 6.6.2", "Trailer: A\nC: d", "C: d"),
                seen(
                        "close concerns the target's connection only",
                        "9112 9.6",
                        "Connection: close\nC: d",
                        "C: d"),
                told(
                        "a date is added",
                        "9110 6.6.1",
                        GET,
                        "HTTP/1.1 200 OK\n" + BODY,
                        End.OPEN,
                        "HTTP/1.1 200 OK\nContent-Length: 2\nDate: {now}\n\nok"),
                badField("folded with a space", "9112 5.2", "A: b\n<SP>c"),
                badField("folded with a tab", "9112 5.2", "A: b\n<HT>c"),
                badField("folded in the first line", "9112 5.2", "<SP>A: b"),
                badField("a space before the colon", "9112 5.1", "A : b"),
                badField("a tab before the colon", "9112 5.1", "A<HT>: b"),
                badField("no name", "9110 5.1", ": b"),
                badField("no colon", "9112 5", "A"),
                badField("a space in a name", "9110 5.1", "A B: c"),
                badField("a name in parentheses", "9110 5.1", "(A): b"),
                badField("an octet above ASCII in a name", "9110 5.1", "<xe9>: b"),
                badField("a NUL in a name", "9110 5.1", "A<NUL>: b"),
                badField("a NUL in a value", "9110 5.5", "A: b<NUL>c"),
                badField("an escape in a value", "9110 5.5", "A: <x1b>[2J"),
                badField("a DEL in a value", "9110 5.5", "A: <x7f>"),
                badField("a vertical tab in a value", "9110 5.5", "A: b<x0b>c"),
                badField("a bare CR in a value", "9112 2.2", "A: b<CR>c"),
                badField("a bare CR behind a value", "9112 2.2", "A: b<CR>"),
                badField("a bare LF in a value", "9112 2.2", "A: b<LF>C: d"),
                badField("a bare LF for the empty line", "9112 2.2", "A: b\n<LF>"),
                badField("201 fields", "6585 5", "A: b<199*\nA: b>"),
                badField("more than 64 KiB", "6585 5", "A: <66000*b>"),
                badField("a name without an end", "6585 5", "<70000*A>"),
                bad("fields without an end", "6585 5", "HTTP/1.1 200 OK\n<20000*A: b\n>"),
                bad(
                        "bare LFs alone",
                        "9112 2.2",
                        "HTTP/1.1 200 OK<LF>Content-Length: 2<LF><LF>ok"));
    }
}
