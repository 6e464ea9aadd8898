package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What becomes of requests when every egress has as much under way as it may.
final class PlaceInLineIT {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration WIDE = Duration.ofSeconds(30);
    private static final String ONE =
            """
            targets: {allow: [127.0.0.0/8]}
            egress: [{source: 127.0.7.1}]
            """;

    private final RecordingOrigin origin = RecordingOrigin.start();
    private final List<RawClient> clients = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        origin.close();
    }

    private RawClient ask(Gyre gyre, String path) throws IOException {
        RawClient client = gyre.client();
        clients.add(client);
        client.send("GET " + origin.url(path) + " HTTP/1.1\r\nHost: x\r\n\r\n");
        return client;
    }

    /// One request that holds the only place until the origin is released.
    private RawClient holder(Gyre gyre) throws Exception {
        RawClient client = ask(gyre, "/slow");
        var _ = origin.next();
        return client;
    }

    /// One that has a place in the line: the second look at the pool is after that was taken.
    private RawClient waiter(Gyre gyre, int looks) throws IOException {
        RawClient client = ask(gyre, "/");
        await().atMost(WIDE)
                .until(() ->
                        gyre.notices().stream()
                                .anyMatch(line ->
                                        line.contains("is full")
                                                && line.endsWith("(" + looks + " times)")));
        return client;
    }

    private static void assertFull(RawClient.Response response) {
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.field("Proxy-Status"))
                .contains("proxy; error=connection_limit_reached");
        assertThat(response.field("Retry-After")).isPresent();
    }

    @Test
    void aRequestWaitsForAPlace() throws Exception {
        try (Gyre gyre = Gyre.start(ONE, Pools.capped(1, 10, LONG))) {
            RawClient holder = holder(gyre);
            RawClient waiter = waiter(gyre, 2);
            assertThat(origin.seen()).hasSize(1);
            origin.release();
            assertThat(holder.readResponse().status()).isEqualTo(200);
            assertThat(waiter.readResponse().status()).isEqualTo(200);
        }
    }

    @Test
    void allThatWaitAreServedInTheEnd() throws Exception {
        try (Gyre gyre = Gyre.start(ONE, Pools.capped(1, 100, LONG))) {
            RawClient holder = holder(gyre);
            List<RawClient> waiters = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                waiters.add(ask(gyre, "/"));
            }
            origin.release();
            assertThat(holder.readResponse().status()).isEqualTo(200);
            for (RawClient waiter : waiters) {
                assertThat(waiter.readResponse().status())
                        .as(() -> gyre.log().toString())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void whereTheLineIsFullTheRequestIsRefusedAtOnce() throws Exception {
        try (Gyre gyre = Gyre.start(ONE, Pools.capped(1, 1, LONG))) {
            RawClient holder = holder(gyre);
            RawClient waiter = waiter(gyre, 2);
            assertFull(ask(gyre, "/").readResponse());
            try (RawClient socks = gyre.client()) {
                assertThat(socks.socks5("127.0.0.1", origin.port())).isEqualTo(1);
            }
            assertThat(gyre.log().getLast().egress()).as("left by none").isEmpty();
            origin.release();
            assertThat(holder.readResponse().status()).isEqualTo(200);
            assertThat(waiter.readResponse().status()).isEqualTo(200);
        }
    }

    @Test
    void patienceEnds() throws Exception {
        try (Gyre gyre = Gyre.start(ONE, Pools.capped(1, 10, Duration.ofMillis(50)))) {
            RawClient holder = holder(gyre);
            assertFull(ask(gyre, "/").readResponse());
            assertThat(gyre.notices()).anyMatch(line -> line.contains("full for too long"));
            origin.release();
            assertThat(holder.readResponse().status()).isEqualTo(200);
            assertThat(ask(gyre, "/").readResponse().status()).isEqualTo(200);
        }
    }

    @Test
    void aClientThatGoesLeavesItsPlace() throws Exception {
        try (Gyre gyre = Gyre.start(ONE, Pools.capped(1, 1, LONG))) {
            RawClient holder = holder(gyre);
            RawClient gone = waiter(gyre, 2);
            gone.reset();
            // It is known to be gone when its request has come to an end.
            await().atMost(WIDE)
                    .until(() ->
                            gyre.notices().stream()
                                    .anyMatch(line -> line.contains("full for too long")));
            RawClient waiter = waiter(gyre, 4);
            assertThat(origin.seen()).hasSize(1);
            origin.release();
            assertThat(holder.readResponse().status()).isEqualTo(200);
            assertThat(waiter.readResponse().status()).isEqualTo(200);
            assertThat(origin.seen()).as("nobody asked for the one that is gone").hasSize(2);
        }
    }

    @Test
    void aDeadHopSwallowsNoBurst() throws Exception {
        int burst = 100;
        try (FakeHop dead = FakeHop.socks5().mode(FakeHop.Mode.UNRESPONSIVE).start();
                Gyre gyre =
                        Gyre.start(
                                """
                                targets: {allow: [127.0.0.0/8]}
                                timeouts: {connect: 5m, handshake: 5m}
                                egress:
                                  - {proxy: "socks5h://127.0.0.1:%d", weight: 10000}
                                  - {source: 127.0.7.1-127.0.7.200}
                                """
                                        .formatted(dead.port()),
                                Pools.capped(2, 200, LONG))) {
            List<RawClient> all = new ArrayList<>();
            for (int i = 0; i < burst; i++) {
                all.add(ask(gyre, "/"));
            }
            await().atMost(WIDE).until(() -> origin.seen().size() >= burst - 2);
            await().atMost(WIDE).until(() -> gyre.log().size() >= burst - 2);
            assertThat(gyre.log())
                    .hasSize(burst - 2)
                    .allMatch(record -> record.failure().isEmpty());
            assertThat(dead.connections()).isEqualTo(2);
        }
    }
}
