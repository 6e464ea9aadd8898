package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.testkit.Curl;
import dev.gyre.testkit.Drip;
import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RawTarget;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.TestCertificates;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Tunnels that have lasted long enough end when they are quiet, without a reset and without a loss, and who opens the next one
/// leaves by another address.
final class RecyclingIT {

    private static final String SOURCES =
            "targets: {allow: [127.0.0.0/8]}\negress: [{source: 127.0.5.1-127.0.5.9}]\n";

    private static final String SWITCH =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

    enum Way {
        CONNECT,
        SOCKS4,
        SOCKS5,
        WEBSOCKET;

        void open(RawClient client, InetSocketAddress target) throws IOException {
            String host = "127.0.0.1:" + target.getPort();
            switch (this) {
                case CONNECT -> {
                    client.send("CONNECT " + host + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
                    assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
                }
                case SOCKS4 ->
                        assertThat(client.socks4("127.0.0.1", target.getPort())).isEqualTo(0x5a);
                case SOCKS5 -> assertThat(client.socks5("127.0.0.1", target.getPort())).isZero();
                case WEBSOCKET -> {
                    client.send(
                            "GET http://"
                                    + host
                                    + "/ HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n"
                                    + "Upgrade: websocket\r\n\r\n");
                    assertThat(client.readHead()).isEqualTo(SWITCH);
                }
            }
        }
    }

    /// Says back every four bytes, and tells how the conversation ended: with nothing when it ended well.
    private static RawTarget echo(Way way, CompletableFuture<String> end) {
        return RawTarget.start(talk -> {
            try {
                if (way == Way.WEBSOCKET) {
                    talk.readHead();
                    talk.send(SWITCH);
                }
                while (true) {
                    talk.send(talk.readExactly(4));
                }
            } catch (EOFException well) {
                end.complete("");
            } catch (IOException badly) {
                end.complete(badly.toString());
            }
        });
    }

    /// @return how many answers came in this time
    private static int converse(RawClient client, Duration time) throws IOException {
        long begin = System.nanoTime();
        int answers = 0;
        while (System.nanoTime() - begin < time.toNanos()) {
            client.send("ping");
            assertThat(client.readExactly(4)).asString().isEqualTo("ping");
            answers++;
        }
        return answers;
    }

    @ParameterizedTest
    @EnumSource
    void aConversationGoesOnPastItsAgeAndIsEndedWhenItPauses(Way way) throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        try (RawTarget target = echo(way, end);
                Gyre gyre = Gyre.start(SOURCES + "tunnels: {max-age: 100ms, quiet: 500ms}\n");
                RawClient client = gyre.client()) {
            way.open(client, target.address());
            assertThat(converse(client, Duration.ofMillis(1_200))).isPositive();
            assertThat(end).as("ended while it was busy").isNotDone();
            assertThat(client.readToEnd()).as("an end, no reset").isEmpty();
            assertThat(end.get(10, TimeUnit.SECONDS)).as("an end for the target").isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConversationThatNeverPausesIsEndedWhenItsGraceIsOver(Way way) throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        try (RawTarget target = echo(way, end);
                Gyre gyre =
                        Gyre.start(
                                SOURCES + "tunnels: {max-bytes: 400, quiet: 1m, grace: 300ms}\n");
                RawClient client = gyre.client()) {
            way.open(client, target.address());
            // What is sent once it has ended is thrown away, which is no reset either.
            assertThatThrownBy(() -> converse(client, Duration.ofMinutes(1)))
                    .isInstanceOf(EOFException.class);
            assertThat(end.get(10, TimeUnit.SECONDS)).as("an end for the target").isEmpty();
        }
    }

    @Test
    void idleTunnelsMayBeLetGoSoonerThanIdleClients() throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        try (RawTarget target = echo(Way.CONNECT, end);
                Gyre gyre = Gyre.start(SOURCES + "tunnels: {idle: 200ms}\n");
                RawClient client = gyre.client()) {
            Way.CONNECT.open(client, target.address());
            assertThat(client.readToEnd()).isEmpty();
            assertThat(end.get(10, TimeUnit.SECONDS)).isEmpty();
        }
    }

