package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gyre.net.Failure;
import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A connection that is slow gets another beside it. Nothing but a hedge ends a wait here: every timeout is five minutes.
final class HedgeIT {

    private static final Duration WIDE = Duration.ofSeconds(30);

    private final RecordingOrigin origin = RecordingOrigin.start();
    private final FakeHop dead = FakeHop.socks5().mode(FakeHop.Mode.UNRESPONSIVE).start();
    private final FakeHop live =
            FakeHop.socks5()
                    .names(Map.of("www.one.test", InetAddress.ofLiteral("127.0.0.1")))
                    .start();
    private final List<RawClient> clients = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        dead.close();
        live.close();
        origin.close();
    }

    private Gyre start(String scheme, String more) {
        return Gyre.start(
                """
                targets: {allow: [127.0.0.0/8]}
                timeouts: {connect: 5m, handshake: 5m}
                hedge: 50ms
                attempts: 1
                egress:
                  - {proxy: "%1$s://127.0.0.1:%2$d", weight: 10000, tags: [dead]}
                  - {proxy: "socks5h://127.0.0.1:%3$d", tags: [live]}
                %4$s
                """
                        .formatted(scheme, dead.port(), live.port(), more));
    }

    private RawClient ask(Gyre gyre, String fields) throws IOException {
        RawClient client = gyre.client();
        clients.add(client);
        client.send(
                "GET http://www.one.test:%d/ HTTP/1.1\r\nHost: x\r\n%s\r\n"
                        .formatted(origin.port(), fields));
        return client;
    }

    private void assertOnlyClosed() {
        await().atMost(WIDE).until(() -> dead.open() == 0);
        await().atMost(WIDE).until(() -> live.open() == 0);
    }

    @Test
    void noRequestIsHeldUpByAHopThatStalls() throws Exception {
        try (Gyre gyre = start("socks5h", "")) {
            for (int i = 0; i < 20; i++) {
                assertThat(ask(gyre, "").readResponse().status()).isEqualTo(200);
            }
            assertThat(dead.connections()).isPositive();
            assertOnlyClosed();
            assertThat(gyre.notices()).anyMatch(line -> line.contains("'hedge'"));
            assertThat(gyre.log())
                    .hasSize(20)
                    .allMatch(record -> record.egress().contains(":" + live.port()));
        }
    }

    @Test
    void aTunnelIsHedgedToo() throws Exception {
        try (Gyre gyre = start("socks5h", "");
                RawClient client = gyre.client()) {
            assertThat(client.socks5("www.one.test", origin.port())).isZero();
            await().atMost(WIDE).until(() -> dead.open() == 0);
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.readResponse().status()).isEqualTo(200);
        }
    }

    /// With socks5, the question for the name is asked through the hop: a connection of its own.
    @Test
    void theQuestionsOfTheLoserEndWithIt() throws Exception {
        try (Gyre gyre = start("socks5", "")) {
            while (dead.connections() == 0) {
                assertThat(ask(gyre, "").readResponse().status()).isEqualTo(200);
            }
            assertOnlyClosed();
            int asked = dead.connections();
            assertThat(ask(gyre, "Gyre-Session: x; tag=live\r\n").readResponse().status())
                    .isEqualTo(200);
            assertThat(dead.connections()).as("it is not asked again").isEqualTo(asked);
        }
    }

    /// That of a session would be seen by two. By the time that a later one has been hedged, it would have been too.
    @Test
    void aSessionIsNotHedged() throws Exception {
        for (String strength : List.of("soft", "hard")) {
            try (Gyre gyre = start("socks5h", "sessions: {strength: " + strength + "}")) {
                int before = dead.connections();
                for (int i = 0; dead.connections() == before; i++) {
                    var _ = ask(gyre, "Gyre-Session: s" + i + "\r\n");
                    int seen = i;
                    await().atMost(WIDE)
                            .until(() -> dead.connections() > before || gyre.log().size() > seen);
                }
                int served = gyre.log().size();
                int reached = live.connections();
                int stalled = dead.connections();
                int hedged = 0;
                while (dead.connections() == stalled) {
                    assertThat(ask(gyre, "").readResponse().status()).isEqualTo(200);
                    hedged++;
                }
                assertThat(live.connections()).isEqualTo(reached + hedged);
                await().atMost(WIDE).until(() -> dead.open() == 1);
                assertThat(gyre.log()).hasSize(served + hedged);
            }
            await().atMost(WIDE).until(() -> dead.open() == 0);
        }
    }

    @Test
    void aNetworkThatIsSlowAsAWholeIsNotAskedTwiceAsMuch() throws Exception {
        live.mode(FakeHop.Mode.UNRESPONSIVE);
        try (Gyre gyre = start("socks5h", "")) {
            for (int i = 0; i < 20; i++) {
                var _ = ask(gyre, "");
            }
            await().atMost(WIDE)
                    .until(() ->
                            gyre.notices().stream()
                                    .anyMatch(line ->
                                            line.contains("no further egress")
                                                    && line.endsWith("(16 times)")));
            // Two for the twenty, and as many again where they came before all had begun.
            assertThat(dead.connections() + live.connections()).isBetween(21, 22);
        }
        assertOnlyClosed();
    }

    @Test
    void whoFailsFirstLeavesItToTheOther() throws Exception {
        dead.mode(FakeHop.Mode.UNRESPONSIVE);
        live.mode(FakeHop.Mode.CLOSING);
        try (Gyre gyre = start("socks5h", "")) {
            RawClient client = ask(gyre, "");
            await().atMost(WIDE).until(() -> live.connections() == 1);
            if (dead.connections() == 1) {
                // It waits on: the one that was slow may still get there.
                dead.cut();
            }
            RawClient.Response response = client.readResponse();
            assertThat(response.status()).isEqualTo(503);
            assertThat(gyre.log().getLast().failure()).contains(Failure.HOP_PROTOCOL);
            assertThat(gyre.log().getLast().egress())
                    .as("that of this very dial")
                    .contains("127.0.0.1:");
        }
    }
}
