package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.EchoServer;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/// CONNECT and SOCKS, byte for byte.
final class TunnelIT {

    private static final String POOL =
            "targets: {allow: [127.0.0.0/8]}\negress: [{source: 127.0.5.1-127.0.5.9}]\n";

    @Test
    void halfClosedTunnelsStillCarryTheOtherWay() throws Exception {
        try (EchoServer echo = EchoServer.start();
                Gyre gyre = Gyre.start(POOL);
                RawClient client = gyre.client()) {
            connect(client, echo.port());
            client.send("all that there is");
            client.shutdownOutput();
            assertThat(client.readToEnd()).asString().isEqualTo("all that there is");
        }
    }

    private static void connect(RawClient client, int port) throws Exception {
        client.send(
                "CONNECT 127.0.0.1:" + port + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n");
        assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
    }

    /// The target's bytes wait for a client that has ended its own side and reads slowly.
    @Test
    void muchMayFollowAHalfClose() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(POOL);
                RawClient client = gyre.client()) {
            connect(client, origin.port());
            client.send("GET /bytes/30000000 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            client.shutdownOutput();
            assertThat(client.readResponse().body()).hasSize(30_000_000);
        }
    }

    @Test
    void aTargetMaySpeakFirst() throws Exception {
        try (EchoServer echo = EchoServer.speaksFirst("220 hello\r\n");
                Gyre gyre = Gyre.start(POOL);
                RawClient client = gyre.client()) {
            connect(client, echo.port());
            assertThat(client.readExactly(11)).asString().isEqualTo("220 hello\r\n");
        }
    }

    @RepeatedTest(10)
    void muchDataPassesWholeWhileBothSidesAreSlow() throws Exception {
        byte[] data = RecordingOrigin.pattern(20_000_000);
        try (EchoServer echo = EchoServer.start();
                Gyre gyre = Gyre.start(POOL);
                RawClient client = gyre.client()) {
            assertThat(client.socks5("127.0.0.1", echo.port())).isZero();
            CompletableFuture<Void> sent =
                    CompletableFuture.runAsync(() -> {
                        try {
                            client.send(data);
                            client.shutdownOutput();
                        } catch (Exception failed) {
                            throw new AssertionError(failed);
                        }
                    });
            byte[] received = client.readToEnd();
            sent.join();
            assertThat(received).hasSize(data.length);
            assertThat(Arrays.mismatch(received, data)).as("first difference").isEqualTo(-1);
        }
    }

    @Test
    void bytesInOneSegmentWithASocksRequestReachTheTarget() throws Exception {
        try (EchoServer echo = EchoServer.start();
                Gyre gyre = Gyre.start(POOL)) {
            byte high = (byte) (echo.port() >> 8);
            byte low = (byte) echo.port();
            byte[] socks5 = {5, 1, 0, 5, 1, 0, 1, 127, 0, 0, 1, high, low, 'h', 'i'};
            try (RawClient client = gyre.client()) {
                client.send(socks5);
                assertThat(client.readExactly(2)).containsExactly(5, 0);
                assertThat(client.readExactly(10)).containsExactly(5, 0, 0, 1, 0, 0, 0, 0, 0, 0);
                assertThat(client.readExactly(2)).asString().isEqualTo("hi");
            }
            byte[] socks4 = {4, 1, high, low, 127, 0, 0, 1, 'm', 'e', 0, 'h', 'i'};
            try (RawClient client = gyre.client()) {
                client.send(socks4);
                assertThat(client.readExactly(8)).containsExactly(0, 0x5a, 0, 0, 0, 0, 0, 0);
                assertThat(client.readExactly(2)).asString().isEqualTo("hi");
            }
        }
    }

    @Test
    void everySocksDialogueMayComeByteByByte() throws Exception {
        try (EchoServer echo = EchoServer.start();
                Gyre gyre = Gyre.start(POOL);
                RawClient client = gyre.client()) {
            byte[] all = {
                5,
                2,
                1,
                2,
                1,
                1,
                'u',
                1,
                'p',
                5,
                1,
                0,
                1,
                127,
                0,
                0,
                1,
                (byte) (echo.port() >> 8),
                (byte) echo.port(),
                '!'
            };
            for (byte each : all) {
                client.send(new byte[] {each});
            }
            assertThat(client.readExactly(2)).containsExactly(5, 2);
            assertThat(client.readExactly(2)).containsExactly(1, 0);
            assertThat(client.readExactly(10)[1]).isZero();
            assertThat(client.readExactly(1)).asString().isEqualTo("!");
        }
    }

    @Test
    void socksSaysWhatIsWrongAndCloses() throws Exception {
        try (Gyre gyre = Gyre.start(POOL)) {
            assertSocks(gyre, new byte[] {5, 1, 0, 5, 3, 0, 1, 127, 0, 0, 1, 0, 80}, 7);
            assertSocks(gyre, new byte[] {5, 1, 0, 5, 1, 0, 9, 0, 0, 0}, 8);
            assertSocks(gyre, new byte[] {5, 1, 0, 5, 1, 0, 1, 10, 0, 0, 1, 0, 80}, 2);
            assertSocks(gyre, new byte[] {5, 1, 0, 5, 1, 0, 1, 127, 0, 0, 1, 0, 1}, 5);
            assertSocks(gyre, new byte[] {5, 1, 0, 5, 1, 0, 3, 3, 'a', 0, 'b', 0, 80}, 1);
            try (RawClient client = gyre.client()) {
                client.send(new byte[] {5, 1, 1});
                assertThat(client.readToEnd()).containsExactly(5, 0xff);
            }
            try (RawClient client = gyre.client()) {
                client.send(new byte[] {4, 2, 0, 80, 127, 0, 0, 1, 0});
                assertThat(client.readToEnd()).containsExactly(0, 0x5b, 0, 0, 0, 0, 0, 0);
            }
        }
    }

    private static void assertSocks(Gyre gyre, byte[] request, int code) throws Exception {
        try (RawClient client = gyre.client()) {
            client.send(request);
            byte[] reply = client.readToEnd();
            assertThat(reply).hasSize(12).startsWith(5, 0, 5, code, 0, 1, 0, 0, 0, 0, 0, 0);
        }
    }

    @Test
    void successIsSaidOnlyWhenTheWayIsUp() throws Exception {
        try (Gyre gyre = Gyre.start(POOL);
                RawClient client = gyre.client()) {
            client.send("CONNECT 127.0.0.1:1 HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n");
            RawClient.Response reply = client.readResponse();
            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.field("Proxy-Status")).hasValue("proxy; error=connection_refused");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void whatIsNeitherHttpNorSocksIsClosedWithoutAWord() throws Exception {
        try (Gyre gyre = Gyre.start(POOL);
                RawClient client = gyre.client()) {
            client.send(new byte[] {0x16, 3, 1, 0, 5});
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void earlyBytesFollowTheWayInOrder() throws Exception {
        try (EchoServer echo = EchoServer.start();
                Gyre gyre = Gyre.start(POOL);
                RawClient client = gyre.client()) {
            String authority = "127.0.0.1:" + echo.port();
            client.send(
                    "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\nfirst ");
            client.send("second");
            client.shutdownOutput();
            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
            assertThat(new String(client.readToEnd(), StandardCharsets.US_ASCII))
                    .isEqualTo("first second");
        }
    }
}
