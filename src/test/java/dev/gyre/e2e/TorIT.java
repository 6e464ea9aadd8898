package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gyre.health.HealthEvent;
import dev.gyre.net.Failure;
import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.TestPeers;
import dev.gyre.testkit.Tor;
import dev.gyre.testkit.Tor.Stream;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// With the real Tor, as far as that goes without a network.
final class TorIT {

    private static final Duration LONG = Duration.ofMinutes(1);

    private static Tor tor() {
        return Tor.start(Loopback.V4, TestPeers.freePort());
    }

    private static String entry(Tor tor) {
        return "egress: [{tor: '" + Loopback.authority(tor.address()) + "'}]\n";
    }

    private static RawClient asked(Gyre gyre, String host, String field) throws Exception {
        RawClient client = gyre.client();
        client.send("GET http://" + host + "/ HTTP/1.1\r\nHost: x\r\n" + field + "\r\n");
        return client;
    }

    private static Set<String> users(List<Stream> streams, String start) {
        Set<String> users = new HashSet<>();
        streams.stream()
                .filter(each -> each.target().startsWith(start))
                .forEach(each -> users.add(each.user() + " " + each.password()));
        return users;
    }

    @Test
    void torKeepsSessionsApartByTheirCredentials() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try (Tor tor = tor();
                Gyre gyre = Gyre.start("attempts: 1\n" + entry(tor))) {
            for (int i = 0; i < 4; i++) {
                clients.add(asked(gyre, "alone-" + i + ".test", ""));
                clients.add(asked(gyre, "a-" + i + ".test", "Gyre-Session: a\r\n"));
                clients.add(asked(gyre, "b-" + i + ".test", "Gyre-Session: b\r\n"));
            }
            await().atMost(LONG).until(() -> tor.streams().size() == clients.size());
            List<Stream> streams = tor.streams();
            assertThat(streams)
                    .allMatch(each -> each.isolated().contains("SOCKS_USERNAME"))
                    .allMatch(each -> each.isolated().contains("SOCKS_PASSWORD"))
                    // Tor is asked for the name.
                    .allMatch(each -> each.target().matches("(alone|a|b)-[0-3]\\.test:80"));
            assertThat(users(streams, "a-")).hasSize(1);
            assertThat(users(streams, "b-")).hasSize(1);
            assertThat(users(streams, "alone-")).hasSize(4);
            assertThat(users(streams, "")).hasSize(6);
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void aTorWithoutCircuitsGivesACleanFailureAndIsNotBlamed() throws Exception {
        try (Tor tor = tor();
                Gyre gyre = Gyre.start("attempts: 2\n" + entry(tor));
                RawClient client = asked(gyre, "nobody.test", "")) {
            RawClient.Response first = client.readResponse();
            assertThat(first.status()).isBetween(502, 504);
            assertThat(first.field("Proxy-Status").orElseThrow()).startsWith("proxy; error=");
            assertThat(first.text()).doesNotContain("127.0.0.1").doesNotContainIgnoringCase("tor");
            // The connection is good for another.
            client.send("GET http://nobody.test/ HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.readResponse().status()).isEqualTo(first.status());
            try (RawClient socks = gyre.client()) {
                assertThat(socks.socks5("nobody.test", 80)).isBetween(1, 6);
            }
            assertThat(gyre.log())
                    .hasSize(3)
                    .allMatch(each -> each.failure().orElseThrow().fault() != Failure.Fault.EGRESS);
            assertThat(gyre.notices()).isEmpty();
            assertThat(users(tor.streams(), "nobody")).hasSizeBetween(3, 6);
        }
    }

    @Test
    void aTorThatIsDownIsOutAsOneAndComesBack() throws Exception {
        int port = TestPeers.freePort();
        try (RecordingOrigin origin = RecordingOrigin.start();
                FakeHop hop = FakeHop.socks5().start();
                Gyre gyre =
                        Gyre.start(
                                "targets: {allow: [127.0.0.0/8]}\n"
                                        + "health: {failures: 1, out: 1s, most: 1s}\n"
                                        + "egress:\n  - tor: 127.0.0.1:"
                                        + port
                                        + "\n  - proxy: socks5h://127.0.0.1:"
                                        + hop.port()
                                        + "\n")) {
            await().atMost(LONG)
                    .until(() -> {
                        serves(gyre, origin);
                        return told(gyre, HealthEvent.TAKEN_OUT);
                    });
            int before = gyre.log().size();
            try (Tor _ = Tor.start(Loopback.V4, port)) {
                await().atMost(LONG)
                        .until(() -> {
                            answers(gyre, origin);
                            return told(gyre, HealthEvent.CAME_BACK);
                        });
            }
            assertThat(gyre.log().size()).isGreaterThan(before);
        }
    }

    /// A request is served, by whatever way.
    private static void serves(Gyre gyre, RecordingOrigin origin) throws Exception {
        assertThat(answers(gyre, origin)).as("%s", gyre.log()).isEqualTo(200);
    }

    /// The status of the answer to a request. A Tor that is there has no network: all attempts may go to circuits of it.
    private static int answers(Gyre gyre, RecordingOrigin origin) throws Exception {
        try (RawClient client = gyre.client()) {
            client.send("GET " + origin.url("/") + " HTTP/1.1\r\nHost: x\r\n\r\n");
            return client.readResponse().status();
        }
    }

    private static boolean told(Gyre gyre, HealthEvent event) {
        return gyre.notices().stream().anyMatch(each -> each.contains(event.text()));
    }
}
