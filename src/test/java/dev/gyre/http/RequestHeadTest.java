package dev.gyre.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

/// What is a request, and what is none: one row a rule.
class RequestHeadTest {

    private static final HeadLimits SMALL = new HeadLimits(40, 120, 4);

    private static Arguments row(String section, String octets, String transcript) {
        return Arguments.of(section, octets, transcript);
    }

    /// A field line in an otherwise good request.
    private static Arguments field(String section, String line, String transcript) {
        return row(section, "GET / HTTP/1.1\r\nHost: a\r\n" + line + "\r\n\r\n", transcript);
    }

    private static Arguments kept(String section, String line, String shown) {
        return field(section, line, "GET / 1.1 Host=a; " + shown + "; None[] keep\nend\n");
    }

    private static Arguments refused(String section, String line, int status) {
        return field(section, line, "bad " + status + "\n");
    }

    private static Arguments line(String section, String line, int status) {
        return row(section, line + "\r\nHost: a\r\n\r\n", "bad " + status + "\n");
    }

    private static Arguments asks(String section, String line, String shown) {
        return row(
                section,
                line + "\r\nHost: a\r\n\r\n",
                shown
                        + " Host=a; None[] "
                        + (shown.endsWith("1.1") ? "keep" : "close")
                        + "\nend\n");
    }

    static Stream<Arguments> startLines() {
        return Stream.of(
                asks("9112 3", "GET / HTTP/1.1", "GET / 1.1"),
                asks("9112 3", "GET / HTTP/1.0", "GET / 1.0"),
                asks("9112 3.1", "get / HTTP/1.1", "get / 1.1"),
                asks("9112 3.1", "M-SEARCH * HTTP/1.1", "M-SEARCH * 1.1"),
                asks("9112 3.1", "!#$%&'*+-.^_`|~09 / HTTP/1.1", "!#$%&'*+-.^_`|~09 / 1.1"),
                asks("9112 3.2.2", "GET http://a/?b=%20|{} HTTP/1.1", "GET http://a/?b=%20|{} 1.1"),
                asks("9112 3.2.3", "CONNECT a:443 HTTP/1.1", "CONNECT a:443 1.1"),
                asks("9112 3.2.4", "OPTIONS * HTTP/1.1", "OPTIONS * 1.1"),
                asks("9112 2.2", "\r\nGET / HTTP/1.1", "GET / 1.1"),
                asks("9112 2.2", "\r\n\r\nGET / HTTP/1.1", "GET / 1.1"),
                line("9112 2.2", "\r\n\r\n\r\nGET / HTTP/1.1", 400),
                line("9112 2.2", "\nGET / HTTP/1.1", 400),
                line("9112 2.2", "\rGET / HTTP/1.1", 400),
                line("9112 2.2", " \r\nGET / HTTP/1.1", 400),
                line("9112 3", " GET / HTTP/1.1", 400),
                line("9112 3", "GET  / HTTP/1.1", 400),
                line("9112 3", "GET /  HTTP/1.1", 400),
                line("9112 3", "GET\t/ HTTP/1.1", 400),
                line("9112 3", "GET /\tHTTP/1.1", 400),
                line("9112 3", "GET / HTTP/1.1 ", 400),
                line("9112 3", "GET / HTTP/1.1\t", 400),
                line("9112 3", "GET /a b HTTP/1.1", 400),
                line("9112 3", "GET /", 400),
                line("9112 3", "GET / ", 400),
                line("9112 3", "GET HTTP/1.1", 400),
                line("9112 3", "GET", 400),
                line("9112 3", "/ HTTP/1.1", 400),
                line("9112 3.1", "G(T / HTTP/1.1", 400),
                line("9112 3.1", "G\u00c4T / HTTP/1.1", 400),
                line("9112 3.1", "G:T / HTTP/1.1", 400),
                line("9112 3.2", "GET /a#b HTTP/1.1", 400),
                line("9112 3.2", "GET /\u00e4 HTTP/1.1", 400),
                line("9112 3.2", "GET /\u0080 HTTP/1.1", 400),
                line("9112 3.2", "GET /\u007f HTTP/1.1", 400),
                line("9112 3.2", "GET /\u0000 HTTP/1.1", 400),
                line("9112 3.2", "GET /\u0001 HTTP/1.1", 400),
                line("9112 2.2", "GET /\r HTTP/1.1", 400),
                line("9112 2.2", "GET /\n HTTP/1.1", 400),
                line("9112 2.3", "GET / HTTP/1.2", 505),
                line("9112 2.3", "GET / HTTP/2.0", 505),
                line("9112 2.3", "GET / HTTP/0.9", 505),
                line("9112 2.3", "GET / http/1.1", 400),
                line("9112 2.3", "GET / Http/1.1", 400),
                line("9112 2.3", "GET / HTTP/1", 400),
                line("9112 2.3", "GET / HTTP/1.", 400),
                line("9112 2.3", "GET / HTTP/1.10", 400),
                line("9112 2.3", "GET / HTTP/11.1", 400),
                line("9112 2.3", "GET / HTTP/1.x", 400),
                line("9112 2.3", "GET / HTTP/+1.1", 400),
                line("9112 2.3", "GET / HTTP 1.1", 400),
                line("9112 2.3", "GET / HTTP-1.1", 400),
                line("9112 2.3", "GET / ICY/1.1", 400),
                row("9112 2.2", "GET / HTTP/1.1\nHost: a\r\n\r\n", "bad 400\n"),
                row("9113 3.4", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "bad 505\n"));
    }

