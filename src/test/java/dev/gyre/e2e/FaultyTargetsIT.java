package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RawTarget;
import dev.gyre.testkit.RawTarget.Conversation;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.SocketException;
import java.util.List;

/// Targets that misbehave, met directly and through a hop: the client is told, or cut off; it never takes a part for the
/// whole, and nobody else notices.
final class FaultyTargetsIT {

    private static final String TIMES = "timeouts: {response: 500ms, body: 500ms}\n";
    private static final String ALLOW = "targets: {allow: [127.0.0.0/8]}\n";
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String TEN = OK + "Content-Length: 10\r\n\r\n";
    private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

    private static FakeHop hop;
    private static List<Gyre> ways;

    @BeforeAll
    static void start() {
        hop = FakeHop.socks5().start();
        ways =
                List.of(
                        Gyre.start(ALLOW + TIMES + "egress: [{source: 127.0.5.1}]\n"),
                        Gyre.start(
                                ALLOW
                                        + TIMES
                                        + "egress: [{proxy: socks5h://127.0.0.1:"
                                        + hop.port()
                                        + "}]\n"));
    }

    @AfterAll
    static void stop() {
        ways.forEach(Gyre::close);
        hop.close();
    }

    private interface Answer {
        void give(Conversation talk) throws IOException;
    }

    /// What becomes of it at the client.
    private enum End {
        /// A reply of the proxy's own: 502.
        BAD_GATEWAY,
        /// The same: 504.
        GATEWAY_TIMEOUT,
        /// The head may be passed on, and the connection is cut.
        CUT,
        /// The whole of the body, `0123456789`.
        WHOLE
    }

    private enum Fault {
        CLOSES_AT_ONCE(End.BAD_GATEWAY, _ -> {}),
        RESETS_AT_ONCE(End.BAD_GATEWAY, Conversation::reset),
        RESETS_IN_ITS_HEAD(
                End.BAD_GATEWAY,
                talk -> {
                    talk.send("HTTP/1.1 200 OK\r\nContent");
                    talk.reset();
                }),
        CLOSES_IN_ITS_HEAD(End.BAD_GATEWAY, talk -> talk.send("HTTP/1.1 200 OK\r\nContent")),
        CLOSES_IN_AN_INTERIM_HEAD(End.BAD_GATEWAY, talk -> talk.send("HTTP/1.1 103 E\r\nA: b\r\n")),
        CLOSES_AFTER_AN_INTERIM_HEAD(
                End.BAD_GATEWAY, talk -> talk.send("HTTP/1.1 102 Processing\r\n\r\n")),
        HALF_CLOSES_AT_ONCE(
                End.BAD_GATEWAY,
                talk -> {
                    talk.shutdownOutput();
                    talk.awaitEnd();
                }),
        STALLS_AT_ONCE(End.GATEWAY_TIMEOUT, Conversation::awaitEnd),
        STALLS_IN_ITS_HEAD(
                End.GATEWAY_TIMEOUT,
                talk -> {
                    talk.send("HTTP/1.1 200 OK\r\nContent");
                    talk.awaitEnd();
                }),
        SENDS_GARBAGE(End.BAD_GATEWAY, talk -> talk.send("\0\1\2\3 what?\r\n\r\n")),
        SPEAKS_TLS(End.BAD_GATEWAY, talk -> talk.send("\u0015\3\3\0\2\2\n")),
        SPEAKS_SSH(End.BAD_GATEWAY, talk -> talk.send("SSH-2.0-OpenSSH_9.2\r\n")),
        SPEAKS_HTTP_2(End.BAD_GATEWAY, talk -> talk.send("\0\0\0\4\0\0\0\0\0")),
        SPEAKS_HTTP_0_9(End.BAD_GATEWAY, talk -> talk.send("<html>hello</html>\r\n")),
        SENDS_AN_ENDLESS_HEAD(End.BAD_GATEWAY, endless(OK, "X: y\r\n")),
        SENDS_AN_ENDLESS_LINE(End.BAD_GATEWAY, endless(OK + "X: ", "yyyyyyyyyyyyyyyy")),
        SENDS_AN_ENDLESS_STATUS_LINE(End.BAD_GATEWAY, endless("HTTP/1.1 200 ", "yyyyyyyy")),
        SENDS_ENDLESS_INTERIM_HEADS(End.BAD_GATEWAY, endless("", "HTTP/1.1 102 P\r\n\r\n")),
        SENDS_AN_ENDLESS_CHUNK_EXTENSION(End.CUT, endless(CHUNKED + "5;", "xxxxxxxx")),
        SENDS_AN_ENDLESS_CHUNK_SIZE(End.CUT, endless(CHUNKED, "00000000")),
        SENDS_ENDLESS_TRAILERS(End.CUT, endless(CHUNKED + "0\r\n", "X: y\r\n")),
        CLOSES_IN_ITS_BODY(End.CUT, talk -> talk.send(TEN + "01234")),
        RESETS_IN_ITS_BODY(
                End.CUT,
                talk -> {
                    talk.send(TEN + "01234");
                    talk.reset();
                }),
        RESETS_A_BODY_UNTIL_CLOSE(
                End.CUT,
                talk -> {
                    talk.send(OK + "\r\n01234");
                    talk.reset();
                }),
        STALLS_IN_ITS_BODY(
                End.CUT,
                talk -> {
                    talk.send(TEN + "01234");
                    talk.awaitEnd();
                }),
        CLOSES_BETWEEN_CHUNKS(End.CUT, talk -> talk.send(CHUNKED + "5\r\n01234\r\n")),
        CLOSES_IN_A_CHUNK(End.CUT, talk -> talk.send(CHUNKED + "5\r\n012")),
        CLOSES_BEFORE_THE_LAST_LINE(End.CUT, talk -> talk.send(CHUNKED + "0\r\n")),
        SENDS_A_BROKEN_CHUNK(End.CUT, talk -> talk.send(CHUNKED + "5\r\n0123456789\r\n0\r\n\r\n")),
        SENDS_SINGLE_BYTES(End.WHOLE, talk -> talk.sendInCrumbs(TEN + "0123456789")),
        SENDS_SINGLE_BYTES_OF_CHUNKS(
                End.WHOLE,
                talk ->
                        talk.sendInCrumbs(
                                CHUNKED + "5;x=y\r\n01234\r\n5\r\n56789\r\n0\r\nT: u\r\n\r\n")),
        SENDS_A_SECOND_RESPONSE(
                End.WHOLE, talk -> talk.send(TEN + "0123456789HTTP/1.1 200 OK\r\n\r\nevil")),
        CLOSES_AFTER_ITS_BODY(End.WHOLE, talk -> talk.send(TEN + "0123456789")),
        ENDS_ITS_BODY_BY_CLOSING(End.WHOLE, talk -> talk.send(OK + "\r\n0123456789"));

