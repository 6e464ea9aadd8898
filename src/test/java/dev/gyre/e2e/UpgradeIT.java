package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RawTarget;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Locale;

/// WebSocket through plain HTTP, and every other change of protocol, which is none of a proxy's (RFC 9110 7.8).
final class UpgradeIT {

    private static final String SWITCH =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

    private static Gyre gyre;

    @BeforeAll
    static void start() {
        gyre = Gyre.start("targets: {allow: [127.0.0.0/8]}\negress: [{source: 127.0.5.1}]\n");
    }

    @AfterAll
    static void stop() {
        gyre.close();
    }

    private static String ask(RawTarget target) {
        return "GET "
                + target.url("/chat")
                + " HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, Upgrade\r\n"
                + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    }

    @Test
    void aWebSocketIsATunnel() throws Exception {
        try (RawTarget target =
                        RawTarget.start(talk -> {
                            talk.readHead();
                            talk.send(SWITCH + "\u0081\u0002hi");
                            assertThat(talk.readExactly(4)).asString().isEqualTo("ping");
                            talk.send("pong");
                            talk.awaitEnd();
                        });
                RawClient client = gyre.client()) {
            client.send(ask(target));
            assertThat(client.readHead()).isEqualTo(SWITCH);
            assertThat(client.readExactly(4)).containsExactly(0x81, 2, 'h', 'i');
            client.send("ping");
            assertThat(client.readExactly(4)).asString().isEqualTo("pong");
            client.shutdownOutput();
            assertThat(client.readToEnd()).isEmpty();
            assertThat(target.next().received())
                    .isEqualTo(
                            "GET /chat HTTP/1.1\r\nHost: "
                                    + target.authority()
                                    + "\r\nConnection: keep-alive, Upgrade\r\n"
                                    + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\nping");
        }
    }

    /// What the client sends before the answer is for the socket, if it becomes one.
    @Test
    void earlyBytesGoIntoTheTunnel() throws Exception {
        try (RawTarget target =
                        RawTarget.start(talk -> {
                            talk.readHead();
                            talk.send(SWITCH);
                            talk.send(talk.readExactly(5));
                        });
                RawClient client = gyre.client()) {
            client.send(ask(target) + "early");
            assertThat(client.readHead()).isEqualTo(SWITCH);
            assertThat(client.readToEnd()).asString().isEqualTo("early");
        }
    }

    @Test
    void aTargetMayAnswerInHttp() throws Exception {
        try (RawTarget target = RawTarget.saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno");
                RawClient client = gyre.client()) {
            for (int i = 0; i < 2; i++) {
                client.send(ask(target));
                RawClient.Response reply = client.readResponse();
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.text()).isEqualTo("no");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Connection: Upgrade\r\n",
                "Upgrade: websocket\r\n",
                "Connection: Upgrade\r\nUpgrade: h2c\r\n",
                "Connection: Upgrade\r\nUpgrade: websocket, h2c\r\n",
                "Connection: Upgrade\r\nUpgrade: websocket\r\nUpgrade: h2c\r\n"
            })
    void aSwitchToAnythingElseIsABadGateway(String fields) throws Exception {
        try (RawTarget target =
                        RawTarget.saying(
                                "HTTP/1.1 101 Odd\r\n" + fields + "\r\nHTTP/1.1 200 OK\r\n\r\n");
                RawClient client = gyre.client()) {
            client.send(ask(target));
            assertThat(client.readResponse().status()).isEqualTo(502);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: Upgrade, HTTP2-Settings\r\n"
                        + "Upgrade: h2c\r\n"
                        + "HTTP2-Settings: AAMAAABk\r\n",
                "Connection: Upgrade\r\nUpgrade: TLS/1.0\r\n",
                "Connection: Upgrade\r\nUpgrade: connect-udp\r\n",
                "Connection: Upgrade\r\nUpgrade: websocket, h2c\r\n",
                "Connection: Upgrade\r\nUpgrade: h2c\r\nUpgrade: websocket\r\n",
                "Upgrade: websocket\r\n",
                "Connection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 1\r\n"
            })
    void noOtherSwitchIsAskedFor(String fields) throws Exception {
        try (RawTarget target = RawTarget.saying(SWITCH);
                RawClient client = gyre.client()) {
            client.send("GET " + target.url("/") + " HTTP/1.1\r\nHost: x\r\n" + fields + "\r\nx");
            assertThat(client.readResponse().status()).as("nobody asked for 101").isEqualTo(502);
            assertThat(target.next().received().toLowerCase(Locale.ROOT))
                    .doesNotContain("upgrade", "http2-settings");
        }
    }

    @Test
    void aClientOfHttp10IsNotSwitched() throws Exception {
        try (RawTarget target = RawTarget.saying("HTTP/1.1 204 No Content\r\n\r\n");
                RawClient client = gyre.client()) {
            client.send(ask(target).replace("HTTP/1.1", "HTTP/1.0"));
            assertThat(client.readResponse().status()).isEqualTo(204);
            assertThat(target.next().received()).doesNotContain("Upgrade");
        }
    }
}
