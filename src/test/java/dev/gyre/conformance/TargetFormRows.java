package dev.gyre.conformance;

import static dev.gyre.conformance.RequestRow.passes;
import static dev.gyre.conformance.RequestRow.refused;

import java.util.List;

/// The forms of a request-target, and what the target sees of it.
final class TargetFormRows {

    private static final String ABSOLUTE = "9112 3.2.2";

    private TargetFormRows() {}

    /// Sent to a path of the target, or what stands there, and seen as another.
    private static RequestRow path(String name, String rfc, String rest, String seen) {
        return passes(
                name,
                rfc,
                "GET http://{origin}" + rest + " HTTP/1.1\nHost: {origin}\n\n",
                "GET " + seen + " HTTP/1.1\nHost: {origin}\n\n");
    }

    private static RequestRow same(String name, String path) {
        return path(name, "9110 7.7", path, path);
    }

    private static RequestRow options(String name, String target, String seen) {
        return passes(
                name,
                "9112 3.2.4",
                "OPTIONS " + target + " HTTP/1.1\nHost: {origin}\n\n",
                "OPTIONS " + seen + " HTTP/1.1\nHost: {origin}\n\n");
    }

    private static RequestRow spelled(String name, String authority, String host) {
        return passes(
                name,
                "3986 3.2.2",
                "GET http://" + authority + "/ HTTP/1.1\nHost: x\n\n",
                "GET / HTTP/1.1\nHost: " + host + "\n\n");
    }

    private static RequestRow bad(String name, String rfc, String target) {
        return refused(name, rfc, "GET " + target + " HTTP/1.1\nHost: {origin}\n\n", 400);
    }

    static List<RequestRow> rows() {
        return List.of(
                path("no path", "9112 3.2.1", "", "/"),
                path("no path but a query", "9112 3.2.1", "?q=1", "/?q=1"),
                same("a path and a query", "/a/b?c=d&e=f"),
                same("an empty query", "/a?"),
                same("a query with question marks and slashes", "/a?b?c/d//e"),
                same("escapes in either case", "/%7e%7E%2f%2F%00"),
                same("dots", "/a/../b/./c"),
                same("doubled slashes", "//a//b"),
                same("marks that a URI should not have", "/\"<x3c><x3e>\\^`{|}"),
                same("a broken escape", "/%zz%"),
                same("another URL", "/http://other.example/"),
                same("an at sign in the path", "/user@other.example"),
                same("an at sign in the query", "/?@other.example"),
                passes(
                        "a scheme in capitals",
                        "9110 4.2.3",
                        "GET HTTP://{origin}/ HTTP/1.1\nHost: {origin}\n\n",
                        "GET / HTTP/1.1\nHost: {origin}\n\n"),
                options("OPTIONS of a whole server", "http://{origin}", "*"),
                options("OPTIONS of a root", "http://{origin}/", "/"),
                options("OPTIONS with a query but no path", "http://{origin}?q", "/?q"),
                spelled("an address in one number", "2130706433:{port}", "127.0.0.1:{port}"),
                spelled("an address in hexadecimal", "0x7f.1:{port}", "127.0.0.1:{port}"),
                spelled("an address in octal", "0177.0.0.1:{port}", "127.0.0.1:{port}"),
                spelled(
                        "an IPv4 address in an IPv6 one",
                        "[::ffff:127.0.0.1]:{port}",
                        "[::ffff:127.0.0.1]:{port}"),
                bad("origin-form", "9112 3.2.1", "/"),
                bad("origin-form with two slashes", "9112 3.2.1", "//{origin}/"),
                bad("asterisk-form of no OPTIONS", "9112 3.2.4", "*"),
                bad("authority-form of no CONNECT", "9112 3.2.3", "{origin}"),
                bad("a relative path", "9112 3.2", "a/b"),
                bad("a scheme that is encrypted", ABSOLUTE, "https://{origin}/"),
                bad("another scheme", ABSOLUTE, "ftp://{origin}/"),
                bad("a scheme without slashes", ABSOLUTE, "http:{origin}/"),
                bad("a scheme with one slash", ABSOLUTE, "http:/{origin}/"),
                bad("a scheme with backslashes", ABSOLUTE, "http:\\\\{origin}/"),
                bad("an empty host", "9110 4.2.1", "http:///"),
                bad("a port without a host", "9110 4.2.1", "http://:{port}/"),
                bad("nothing but a scheme", "9110 4.2.1", "http://"),
                bad("a user", "9110 4.2.4", "http://user@{origin}/"),
                bad("a user and a password", "9110 4.2.4", "http://user:secret@{origin}/"),
                bad("an empty user", "9110 4.2.4", "http://@{origin}/"),
                bad("a user that looks like a host", "9110 4.2.4", "http://{origin}@127.0.0.1/"),
                bad("port 0", "3986 3.2.3", "http://127.0.0.1:0/"),
                bad("a port above 65535", "3986 3.2.3", "http://127.0.0.1:65536/"),
                bad("a port that overflows", "3986 3.2.3", "http://127.0.0.1:4294967376/"),
                bad("a port with a sign", "3986 3.2.3", "http://127.0.0.1:+{port}/"),
                bad("a port below 0", "3986 3.2.3", "http://127.0.0.1:-1/"),
                bad("a port of letters", "3986 3.2.3", "http://127.0.0.1:http/"),
                bad("a port in hexadecimal", "3986 3.2.3", "http://127.0.0.1:0x50/"),
                bad("two ports", "3986 3.2.3", "http://{origin}:{port}/"),
                bad("a bracket that is not closed", "3986 3.2.2", "http://[::1/"),
                bad("a zone", "6874 2", "http://[::1%25lo]:{port}/"),
                bad("an escape in the host", "3986 3.2.2", "http://127.0.0.%31:{port}/"),
                bad("an address with a part above 255", "3986 3.2.2", "http://127.0.0.256:{port}/"),
                bad("an address of five parts", "3986 3.2.2", "http://127.0.0.0.1:{port}/"),
                bad("an empty label", "1035 2.3.1", "http://a..example/"),
                bad("a label of 64 letters", "1035 2.3.4", "http://<64*a>.example/"),
                bad("a backslash in the host", "3986 3.2.2", "http://{origin}\\@other.example/"),
                bad("a fragment", "9112 3.2", "http://{origin}/#top"),
                bad("a fragment behind the host", "9112 3.2", "http://{origin}#@other.example/"),
                bad("an octet above ASCII", "9112 3.2", "http://{origin}/<xe9>"),
                bad("a NUL", "9112 3.2", "http://{origin}/<NUL>"),
                bad("a DEL", "9112 3.2", "http://{origin}/<x7f>"),
                bad("a bare CR", "9112 3.2", "http://{origin}/<CR>X"),
                bad("a bare LF", "9112 3.2", "http://{origin}/<LF>X"));
    }
}