    static Stream<Arguments> fields() {
        return Stream.of(
                kept("9112 5", "A: b", "A=b"),
                kept("9112 5", "A:b", "A=b"),
                kept("9112 5", "A:", "A="),
                kept("9112 5", "A: ", "A="),
                kept("9112 5", "A: \t b \t", "A=b"),
                kept("9112 5", "aB-c: d  e\tf", "aB-c=d  e\tf"),
                kept("9110 5.5", "A: caf\u00e9 \u0080\u00ff", "A=caf\u00e9 \u0080\u00ff"),
                kept("9110 5.5", "A: =?&\"\\:;,", "A==?&\"\\:;,"),
                kept("9110 5.6.2", "!#$%&'*+-.^_`|~9: b", "!#$%&'*+-.^_`|~9=b"),
                kept("9110 5.3", "A: 1\r\nb: 2\r\nA: 3", "A=1; b=2; A=3"),
                refused("9112 5.1", "A : b", 400),
                refused("9112 5.1", "A\t: b", 400),
                refused("9112 5.1", "Content-Length : 5", 400),
                refused("9112 5.2", " A: b", 400),
                refused("9112 5.2", "A: b\r\n c", 400),
                refused("9112 5.2", "A: b\r\n\tc", 400),
                refused("9112 5.2", "A: b\r\n ", 400),
                refused("9112 5", ": b", 400),
                refused("9112 5", "A", 400),
                refused("9112 5", "A b", 400),
                refused("9110 5.1", "A(: b", 400),
                refused("9110 5.1", "A\u00e4: b", 400),
                refused("9110 5.1", "A\u0000: b", 400),
                refused("9110 5.1", "\"A\": b", 400),
                refused("9110 5.5", "A: b\u0000c", 400),
                refused("9110 5.5", "A: b\u0001c", 400),
                refused("9110 5.5", "A: b\u000bc", 400),
                refused("9110 5.5", "A: b\u000cc", 400),
                refused("9110 5.5", "A: b\u001bc", 400),
                refused("9110 5.5", "A: b\u007fc", 400),
                refused("9112 2.2", "A: b\rc", 400),
                refused("9112 2.2", "A: b\r", 400),
                refused("9112 2.2", "A: b\nC: d", 400),
                refused("9112 2.2", "A: b\r\rC: d", 400),
                row("9112 2.2", "GET / HTTP/1.1\r\nHost: a\r\n\n", "bad 400\n"),
                row("9112 2.2", "GET / HTTP/1.1\r\nHost: a\r\n\r\r\n", "bad 400\n"),
                row("9112 2.2", "GET / HTTP/1.1\r\nHost: a\n\r\n", "bad 400\n"));
    }