    @Test
    void aTunnelByATlsHopIsEndedLikeAnyOther() throws Exception {
        TestCertificates certificates = TestCertificates.create();
        CompletableFuture<String> end = new CompletableFuture<>();
        try (RawTarget target = echo(Way.CONNECT, end);
                FakeHop hop = FakeHop.https(certificates.server("127.0.0.1")).start();
                Gyre gyre =
                        Gyre.start(
                                "targets: {allow: [127.0.0.0/8]}\n"
                                        + "tunnels: {max-age: 100ms, quiet: 200ms}\n"
                                        + "egress: [{proxy: \"https://127.0.0.1:"
                                        + hop.port()
                                        + "\"}]\n",
                                certificates.trust());
                RawClient client = gyre.client()) {
            Way.CONNECT.open(client, target.address());
            assertThat(converse(client, Duration.ofMillis(50))).isPositive();
            assertThat(client.readToEnd()).isEmpty();
            assertThat(end.get(10, TimeUnit.SECONDS)).as("an end for the target").isEmpty();
        }
    }

    @Test
    void aDownloadArrivesWholeThoughItIsLargerThanATunnelMayCarry(@TempDir Path folder)
            throws Exception {
        int size = 12_000_000;
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(SOURCES + "tunnels: {max-bytes: 1MiB, quiet: 300ms}\n")) {
            for (String proxy : List.of("http://", "socks5h://")) {
                Path file = folder.resolve("file");
                Curl.Result result =
                        Curl.run(
                                "--proxytunnel",
                                "-x",
                                proxy + gyre.hostPort(),
                                "--limit-rate",
                                "6M",
                                "-o",
                                file.toString(),
                                origin.url("/bytes/" + size));
                assertThat(result).isEqualTo(new Curl.Result(0, "", ""));
                assertThat(Arrays.mismatch(Files.readAllBytes(file), RecordingOrigin.pattern(size)))
                        .as("first difference")
                        .isEqualTo(-1);
            }
        }
    }

    /// The client takes its time: what it was sent waits in the proxy, which is no quiet.
    @Test
    void whatWaitsForASlowClientIsNotLost() throws Exception {
        int size = 30_000_000;
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(SOURCES + "tunnels: {max-age: 10ms, quiet: 100ms}\n");
                RawClient client = gyre.client()) {
            Way.CONNECT.open(client, origin.address());
            client.send("GET /bytes/" + size + " HTTP/1.1\r\nHost: x\r\n\r\n");
            origin.next();
            // Nothing is taken while others come to their quiet end, one after the other.
            for (int i = 0; i < 5; i++) {
                try (RawClient other = gyre.client()) {
                    Way.CONNECT.open(other, origin.address());
                    assertThat(other.readToEnd()).isEmpty();
                }
            }
            assertThat(client.readResponse().body()).hasSize(size);
            assertThat(client.readToEnd()).as("an end, no reset").isEmpty();
        }
    }

    @Test
    void aDownloadWithoutAnEndIsCutWhenTheGraceIsOver() throws Exception {
        String piece = "x".repeat(1 << 14);
        try (RawTarget target =
                        RawTarget.start(talk ->
                                Drip.start(4_000, Duration.ofMillis(2), () -> talk.send(piece))
                                        .await());
                Gyre gyre = Gyre.start(SOURCES + "tunnels: {max-bytes: 100KiB, grace: 500ms}\n");
                RawClient client = gyre.client()) {
            Way.CONNECT.open(client, target.address());
            assertThat(client.readToEnd()).as("an end, no reset").hasSizeGreaterThan(100 << 10);
            assertThat(target.next().received()).as("the target is let go, too").isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNECT", "SOCKS5"})
    void aClientThatKeepsItsConnectionsRotatesAllTheSame(Way way) throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(SOURCES + "tunnels: {max-age: 50ms, quiet: 100ms}\n")) {
            String before = "";
            for (int i = 0; i < 5; i++) {
                try (RawClient client = gyre.client()) {
                    way.open(client, origin.address());
                    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                    assertThat(client.readResponse().text()).isEqualTo("hello");
                    String source = origin.next().source();
                    assertThat(source).startsWith("127.0.5.").isNotEqualTo(before);
                    before = source;
                    assertThat(client.readToEnd()).as("an end, no reset").isEmpty();
                }
            }
            assertThat(origin.connections()).isEqualTo(5);
        }
    }
}
