package dev.gyre.conformance;

import static dev.gyre.conformance.RequestRow.passes;
import static dev.gyre.conformance.RequestRow.passesLast;
import static dev.gyre.conformance.RequestRow.refused;

import java.util.List;

/// The `Host` field: the target's is made of the request-target, but a request needs a good one all the same.
final class HostRows {

    private static final String RFC = "9112 3.2";

    private HostRows() {}

    private static String with(String fields) {
        return "GET http://{origin}/ HTTP/1.1\n" + fields + "\n\n";
    }

    /// The field is made anew, in its place.
    private static RequestRow anew(String name, String field) {
        return passes(
                name,
                "9112 3.2.2",
                with("A: b\n" + field + "\nC: d"),
                "GET / HTTP/1.1\nA: b\nHost: {origin}\nC: d\n\n");
    }

    private static RequestRow bad(String name, String value) {
        return refused(name, RFC, with("Host: " + value), 400);
    }

    static List<RequestRow> rows() {
        return List.of(
                refused("none", RFC, with("A: b"), 400),
                refused("none, and no field at all", RFC, "GET http://{origin}/ HTTP/1.1\n\n", 400),
                refused("two that differ", RFC, with("Host: {origin}\nHost: other"), 400),
                refused("two that are equal", RFC, with("Host: {origin}\nHost: {origin}"), 400),
                refused("two, far apart", RFC, with("Host: {origin}\nA: b\nhOsT: {origin}"), 400),
                refused("a good one and an empty one", RFC, with("Host: {origin}\nHost:"), 400),
                refused(
                        "two in HTTP/1.0",
                        RFC,
                        "GET http://{origin}/ HTTP/1.0\nHost: {origin}\nHost: {origin}\n\n",
                        400),
                passesLast(
                        "none in HTTP/1.0",
                        RFC,
                        "GET http://{origin}/ HTTP/1.0\nA: b\n\n",
                        "GET / HTTP/1.1\nHost: {origin}\nA: b\n\n"),
                anew("of another target", "Host: other.example"),
                anew("of another port", "Host: 127.0.0.1:1"),
                anew("empty", "Host:"),
                anew("in another spelling", "Host: 0x7f.1:{port}"),
                anew("of an IPv6 address", "Host: [::1]:80"),
                anew("without a space", "Host:{origin}"),
                anew("between spaces and tabs", "Host: <HT><SP>{origin}<HT><SP>"),
                passes(
                        "in other letters",
                        "9110 5.1",
                        with("hOST: {origin}"),
                        "GET / HTTP/1.1\nhOST: {origin}\n\n"),
                passes(
                        "named by Connection",
                        "9110 7.6.1",
                        with("Connection: host\nHost: {origin}"),
                        "GET / HTTP/1.1\nHost: {origin}\n\n"),
                bad("with a space", "a b"),
                bad("two in one", "{origin}, {origin}"),
                bad("with a path", "{origin}/"),
                bad("with a scheme", "http://{origin}"),
                bad("with a user", "user@{origin}"),
                bad("with a query", "{origin}?"),
                bad("with a fragment", "{origin}#"),
                bad("with a backslash", "{origin}\\"),
                bad("with a quote", "\"{origin}\""),
                bad("with an octet above ASCII", "<xe9>.example"),
                bad("with a tab", "a<HT>b"),
                bad("with a NUL", "{origin}<NUL>"),
                bad("with a port of letters", "127.0.0.1:http"),
                bad("with two ports", "127.0.0.1:80:80"),
                bad("with a bracket that is not closed", "[::1"),
                bad("with brackets around no address", "[zz]"),
                bad("with a broken escape", "a%zz"),
                refused("folded", "9112 5.2", with("Host:\n<SP>{origin}"), 400),
                refused("a space before the colon", "9112 5.1", with("Host : {origin}"), 400));
    }
}
