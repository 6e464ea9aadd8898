package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.TestPeers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetSocketAddress;

/// Requests that would come back to the proxy itself.
final class LoopIT {

    private static RawClient.Response get(Gyre gyre, String url) throws IOException {
        try (RawClient client = gyre.client()) {
            client.send("GET " + url + " HTTP/1.1\r\nHost: x\r\n\r\n");
            return client.readResponse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.1",
                "2130706433",
                "0x7f.1",
                "0177.0.0.1",
                "127.0.0.2",
                "0.0.0.0",
                "[::ffff:127.0.0.1]",
                "[::]",
                "localhost",
                "x.localhost"
            })
    void noSpellingOfAnOwnListenerIsATarget(String host) throws Exception {
        int port = TestPeers.freePort();
        try (Gyre gyre =
                Gyre.start(
                        "listen: {at: '0.0.0.0:"
                                + port
                                + "', clients: [127.0.0.0/8]}\n"
                                + "targets: {allow: [127.0.0.0/8, 0.0.0.0/8, \"::/0\"]}\n"
                                + "egress: [{source: 127.0.5.1}]\n")) {
            RawClient.Response reply;
            try (RawClient client = RawClient.connect(new InetSocketAddress(Loopback.V4, port))) {
                client.send("GET http://" + host + ":" + port + "/ HTTP/1.1\r\nHost: x\r\n\r\n");
                reply = client.readResponse();
            }
            assertThat(reply.status()).isIn(403, 502, 503);
            assertThat(gyre.log()).as("requests").hasSize(1);
        }
    }

    @Test
    void anOwnListenerIsNoHop() throws Exception {
        int port = TestPeers.freePort();
        try (Gyre gyre =
                Gyre.start(
                        "listen: 127.0.0.1:"
                                + port
                                + "\ntargets: {allow: [127.0.0.0/8]}\n"
                                + "egress: [{proxy: \"http://127.0.0.1:"
                                + port
                                + "\"}]\n")) {
            assertThat(get(gyre, "http://target.example/").status()).isEqualTo(503);
            assertThat(gyre.log()).as("requests").hasSize(1);
        }
    }

    /// Neither knows the other for a proxy of its kind, and no field may tell: the bounds end it.
    @Test
    void aCircleOfTwoEndsInAnErrorAndLeavesNothing() throws Exception {
        int one = TestPeers.freePort();
        int two = TestPeers.freePort();
        String pool =
                "limits: {connections: 12}\n"
                        + "timeouts: {connect: 2s, handshake: 2s}\n"
                        + "targets: {allow: [127.0.0.0/8]}\n";
        try (Gyre first =
                        Gyre.start(
                                "listen: 127.0.0.1:"
                                        + one
                                        + "\n"
                                        + pool
                                        + "egress: [{proxy: \"http://127.0.0.1:"
                                        + two
                                        + "\"}]\n");
                Gyre second =
                        Gyre.start(
                                "listen: 127.0.0.1:"
                                        + two
                                        + "\n"
                                        + pool
                                        + "egress: [{proxy: \"socks5h://127.0.0.1:"
                                        + one
                                        + "\"}]\n")) {
            assertThat(get(first, "http://target.example/").status()).isIn(502, 503, 504);
            await().untilAsserted(() -> {
                // A listener that is its own target answers for itself again: it is not full.
                assertThat(get(second, "http://127.0.0.1:" + two + "/").status()).isEqualTo(403);
                assertThat(get(first, "http://127.0.0.1:" + one + "/").status()).isEqualTo(403);
            });
        }
    }
}
