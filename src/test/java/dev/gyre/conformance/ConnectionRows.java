package dev.gyre.conformance;

import static dev.gyre.conformance.RequestRow.get;
import static dev.gyre.conformance.RequestRow.got;
import static dev.gyre.conformance.RequestRow.passes;
import static dev.gyre.conformance.RequestRow.passesLast;

import java.util.List;

/// What concerns one connection only, and how long it lasts.
final class ConnectionRows {

    private static final String HOP = "9110 7.6.1";
    private static final String END = "9112 9.6";
    private static final String STAY = "9112 9.3";

    private ConnectionRows() {}

    private static RequestRow seen(String name, String rfc, String fields, String seen) {
        return passes(name, rfc, get(fields), got(seen));
    }

    private static RequestRow last(String name, String rfc, String fields, String seen) {
        return passesLast(name, rfc, get(fields), got(seen));
    }

    private static RequestRow old(String name, String fields, String seen) {
        return passesLast(
                name,
                STAY,
                "GET http://{origin}/ HTTP/1.0\nHost: {origin}\n" + fields + "\n\n",
                got(seen));
    }

    static List<RequestRow> rows() {
        return List.of(
                seen("a field it names", HOP, "Connection: A\nA: b\nC: d", "C: d"),
                seen("a field it names that came before", HOP, "A: b\nConnection: A\nC: d", "C: d"),
                seen("a field in other letters", HOP, "Connection: a-B\nA-b: c\nC: d", "C: d"),
                seen("two fields", HOP, "Connection: A, C\nA: b\nC: d\nE: f", "E: f"),
                seen(
                        "two fields in two lines",
                        HOP,
                        "Connection: A\nConnection: C\nA: b\nC: d",
                        ""),
                seen("a field twice", HOP, "Connection: A\nA: b\nC: d\nA: e", "C: d"),
                seen("blanks and empty elements", HOP, "Connection: ,<HT>A ,, C,\nA: b\nC: d", ""),
                seen("a field that is not there", HOP, "Connection: Z\nA: b", "A: b"),
                seen("itself", HOP, "Connection: connection\nA: b", "A: b"),
                seen("nothing", HOP, "Connection:\nA: b", "A: b"),
                seen("no name at all", HOP, "Connection: \"x\", (y), @\nA: b", "A: b"),
                seen("a part of a name", HOP, "Connection: A\nAB: c\nB-A: d", "AB: c\nB-A: d"),
                seen("a cookie", HOP, "Connection: Cookie\nCookie: a=b\nA: b", "A: b"),
                seen("a thousand names", HOP, "Connection: A<1000*, A>\nA: b\nC: d", "C: d"),
                seen("Keep-Alive", HOP, "Keep-Alive: timeout=5\nA: b", "A: b"),
                seen("TE", "9110 10.1.4", "Connection: TE\nTE: trailers\nA: b", "A: b"),
                seen("TE that is not named", "9110 10.1.4", "TE: trailers\nA: b", "A: b"),
                seen("Trailer", "9110 6.6.2", "Trailer: A\nA: b", "A: b"),
                seen(
                        "Proxy-Authenticate",
                        "9110 11.7.1",
                        "Proxy-Authenticate: Basic\nA: b",
                        "A: b"),
                seen(
                        "an upgrade to HTTP/2",
                        "9110 7.8",
                        "Connection: Upgrade, HTTP2-Settings\n"
                                + "Upgrade: h2c\n"
                                + "HTTP2-Settings: AAA\n"
                                + "A: b",
                        "A: b"),
                seen(
                        "an upgrade to TLS",
                        "2817 3",
                        "Connection: Upgrade\nUpgrade: TLS/1.0\nA: b",
                        "A: b"),
                seen(
                        "an upgrade to UDP",
                        "9298 3.2",
                        "Connection: Upgrade\nUpgrade: connect-udp\nA: b",
                        "A: b"),
                seen(
                        "an upgrade that is not named",
                        "9110 7.8",
                        "Upgrade: websocket\nA: b",
                        "A: b"),
                seen(
                        "an upgrade to two",
                        "9110 7.8",
                        "Connection: Upgrade\nUpgrade: websocket, h2c\nA: b",
                        "A: b"),
                seen(
                        "an upgrade to WebSocket",
                        "6455 4.1",
                        "Connection: Upgrade\nUpgrade: websocket\nA: b",
                        "Connection: Upgrade\nUpgrade: websocket\nA: b"),
                seen(
                        "keep-alive",
                        STAY,
                        "Connection: keep-alive\nA: b",
                        "Connection: keep-alive\nA: b"),
                seen("keep-alive and a field", STAY, "Connection: keep-alive, A\nA: b", ""),
                seen(
                        "Proxy-Connection",
                        "9112 C.2.2",
                        "Proxy-Connection: keep-alive\nA: b",
                        "Connection: keep-alive\nA: b"),
                seen(
                        "Proxy-Connection in capitals",
                        "9112 C.2.2",
                        "PROXY-CONNECTION: Keep-Alive",
                        "Connection: keep-alive"),
                last("close", END, "Connection: close\nA: b", "Connection: close\nA: b"),
                last(
                        "close in capitals",
                        END,
                        "Connection: CLOSE\nA: b",
                        "Connection: CLOSE\nA: b"),
                last("close and a field", END, "Connection: close, A\nA: b\nC: d", "C: d"),
                last("close behind keep-alive", END, "Connection: keep-alive, close\nA: b", "A: b"),
                last(
                        "close in a second line",
                        END,
                        "Connection: A\nConnection: close\nA: b",
                        "Connection: close"),
                last(
                        "close for a proxy",
                        "9112 C.2.2",
                        "Proxy-Connection: close\nA: b",
                        "Connection: close\nA: b"),
                seen("a name that begins like close", END, "Connection: closed\nA: b", "A: b"),
                old("HTTP/1.0", "A: b", "A: b"),
                old(
                        "HTTP/1.0 with keep-alive",
                        "Connection: keep-alive\nA: b",
                        "Connection: keep-alive\nA: b"),
                old(
                        "HTTP/1.0 with keep-alive for a proxy",
                        "Proxy-Connection: keep-alive",
                        "Connection: keep-alive"),
                old("HTTP/1.0 with a field it names", "Connection: A\nA: b\nC: d", "C: d"));
    }
}
