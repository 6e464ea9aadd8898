package dev.gyre.conformance;

import static dev.gyre.conformance.RequestRow.refused;
import static dev.gyre.conformance.RequestRow.tunnel;

import java.util.List;

/// CONNECT: the target is host and port, and there is no content.
final class ConnectRows {

    private static final String RFC = "9110 9.3.6";
    private static final String HOST = "Host: {origin}\n";

    private ConnectRows() {}

    private static RequestRow opens(String name, String target, String fields, String early) {
        return tunnel(
                name, RFC, "CONNECT " + target + " HTTP/1.1\n" + fields + "\n" + early, early);
    }

    private static RequestRow bad(String name, String target) {
        return refused(name, RFC, "CONNECT " + target + " HTTP/1.1\n" + HOST + "\n", 400);
    }

    private static RequestRow badWith(String name, String rfc, String fields) {
        return refused(name, rfc, "CONNECT {origin} HTTP/1.1\n" + fields + "\n", 400);
    }

    static List<RequestRow> rows() {
        return List.of(
                opens("an ordinary one", "{origin}", HOST, ""),
                opens("early data", "{origin}", HOST, "hello"),
                opens("early data of any octets", "{origin}", HOST, "<NUL><xff>\n<LF><CR><x05>"),
                opens("an early request", "{origin}", HOST, "DELETE / "),
                opens("10000 early octets", "{origin}", HOST, "<10000*z>"),
                opens("another Host", "{origin}", "Host: other.example:1\n", ""),
                opens("a Host without a port", "{origin}", "Host: 127.0.0.1\n", ""),
                opens("an empty Host", "{origin}", "Host:\n", ""),
                opens(
                        "fields that nobody passes on",
                        "{origin}",
                        HOST + "A: b\nConnection: close\n",
                        ""),
                opens(
                        "a password for a proxy",
                        "{origin}",
                        HOST + "Proxy-Authorization: Basic eDp5\n",
                        ""),
                opens("an address in hexadecimal", "0x7f.1:{port}", HOST, ""),
                opens("an IPv4 address in an IPv6 one", "[::ffff:127.0.0.1]:{port}", HOST, ""),
                tunnel(
                        "HTTP/1.0 without a Host",
                        RFC,
                        "CONNECT {origin} HTTP/1.0\n\nhello",
                        "hello"),
                bad("no port", "127.0.0.1"),
                bad("an empty port", "127.0.0.1:"),
                bad("port 0", "127.0.0.1:0"),
                bad("a port above 65535", "127.0.0.1:65536"),
                bad("a port that overflows", "127.0.0.1:4294967739"),
                bad("a port with a sign", "127.0.0.1:+{port}"),
                bad("a port of letters", "127.0.0.1:https"),
                bad("two ports", "127.0.0.1:{port}:{port}"),
                bad("no host", ":{port}"),
                bad("nothing but a colon", ":"),
                bad("a user", "user@{origin}"),
                bad("a path", "{origin}/"),
                bad("a query", "{origin}?"),
                bad("a fragment", "{origin}#"),
                bad("absolute-form", "http://{origin}/"),
                bad("origin-form", "/"),
                bad("asterisk-form", "*"),
                bad("two targets", "{origin},{origin}"),
                bad("an IPv6 address without brackets", "::ffff:127.0.0.1:{port}"),
                bad("a bracket that is not closed", "[::1:{port}"),
                bad("a zone", "[::1%lo]:{port}"),
                bad("an escape", "127.0.0.%31:{port}"),
                bad("a space", "127.0.0.1 :{port}"),
                bad("a NUL", "127.0.0.1<NUL>:{port}"),
                badWith("a length", RFC, HOST + "Content-Length: 5\n"),
                badWith("a length of nothing", RFC, HOST + "Content-Length: 0\n"),
                badWith("a coding", RFC, HOST + "Transfer-Encoding: chunked\n"),
                badWith(
                        "a length and a coding",
                        RFC,
                        HOST + "Content-Length: 5\nTransfer-Encoding: chunked\n"),
                badWith("no Host", "9112 3.2", ""),
                badWith("two Hosts", "9112 3.2", HOST + HOST),
                badWith("a folded field", "9112 5.2", HOST + "A: b\n<SP>c\n"),
                refused(
                        "a target that refuses",
                        RFC,
                        "CONNECT 127.0.0.1:1 HTTP/1.1\n" + HOST + "\nGET / ",
                        502),
                refused(
                        "a target that is not allowed",
                        RFC,
                        "CONNECT 10.0.0.1:80 HTTP/1.1\n" + HOST + "\nGET / ",
                        403),
                refused(
                        "in lower case it is another method",
                        "9112 3.2.3",
                        "connect {origin} HTTP/1.1\n" + HOST + "\n",
                        400),
                refused(
                        "another method with its target",
                        "9112 3.2.3",
                        "POST {origin} HTTP/1.1\n" + HOST + "\n",
                        400));
    }
}
