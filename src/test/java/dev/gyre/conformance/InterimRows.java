package dev.gyre.conformance;

import static dev.gyre.conformance.ResponseRow.GET;
import static dev.gyre.conformance.ResponseRow.HEAD;
import static dev.gyre.conformance.ResponseRow.OLD;
import static dev.gyre.conformance.ResponseRow.bad;
import static dev.gyre.conformance.ResponseRow.ok;
import static dev.gyre.conformance.ResponseRow.switched;
import static dev.gyre.conformance.ResponseRow.told;
import static dev.gyre.conformance.ResponseRow.toldLast;

import dev.gyre.conformance.RawOrigin.End;
import dev.gyre.conformance.ResponseRow.Outcome;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Interim answers, and the one that ends HTTP.
final class InterimRows {

    private static final String RFC = "9110 15.2";
    private static final String SWITCH = "9110 15.2.2";
    private static final String OK = ok("Content-Length: 2") + "ok";
    private static final String CONTINUE = "HTTP/1.1 100 Continue\n\n";
    private static final String HINTS = "HTTP/1.1 103 Early Hints\nLink: <x3c>/a>; rel=preload\n\n";
    private static final String UPGRADED =
            "HTTP/1.1 101 Switching Protocols\nConnection: Upgrade\nUpgrade: websocket\n\n";

    private InterimRows() {}

    private static ResponseRow passed(String name, String rfc, String... interim) {
        List<String> replies = new ArrayList<>(List.of(interim));
        replies.add(OK);
        return told(
                name, rfc, GET, String.join("", replies), End.OPEN, replies.toArray(String[]::new));
    }

    private static ResponseRow upgrade(String name, String answer, Outcome outcome) {
        return new ResponseRow(name, SWITCH, ResponseRow.WEBSOCKET, answer, End.OPEN, outcome);
    }

    private static ResponseRow badUpgrade(String name, String answer) {
        return upgrade(name, answer, new Outcome.BadGateway(List.of()));
    }

    static List<ResponseRow> rows() {
        List<String> many = Collections.nCopies(32, CONTINUE);
        return List.of(
                passed("100", "9110 15.2.1", CONTINUE),
                passed("102", RFC, "HTTP/1.1 102 Processing\n\n"),
                passed("103 with fields", "8297 2", HINTS),
                passed("one nobody knows", RFC, "HTTP/1.1 199 Odd\nA: b\n\n"),
                passed("three", RFC, CONTINUE, HINTS, HINTS),
                passed("32", RFC, many.toArray(String[]::new)),
                new ResponseRow(
                        "33",
                        RFC,
                        GET,
                        "<33*" + CONTINUE + ">" + OK,
                        End.OPEN,
                        new Outcome.BadGateway(many)),
                new ResponseRow(
                        "without an end",
                        RFC,
                        GET,
                        "<2000*" + CONTINUE + ">",
                        End.OPEN,
                        new Outcome.BadGateway(many)),
                toldLast(
                        "100 for a client of HTTP/1.0",
                        RFC,
                        OLD,
                        CONTINUE + OK,
                        End.OPEN,
                        ok("Content-Length: 2\nConnection: close") + "ok"),
                told(
                        "100 for HEAD",
                        RFC,
                        HEAD,
                        CONTINUE + ok("Content-Length: 2"),
                        End.OPEN,
                        CONTINUE,
                        ok("Content-Length: 2")),
                told(
                        "100 of HTTP/1.0",
                        "9112 2.3",
                        GET,
                        "HTTP/1.0 100 Continue\n\n" + OK,
                        End.OPEN,
                        CONTINUE,
                        OK),
                told(
                        "a length in 100",
                        "9110 8.6",
                        GET,
                        "HTTP/1.1 100 Continue\nContent-Length: 5\n\n" + OK,
                        End.OPEN,
                        CONTINUE,
                        OK),
                told(
                        "a coding in 103",
                        "9112 6.1",
                        GET,
                        "HTTP/1.1 103 Early Hints\nTransfer-Encoding: chunked\n\n" + OK,
                        End.OPEN,
                        "HTTP/1.1 103 Early Hints\n\n",
                        OK),
                told(
                        "hop-by-hop fields in 103",
                        "9110 7.6.1",
                        GET,
                        "HTTP/1.1 103 Early Hints\nConnection: A\nA: b\nKeep-Alive: x\n\n" + OK,
                        End.OPEN,
                        "HTTP/1.1 103 Early Hints\n\n",
                        OK),
                bad("100 and an end", "9112 8", GET, CONTINUE, End.FIN, CONTINUE),
                bad(
                        "100 and half a head",
                        "9112 8",
                        GET,
                        CONTINUE + "HTTP/1.1 200 OK\nA: ",
                        End.FIN,
                        CONTINUE),
                bad("100 and garbage", RFC, GET, CONTINUE + "<x00>garbage\n\n", End.OPEN, CONTINUE),
                bad("100 with a body", RFC, GET, CONTINUE + "hello" + OK, End.OPEN, CONTINUE),
                bad(
                        "100 with a folded field",
                        "9112 5.2",
                        GET,
                        "HTTP/1.1 100 Continue\nA: b\n<SP>c\n\n" + OK,
                        End.OPEN),
                bad("101 that nobody asked for", SWITCH, GET, UPGRADED + OK, End.OPEN),
                bad(
                        "101 to an upgrade that Connection did not name",
                        SWITCH,
                        "GET http://{origin}/ HTTP/1.1\nHost: {origin}\nUpgrade: websocket\n\n",
                        UPGRADED,
                        End.OPEN),
                switched("101 that was asked for", SWITCH, UPGRADED, UPGRADED),
                switched(
                        "101 with fields",
                        SWITCH,
                        "HTTP/1.1 101 Yes\n"
                                + "Upgrade: websocket\n"
                                + "Connection: Upgrade\n"
                                + "Sec-WebSocket-Accept: x\n"
                                + "Content-Length: 5\n\n",
                        "HTTP/1.1 101 Yes\n"
                                + "Upgrade: websocket\n"
                                + "Connection: Upgrade\n"
                                + "Sec-WebSocket-Accept: x\n\n"),
                badUpgrade(
                        "101 to something else",
                        "HTTP/1.1 101 Yes\nConnection: Upgrade\nUpgrade: h2c\n\n"),
                badUpgrade(
                        "101 to two",
                        "HTTP/1.1 101 Yes\nConnection: Upgrade\nUpgrade: websocket, h2c\n\n"),
                badUpgrade("101 to nothing", "HTTP/1.1 101 Yes\nConnection: Upgrade\n\n"),
                badUpgrade(
                        "101 that Connection does not name",
                        "HTTP/1.1 101 Yes\nUpgrade: websocket\n\n"),
                badUpgrade(
                        "101 of HTTP/1.0",
                        "HTTP/1.0 101 Yes\nConnection: Upgrade\nUpgrade: websocket\n\n"),
                upgrade(
                        "200 to an upgrade",
                        ok("Connection: Upgrade\nUpgrade: websocket\nContent-Length: 2") + "ok",
                        new Outcome.Told(List.of(OK), true)),
                upgrade(
                        "426 to an upgrade",
                        "HTTP/1.1 426 No\nDate: {date}\nContent-Length: 0\n\n",
                        new Outcome.Told(
                                List.of("HTTP/1.1 426 No\nDate: {date}\nContent-Length: 0\n\n"),
                                true)),
                upgrade(
                        "100 and 101",
                        CONTINUE + UPGRADED,
                        new Outcome.Told(List.of(CONTINUE, UPGRADED, PlainAnswers.MARKER), false)));
    }
}
