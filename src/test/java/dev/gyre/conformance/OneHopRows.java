package dev.gyre.conformance;

import static dev.gyre.conformance.RequestRow.answered;
import static dev.gyre.conformance.RequestRow.get;
import static dev.gyre.conformance.RequestRow.got;
import static dev.gyre.conformance.RequestRow.passes;
import static dev.gyre.conformance.RequestRow.passesLast;
import static dev.gyre.conformance.RequestRow.post;
import static dev.gyre.conformance.RequestRow.posted;
import static dev.gyre.conformance.RequestRow.refused;

import java.util.List;

/// Fields that are for each one on the way: `Expect` and `Max-Forwards`.
final class OneHopRows {

    private static final String EXPECT = "9110 10.1.1";
    private static final String MAX = "9110 7.6.2";

    private OneHopRows() {}

    private static RequestRow met(String name, String field) {
        return passes(
                name,
                EXPECT,
                post(field + "\nContent-Length: 3", "abc"),
                posted(field + "\nContent-Length: 3", "abc"));
    }

    private static RequestRow unmet(String name, String field) {
        return refused(name, EXPECT, post(field + "\nContent-Length: 3", "abc"), 417);
    }

    private static String asked(String method, String left) {
        return method
                + " http://{origin}/ HTTP/1.1\nHost: {origin}\nMax-Forwards: "
                + left
                + "\n\n";
    }

    private static RequestRow less(String name, String method, String left, String seen) {
        return passes(
                name,
                MAX,
                asked(method, left),
                method + " / HTTP/1.1\nHost: {origin}\nMax-Forwards: " + seen + "\n\n");
    }

    private static RequestRow trace(String name, String fields, String echoed) {
        String echo = "TRACE http://{origin}/ HTTP/1.1\nHost: {origin}\n" + echoed + "\n";
        return answered(
                name,
                "9110 9.3.8",
                "TRACE http://{origin}/ HTTP/1.1\nHost: {origin}\n" + fields + "\n",
                "HTTP/1.1 200 OK\n"
                        + "Content-Type: message/http\n"
                        + "Content-Length: {length}\n"
                        + "Connection: close\n\n"
                        + echo);
    }

    static List<RequestRow> rows() {
        return List.of(
                met("100-continue", "Expect: 100-continue"),
                met("100-continue in capitals", "Expect: 100-CONTINUE"),
                passes(
                        "100-continue with chunks",
                        EXPECT,
                        post("Expect: 100-continue\nTransfer-Encoding: chunked", "3\nabc\n0\n\n"),
                        posted(
                                "Expect: 100-continue\nTransfer-Encoding: chunked",
                                "3\nabc\n0\n\n")),
                passes(
                        "100-continue without a body",
                        EXPECT,
                        get("Expect: 100-continue"),
                        got("Expect: 100-continue")),
                passesLast(
                        "100-continue in HTTP/1.0",
                        EXPECT,
                        "POST http://{origin}/ HTTP/1.0\n"
                                + "Host: {origin}\n"
                                + "Expect: 100-continue\n"
                                + "Content-Length: 3\n\n"
                                + "abc",
                        posted("Content-Length: 3", "abc")),
                unmet("what nobody knows", "Expect: the-unexpected"),
                unmet("100-continue and more", "Expect: 100-continue, x"),
                unmet("100-continue with a value", "Expect: 100-continue=1"),
                unmet("two, of which one is unknown", "Expect: 100-continue\nExpect: x"),
                unmet("another number", "Expect: 200-ok"),
                less("OPTIONS may go on", "OPTIONS", "10", "9"),
                less("OPTIONS, the last", "OPTIONS", "1", "0"),
                less("TRACE may go on", "TRACE", "10", "9"),
                less("zeros in front", "OPTIONS", "0010", "9"),
                less("more than 2^31", "OPTIONS", "4294967296", "4294967295"),
                passes(
                        "more than can be counted",
                        MAX,
                        asked("OPTIONS", "99999999999999999999"),
                        "OPTIONS / HTTP/1.1\nHost: {origin}\nMax-Forwards: 999999999999999999\n\n"),
                passes(
                        "it is never made up",
                        MAX,
                        "OPTIONS http://{origin}/ HTTP/1.1\nHost: {origin}\n\n",
                        "OPTIONS / HTTP/1.1\nHost: {origin}\n\n"),
                passes(
                        "0 counts for OPTIONS and TRACE only",
                        MAX,
                        asked("DELETE", "0"),
                        "DELETE / HTTP/1.1\nHost: {origin}\n\n"),
                refused("less than nothing", MAX, asked("OPTIONS", "-1"), 400),
                refused("no number", MAX, asked("TRACE", "x"), 400),
                refused("empty", MAX, asked("OPTIONS", ""), 400),
                refused("two", MAX, asked("OPTIONS", "1\nMax-Forwards: 2"), 400),
                answered(
                        "OPTIONS that must not go on",
                        "9110 9.3.7",
                        asked("OPTIONS", "0"),
                        "HTTP/1.1 200 OK\nContent-Length: 0\nConnection: close\n\n"),
                answered(
                        "OPTIONS of a server that must not go on",
                        "9110 9.3.7",
                        "OPTIONS http://{origin} HTTP/1.1\nHost: {origin}\nMax-Forwards: 0\n\n",
                        "HTTP/1.1 200 OK\nContent-Length: 0\nConnection: close\n\n"),
                trace(
                        "TRACE that must not go on",
                        "Max-Forwards: 0\nA: b\n",
                        "Max-Forwards: 0\nA: b\n"),
                trace(
                        "TRACE that tells no secrets",
                        "Max-Forwards: 0\n"
                                + "Cookie: a=b\n"
                                + "Authorization: x\n"
                                + "Proxy-Authorization: y\n"
                                + "A: b\n",
                        "Max-Forwards: 0\nA: b\n"));
    }
}