        private final End end;
        private final Answer answer;

        Fault(End end, Answer answer) {
            this.end = end;
            this.answer = answer;
        }

        private static Answer endless(String begin, String again) {
            return talk -> {
                talk.send(begin);
                talk.sendForEver(again);
            };
        }
    }

    private static RawTarget target(Fault fault) {
        return RawTarget.start(talk -> {
            String head = talk.readHead();
            if (head.startsWith("GET /good ")) {
                talk.send(TEN + "0123456789");
                talk.awaitEnd();
            } else if (!head.isEmpty()) {
                fault.answer.give(talk);
            }
        });
    }

    private static String get(RawTarget target, String path) {
        return "GET " + target.url(path) + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    @ParameterizedTest
    @EnumSource
    void isNeverTakenForAWholeAnswer(Fault fault) throws Exception {
        for (Gyre gyre : ways) {
            try (RawTarget target = target(fault);
                    RawClient client = gyre.client()) {
                // Pipelined: the fault of one must not become the next one's answer.
                client.send(get(target, "/bad") + get(target, "/good"));
                switch (fault.end) {
                    case BAD_GATEWAY -> assertProxyReply(client, 502);
                    case GATEWAY_TIMEOUT -> assertProxyReply(client, 504);
                    case WHOLE -> {
                        RawClient.Response reply = client.readResponse();
                        assertThat(reply.text()).isEqualTo("0123456789");
                        if (reply.field("Connection").isEmpty()) {
                            assertThat(client.readResponse().text()).isEqualTo("0123456789");
                        }
                    }
                    case CUT -> {
                        // A reset may overtake the head.
                        assertThatThrownBy(
                                        () -> {
                                            assertThat(client.readHead())
                                                    .startsWith("HTTP/1.1 200 ");
                                            var _ = client.readToEnd();
                                        })
                                .isInstanceOf(SocketException.class);
                    }
                }
            }
        }
    }

    /// Then the next request of the same client is answered, too.
    private static void assertProxyReply(RawClient client, int status) throws IOException {
        RawClient.Response reply = client.readResponse();
        while (reply.status() < 200) {
            reply = client.readResponse();
        }
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.field("Proxy-Status")).isPresent();
        assertThat(client.readResponse().text()).isEqualTo("0123456789");
    }

    /// The answer comes while the body is still being sent, and the target reads no more of it. (A hop may lose such an answer.)
    @RepeatedTest(20)
    void aTargetMayAnswerAndCloseInTheMiddleOfABody() throws Exception {
        try (RawTarget target =
                        RawTarget.start(talk -> {
                            talk.readHead();
                            talk.send("HTTP/1.1 413 No\r\nContent-Length: 2\r\n\r\nno");
                            // Unread bytes make this a reset, right behind the answer.
                        });
                RawClient client = ways.getFirst().client()) {
            client.send(
                    "PUT "
                            + target.url("/")
                            + " HTTP/1.1\r\nHost: x\r\nContent-Length: 400000\r\n\r\n"
                            + "x".repeat(100_000));
            RawClient.Response reply = client.readResponse();
            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.text()).isEqualTo("no");
        }
    }

    /// It had served one request before, so that the next is sent on the connection that it is about to close.
    @Test
    void aRequestIsSentAgainOnlyWhenThatIsSafe() throws Exception {
        try (Gyre gyre =
                        Gyre.start(
                                ALLOW
                                        + "rotate: {every: connection}\n"
                                        + "egress: [{source: 127.0.5.1}]\n");
                RawTarget target =
                        RawTarget.start(talk -> {
                            talk.readHead();
                            talk.send(TEN + "0123456789");
                            talk.readHead();
                            talk.reset();
                        })) {
            try (RawClient client = gyre.client()) {
                client.send(get(target, "/1"));
                assertThat(client.readResponse().status()).isEqualTo(200);
                client.send(get(target, "/2"));
                assertThat(client.readResponse().status()).as("sent again").isEqualTo(200);
                assertThat(target.connections()).isEqualTo(2);
                client.send("POST " + target.url("/3") + " HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(client.readResponse().status()).as("not sent again").isEqualTo(502);
                assertThat(target.connections()).isEqualTo(2);
            }
        }
    }
}
