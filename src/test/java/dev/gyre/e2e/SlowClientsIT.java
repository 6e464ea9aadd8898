package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gyre.net.Failure;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.TestPeers;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Debian's slowhttptest in each of its modes: the proxy gets rid of all its connections, and serves good clients meanwhile.
final class SlowClientsIT {

    private static final int SLOW = 150;

    @Test
    void slowHeadsAreEnded() throws Exception {
        attack("/", "-H", "-i", "1", "-x", "24");
    }

    @Test
    void slowBodiesAreEnded() throws Exception {
        attack("/echo", "-B", "-i", "4", "-s", "8192", "-x", "10");
    }

    @Test
    void slowReadersAreEnded() throws Exception {
        attack("/bytes/20000000", "-X", "-w", "10", "-y", "20", "-n", "5", "-z", "32");
    }

    private static void attack(String path, String... mode) throws Exception {
        String program = TestPeers.require("slowhttptest").toString();
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre =
                        Gyre.start(
                                "targets: {allow: [127.0.0.0/8]}\negress: [{source: 127.0.5.1}]\n"
                                        + "timeouts: {handshake: 1s, head: 1s, body: 1s}\n")) {
            List<String> command = new ArrayList<>(List.of(program));
            command.addAll(List.of(mode));
            command.addAll(
                    List.of("-c", Integer.toString(SLOW), "-r", "100", "-l", "7", "-p", "5"));
            command.addAll(List.of("-e", gyre.hostPort(), "-d", gyre.hostPort()));
            command.addAll(List.of("-u", origin.url(path)));
            Process slow = new ProcessBuilder(command).redirectErrorStream(true).start();
            try {
                int served = 0;
                while (slow.isAlive()) {
                    assertThat(get(gyre, origin)).isEqualTo(200);
                    served++;
                }
                String output =
                        new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(output.replaceAll("\u001b\\[[0-9;]*[A-Za-z]", ""))
                        .contains("service available:   YES")
                        .doesNotContain("available:   NO");
                // What stops in its head has asked for nothing yet. A slow reader is not told by
                // the tool that it was cut off; on a slow machine, the tool ends before all are.
                if (!output.contains("No open connections left")) {
                    await().atMost(Duration.ofSeconds(30)).until(() -> late(gyre) > SLOW / 2);
                }
                assertThat(served).isPositive();
            } finally {
                slow.destroyForcibly();
            }
            assertThat(get(gyre, origin)).isEqualTo(200);
        }
    }

    /// How many were cut off because nothing came or went.
    private static long late(Gyre gyre) {
        return gyre.log().stream()
                .filter(record -> record.failure().equals(Optional.of(Failure.REQUEST_TIMEOUT)))
                .count();
    }

    private static int get(Gyre gyre, RecordingOrigin origin) throws IOException {
        try (RawClient client = gyre.client()) {
            client.send("GET " + origin.url("/") + " HTTP/1.1\r\nHost: x\r\n\r\n");
            return client.readResponse().status();
        }
    }
}