    static Stream<Arguments> hosts() {
        return Stream.of(
                row("9112 3.2", "GET / HTTP/1.1\r\n\r\n", "bad 400\n"),
                row("9112 3.2", "GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n", "bad 400\n"),
                row("9112 3.2", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", "bad 400\n"),
                row("9112 3.2", "GET / HTTP/1.0\r\n\r\n", "GET / 1.0 None[] close\nend\n"),
                row(
                        "9112 3.2",
                        "GET / HTTP/1.1\r\nHOST:\r\n\r\n",
                        "GET / 1.1 HOST=; None[] keep\nend\n"),
                row(
                        "9110 7.2",
                        "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
                        "GET / 1.1 Host=[::1]:80; None[] keep\nend\n"),
                row("9112 3.2", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "bad 400\n"),
                row("9112 3.2", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", "bad 400\n"),
                row("9112 3.2", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", "bad 400\n"),
                row("9112 3.2", "GET / HTTP/1.1\r\nHost: \u00e4\r\n\r\n", "bad 400\n"));
    }

    private static Arguments length(String value, String body, String framing) {
        return row(
                "9112 6.2",
                "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length:" + value + "\r\n\r\n" + body,
                "PUT / 1.1 Host=a; Content-Length="
                        + value.strip()
                        + "; Length[octets="
                        + framing
                        + "] keep\n"
                        + (body.isEmpty() ? "" : "data " + body + "\n")
                        + (framing.equals(Integer.toString(body.length()))
                                ? "end\n"
                                : "truncated\n"));
    }

    static Stream<Arguments> framings() {
        String chunked = "Transfer-Encoding: chunked";
        return Stream.of(
                length(" 0", "", "0"),
                length("3", "abc", "3"),
                length("\t3 ", "abc", "3"),
                length(" 9223372036854775807", "abc", "9223372036854775807"),
                refused("9112 6.2", "Content-Length:", 400),
                refused("9112 6.2", "Content-Length: 9223372036854775808", 400),
                refused("9112 6.2", "Content-Length: 9999999999999999999", 400),
                refused("9112 6.2", "Content-Length: 18446744073709551616", 400),
                refused("9112 6.2", "Content-Length: 99999999999999999999999", 400),
                refused("9110 8.6", "Content-Length: 1, 1", 400),
                refused("9110 8.6", "Content-Length: 1,1", 400),
                refused("9110 8.6", "Content-Length: +1", 400),
                refused("9110 8.6", "Content-Length: -1", 400),
                refused("9110 8.6", "Content-Length: 01", 400),
                refused("9110 8.6", "Content-Length: 00", 400),
                refused("9110 8.6", "Content-Length: 0x1", 400),
                refused("9110 8.6", "Content-Length: 1_0", 400),
                refused("9110 8.6", "Content-Length: 1.0", 400),
                refused("9110 8.6", "Content-Length: 1 1", 400),
                refused("9110 8.6", "Content-Length: \u00b2", 400),
                refused("9112 6.3", "Content-Length: 1\r\nContent-Length: 1", 400),
                refused("9112 6.3", "Content-Length: 1\r\ncontent-length: 2", 400),
                refused("9112 6.1", "Content-Length: 1\r\n" + chunked, 400),
                refused("9112 6.1", chunked + "\r\nContent-Length: 1", 400),
                refused("9112 6.1", chunked + "\r\n" + chunked, 400),
                refused("9112 6.1", "Transfer-Encoding:", 400),
                refused("9112 6.1", "Transfer-Encoding: chunked, chunked", 400),
                refused("9112 6.1", "Transfer-Encoding: gzip, chunked", 501),
                refused("9112 6.1", "Transfer-Encoding: gzip", 400),
                refused("9112 6.1", "Transfer-Encoding: identity", 400),
                refused("9112 6.1", "Transfer-Encoding: xchunked", 400),
                refused("9112 6.1", "Transfer-Encoding: chunked;a=b", 400),
                refused("9112 6.1", "Transfer-Encoding: \"chunked\"", 400),
                refused("9112 6.1", "Transfer-Encoding: chunked,", 400),
                refused("9110 5.5", "Transfer-Encoding: \u000bchunked", 400),
                row("9112 6.1", "GET / HTTP/1.0\r\n" + chunked + "\r\n\r\n0\r\n\r\n", "bad 400\n"),
                row(
                        "9112 7.1",
                        "PUT / HTTP/1.1\r\nHost: a\r\ntransfer-encoding: Chunked\r\n\r\n0\r\n\r\n",
                        "PUT / 1.1 Host=a; transfer-encoding=Chunked; Chunked[] keep\nend\n"),
                row(
                        "9110 9.3.6",
                        "CONNECT a:1 HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
                        "bad 400\n"),
                row(
                        "9110 9.3.6",
                        "CONNECT a:1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n",
                        "bad 400\n"));
    }

    private static Arguments persists(int minor, String lines, boolean keep) {
        StringBuilder shown = new StringBuilder();
        for (String line : lines.split("\r\n")) {
            shown.append(line.replaceFirst(": ?", "=")).append("; ");
        }
        return row(
                "9112 9.3",
                "GET / HTTP/1." + minor + "\r\n" + lines + "\r\n\r\n",
                "GET / 1."
                        + minor
                        + " "
                        + shown
                        + "None[] "
                        + (keep ? "keep" : "close")
                        + "\nend\n");
    }

    static Stream<Arguments> persistence() {
        return Stream.of(
                persists(1, "Host: a", true),
                persists(0, "Host: a", false),
                persists(1, "Host: a\r\nConnection: close", false),
                persists(1, "Host: a\r\nConnection: x, Close ,y", false),
                persists(1, "Host: a\r\nConnection: keep-alive\r\nconnection: close", false),
                persists(1, "Host: a\r\nConnection: closed", true),
                persists(1, "Host: a\r\nConnection:", true),
                persists(0, "Connection: Keep-Alive", true),
                persists(0, "Connection: keep-alive, close", false),
                persists(0, "Proxy-Connection: keep-alive", true),
                persists(0, "Connection: x\r\nProxy-Connection: keep-alive", false),
                persists(1, "Host: a\r\nProxy-Connection: close", false),
                persists(1, "Host: a\r\nConnection: keep-alive\r\nProxy-Connection: close", true));
    }

    static Stream<Arguments> limits() {
        String host = "GET / HTTP/1.1\r\nHost: a\r\n";
        return Stream.of(
                row(
                        "9112 3",
                        "GET /" + "x".repeat(26) + " HTTP/1.1\r\nHost: a\r\n\r\n",
                        "GET /" + "x".repeat(26) + " 1.1 Host=a; None[] keep\nend\n"),
                row(
                        "9112 3",
                        "GET /" + "x".repeat(27) + " HTTP/1.1\r\nHost: a\r\n\r\n",
                        "bad 414\n"),
                row("9112 3", "GET /" + "x".repeat(200), "bad 414\n"),
                row("9112 3", "GET /" + "x".repeat(36) + "\u0000", "bad 414\n"),
                row("9112 3", "GET /" + "x".repeat(20) + "\u0000" + "x".repeat(99), "bad 400\n"),
                row(
                        "9110 5.4",
                        host + "A: " + "x".repeat(120 - 25 - 3 - 4) + "\r\n\r\n",
                        "GET / 1.1 Host=a; A=" + "x".repeat(88) + "; None[] keep\nend\n"),
                row("9110 5.4", host + "A: " + "x".repeat(89) + "\r\n\r\n", "bad 431\n"),
                row("9110 5.4", host + "A: " + "x".repeat(999), "bad 431\n"),
                row("9110 5.4", host + "A(: " + "x".repeat(999) + "\r\n\r\n", "bad 431\n"),
                row("9110 5.4", host + "A: \r\nB: \r\nC: \r\nD: \r\n\r\n", "bad 431\n"),
                row(
                        "9110 5.4",
                        host + "A: \r\nB: \r\nC: \r\n\r\n",
                        "GET / 1.1 Host=a; A=; B=; C=; None[] keep\nend\n"));
    }

    @ParameterizedTest(name = "RFC {0}: {1}")
    @MethodSource({"startLines", "fields", "hosts", "framings", "persistence"})
    void isReadByTheLetter(String section, String octets, String transcript) {
        read(HeadLimits.DEFAULT, octets, transcript);
    }

    @ParameterizedTest(name = "RFC {0}: {1}")
    @MethodSource("limits")
    void isNoLargerThanTheLimits(String section, String octets, String transcript) {
        read(SMALL, octets, transcript);
    }

    private static void read(HeadLimits limits, String octets, String transcript) {
        byte[] bytes = Transcript.bytes(octets);
        assertThat(Transcript.ofRequests(limits, List.of(bytes))).isEqualTo(transcript);
        assertThat(Transcript.ofRequests(limits, Transcript.crumbs(bytes)))
                .as("octet by octet")
                .isEqualTo(transcript);
        for (int at = 1; at < bytes.length; at++) {
            assertThat(Transcript.ofRequests(limits, Transcript.cut(bytes, at)))
                    .as("cut at %d", at)
                    .isEqualTo(transcript);
        }
    }

    @Test
    void isTruncatedAtAnyOctetButTheLast() {
        byte[] bytes = Transcript.bytes("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab");
        for (int length = 1; length < bytes.length; length++) {
            assertThat(
                            Transcript.ofRequests(
                                    HeadLimits.DEFAULT,
                                    Transcript.cut(bytes, length).subList(0, 1)))
                    .as("%d octets", length)
                    .endsWith("truncated\n")
                    .doesNotContain("end\n");
        }
    }

    @Test
    void isNothingWhenThereAreOnlyEmptyLines() {
        assertThat(Transcript.ofRequest("")).isEmpty();
        assertThat(Transcript.ofRequest("\r\n")).isEmpty();
        assertThat(Transcript.ofRequest("\r\n\r\n")).isEmpty();
    }

    @Test
    void defaultLimitsTakeWhatBrowsersSend() {
        String octets =
                "GET /"
                        + "x".repeat((16 << 10) - 14)
                        + " HTTP/1.1\r\nHost: a\r\nCookie: "
                        + "c".repeat(48_000)
                        + "\r\n\r\n";
        assertThat(Transcript.ofRequest(octets)).startsWith("GET /xxx").endsWith("keep\nend\n");
        StringBuilder many = new StringBuilder("GET / HTTP/1.1\r\nHost: a\r\n");
        for (int i = 1; i < 200; i++) {
            many.append("f").append(i).append(": v\r\n");
        }
        assertThat(Transcript.ofRequest(many + "\r\n")).endsWith("keep\nend\n");
        assertThat(Transcript.ofRequest(many + "one: more\r\n\r\n")).isEqualTo("bad 431\n");
    }
}
