package dev.gyre.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

/// What is a response, and where it ends: one row a rule.
class ResponseHeadTest {

    private static Arguments row(String section, String method, String octets, String transcript) {
        return Arguments.of(section, method, octets, transcript);
    }

    private static Arguments good(String section, String line, String shown) {
        return row(
                section,
                "GET",
                line + "\r\nContent-Length: 0\r\n\r\n",
                shown + " Content-Length=0; Length[octets=0] keep\nend\n");
    }

    private static Arguments bad(String section, String head) {
        return row(section, "GET", head + "\r\n\r\n", "bad 502\n");
    }

    static Stream<Arguments> heads() {
        String ok = "HTTP/1.1 200 OK\r\n";
        return Stream.of(
                good("9112 4", "HTTP/1.1 200 OK", "200 OK 1.1"),
                good("9112 4", "HTTP/1.1 200 ", "200  1.1"),
                good("9112 4", "HTTP/1.1 200", "200  1.1"),
                good("9112 4", "HTTP/1.1 599  two  spaces\t\u00e9", "599  two  spaces\t\u00e9 1.1"),
                good("9112 4", "HTTP/1.1 404 Not: Found", "404 Not: Found 1.1"),
                bad("9112 4", "HTTP/1.1 099 OK"),
                bad("9112 4", "HTTP/1.1 600 OK"),
                bad("9112 4", "HTTP/1.1 999 OK"),
                bad("9112 4", "HTTP/1.1 20 OK"),
                bad("9112 4", "HTTP/1.1 2000 OK"),
                bad("9112 4", "HTTP/1.1 200OK"),
                bad("9112 4", "HTTP/1.1 200\tOK"),
                bad("9112 4", "HTTP/1.1 2x0 OK"),
                bad("9112 4", "HTTP/1.1 +20 OK"),
                bad("9112 4", "HTTP/1.1  200 OK"),
                bad("9112 4", "HTTP/1.1\t200 OK"),
                bad("9112 4", "HTTP/1.1 200 O\u0000K"),
                bad("9112 4", "HTTP/1.1 200 O\u007fK"),
                bad("9112 2.2", "HTTP/1.1 200 O\rK"),
                bad("9112 2.2", "HTTP/1.1 200 O\nK"),
                bad("9112 2.2", "\r\nHTTP/1.1 200 OK"),
                bad("9112 2.2", "\nHTTP/1.1 200 OK"),
                bad("9112 2.3", "HTTP/1.2 200 OK"),
                bad("9112 2.3", "HTTP/2 200 OK"),
                bad("9112 2.3", "HTTP/2.0 200 OK"),
                bad("9112 2.3", "http/1.1 200 OK"),
                bad("9112 2.3", "ICY 200 OK"),
                bad("9112 4", "HTTP/1.1"),
                bad("9112 4", "SSH-2.0-OpenSSH_9.2p1"),
                bad("9112 5.2", ok + "A: b\r\n c"),
                bad("9112 5.1", ok + "A : b"),
                bad("9112 5", ok + ": b"),
                bad("9112 5", ok + "A"),
                bad("9110 5.5", ok + "A: \u0000"),
                bad("9112 6.3", ok + "Content-Length: 1\r\nContent-Length: 1"),
                bad("9112 6.3", ok + "Content-Length: 1, 1"),
                bad("9112 6.3", ok + "Content-Length: -1"),
                bad("9112 6.3", ok + "Content-Length:"),
                bad("9112 6.1", ok + "Content-Length: 1\r\nTransfer-Encoding: chunked"),
                bad("9112 6.1", ok + "Transfer-Encoding: gzip"),
                bad("9112 6.1", ok + "Transfer-Encoding: gzip, chunked"),
                bad("9112 6.1", ok + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
                bad("9112 6.1", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked"));
    }

    static Stream<Arguments> bodies() {
        String ok = "HTTP/1.1 200 OK\r\n";
        String length3 = "Content-Length: 3\r\n\r\n";
        String shown3 = "Content-Length=3; Length[octets=3] keep\n";
        String chunked = "Transfer-Encoding: chunked\r\n\r\n";
        String shownChunked = "200 OK 1.1 Transfer-Encoding=chunked; Chunked[] keep\n";
        return Stream.of(
                row(
                        "9112 6.3",
                        "GET",
                        ok + length3 + "abc",
                        "200 OK 1.1 " + shown3 + "data abc\nend\n"),
                row(
                        "9112 8",
                        "GET",
                        ok + length3 + "ab",
                        "200 OK 1.1 " + shown3 + "data ab\ntruncated\n"),
                row("9112 8", "GET", ok + length3, "200 OK 1.1 " + shown3 + "truncated\n"),
                row(
                        "9112 6.3",
                        "GET",
                        ok + "\r\nabc",
                        "200 OK 1.1 UntilClose[] keep\ndata abc\nend\n"),
                row("9112 6.3", "GET", ok + "\r\n", "200 OK 1.1 UntilClose[] keep\nend\n"),
                row(
                        "9112 6.3",
                        "GET",
                        "HTTP/1.0 200 OK\r\n\r\nabc",
                        "200 OK 1.0 UntilClose[] close\ndata abc\nend\n"),
                row("9112 6.3", "HEAD", ok + length3, "200 OK 1.1 " + shown3 + "end\n"),
                row("9112 6.3", "HEAD", ok + chunked, shownChunked + "end\n"),
                row("9112 6.3", "HEAD", ok + "\r\n", "200 OK 1.1 UntilClose[] keep\nend\n"),
                row(
                        "9112 6.3",
                        "GET",
                        "HTTP/1.1 204 No\r\n" + length3,
                        "204 No 1.1 Content-Length=3; None[] keep\nend\n"),
                row(
                        "9112 6.3",
                        "GET",
                        "HTTP/1.1 304 No\r\n" + length3,
                        "304 No 1.1 Content-Length=3; None[] keep\nend\n"),
                row("9112 6.3", "GET", "HTTP/1.1 304 No\r\n\r\n", "304 No 1.1 None[] keep\nend\n"),
                row(
                        "9112 7.1",
                        "GET",
                        ok + chunked + "3\r\nabc\r\n0\r\n\r\n",
                        shownChunked + "data abc\nend\n"),
                row(
                        "9112 8",
                        "GET",
                        ok + chunked + "3\r\nabc\r\n0\r\n",
                        shownChunked + "data abc\ntruncated\n"),
                row(
                        "9112 6.3",
                        "GET",
                        ok + length3 + "abcd",
                        "200 OK 1.1 " + shown3 + "data abc\nend\nbad 502\n"),
                row(
                        "9112 6.3",
                        "HEAD",
                        ok + length3 + "abc",
                        "200 OK 1.1 " + shown3 + "end\nbad 502\n"),
                row(
                        "9112 6.3",
                        "GET",
                        ok + chunked + "0\r\n\r\n" + ok,
                        shownChunked + "end\nbad 502\n"),
                row(
                        "9110 15.2",
                        "GET",
                        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: x\r\n\r\n"
                                + ok
                                + length3
                                + "abc",
                        "100 Continue 1.1 None[] keep\n"
                                + "103 Hints 1.1 Link=x; None[] keep\n"
                                + "200 OK 1.1 "
                                + shown3
                                + "data abc\nend\n"),
                row(
                        "9110 15.2",
                        "GET",
                        "HTTP/1.1 100 Continue\r\n\r\n",
                        "100 Continue 1.1 None[] keep\n"),
                row(
                        "9110 15.2.2",
                        "GET",
                        "HTTP/1.1 101 Switch\r\nUpgrade: x\r\n\r\nraw HTTP/1.1\r\n",
                        "101 Switch 1.1 Upgrade=x; None[] keep\ndata raw HTTP/1.1\r\n\n"),
                row(
                        "9110 9.3.6",
                        "CONNECT",
                        "HTTP/1.1 200 Yes\r\n" + length3 + "raw octets",
                        "200 Yes 1.1 " + shown3 + "data raw octets\n"),
                row(
                        "9110 9.3.6",
                        "CONNECT",
                        "HTTP/1.1 407 No\r\n" + length3 + "abc",
                        "407 No 1.1 " + shown3 + "data abc\nend\n"),
                row("9112 8", "GET", "HTTP/1.1 200", "truncated\n"),
                row("9112 8", "GET", "H", "truncated\n"),
                row("9112 8", "GET", "", ""));
    }

    static Stream<Arguments> persistence() {
        return Stream.of(
                row(
                        "9112 9.3",
                        "HEAD",
                        "HTTP/1.1 200 OK\r\nConnection: a,close\r\n\r\n",
                        "200 OK 1.1 Connection=a,close; UntilClose[] close\nend\n"),
                row(
                        "9112 9.3",
                        "HEAD",
                        "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\n",
                        "200 OK 1.0 Connection=keep-alive; UntilClose[] keep\nend\n"),
                row(
                        "9112 C.2.2",
                        "HEAD",
                        "HTTP/1.0 200 OK\r\nProxy-Connection: keep-alive\r\n\r\n",
                        "200 OK 1.0 Proxy-Connection=keep-alive; UntilClose[] close\nend\n"));
    }

    @ParameterizedTest(name = "RFC {0}: {1} {2}")
    @MethodSource({"heads", "bodies", "persistence"})
    void isReadByTheLetter(String section, String method, String octets, String transcript) {
        byte[] bytes = Transcript.bytes(octets);
        HeadLimits limits = HeadLimits.DEFAULT;
        assertThat(Transcript.ofResponse(limits, method, List.of(bytes))).isEqualTo(transcript);
        assertThat(Transcript.ofResponse(limits, method, Transcript.crumbs(bytes)))
                .as("octet by octet")
                .isEqualTo(transcript);
        for (int at = 1; at < bytes.length; at++) {
            assertThat(Transcript.ofResponse(limits, method, Transcript.cut(bytes, at)))
                    .as("cut at %d", at)
                    .isEqualTo(transcript);
        }
    }
}
