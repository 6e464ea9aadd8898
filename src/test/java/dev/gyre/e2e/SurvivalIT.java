package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gyre.testkit.Program;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The program where the system gives it little, and clients take much.
final class SurvivalIT {

    private static final int CROWD = 200;

    /// So many that they don't fit into the memory that is given.
    private static final int LARGE_HEADS = 500;

    private static final String POOL =
            "targets: {allow: [127.0.0.0/8]}\negress: [{source: 127.0.5.1}]\n"
                    + "limits: {connections: 1000}\n";

    @TempDir private Path directory;

    private Program start(Optional<Integer> files, String... options) throws IOException {
        Files.writeString(directory.resolve("egress-pool.yml"), POOL);
        return Program.startWithin(directory, files, List.of(options), "run", "-l", "127.0.0.1:0");
    }

    private static void ask(RawClient client, RecordingOrigin origin, String path)
            throws IOException {
        client.send("GET " + origin.url(path) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    private static void awaitService(Program gyre, RecordingOrigin origin) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> {
                    try (RawClient client = gyre.client()) {
                        ask(client, origin, "/");
                        assertThat(client.readResponse().status()).isEqualTo(200);
                    }
                });
    }

    private static void close(List<RawClient> crowd) throws IOException {
        for (RawClient client : crowd) {
            client.close();
        }
        crowd.clear();
    }

    @Test
    void fewFileDescriptorsAreSharedOutAndNeverRunOut() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Program gyre = start(Optional.of(64))) {
            assertThat(gyre.output()).contains("the limit of open files allows for");
            List<RawClient> crowd = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < CROWD; i++) {
                    RawClient client = gyre.client();
                    crowd.add(client);
                    ask(client, origin, "/");
                }
                assertThat(crowd.getFirst().readResponse().status()).isEqualTo(200);
                close(crowd);
                awaitService(gyre, origin);
            }
            assertThat(gyre.output())
                    .contains("accepting no more connections")
                    .contains("accepting connections again")
                    .doesNotContain("Exception", "went on after", "for a second");
        }
    }

    @Test
    void aFloodThatTakesAllMemoryKillsNoLoop() throws Exception {
        byte[] piece = new byte[64 << 10];
        Arrays.fill(piece, (byte) 'x');
        try (RecordingOrigin origin = RecordingOrigin.start();
                Program gyre = start(Optional.empty(), "-Xmx64m", "-XX:MaxDirectMemorySize=8m")) {
            List<RawClient> crowd = new ArrayList<>();
            for (int i = 0; i < CROWD; i++) {
                RawClient client = gyre.client();
                crowd.add(client);
                try {
                    switch (i % 4) {
                        // Takes nothing of what it asked for.
                        case 0 -> ask(client, origin, "/bytes/8000000");
                        // Asks for one thing after the other, and waits for none.
                        case 1 -> {
                            for (int n = 0; n < 500; n++) {
                                ask(client, origin, "/slow");
                            }
                        }
                        // Sends what nobody reads.
                        case 2 -> {
                            client.send(
                                    "POST "
                                            + origin.url("/early")
                                            + " HTTP/1.1\r\nHost: x\r\n"
                                            + "Content-Length: 8000000\r\n\r\n");
                            client.send(piece);
                        }
                        default -> stopInALargeHead(client, piece);
                    }
                } catch (SocketException cut) {
                    // It was one too many.
                }
            }
            for (int i = 0; i < LARGE_HEADS; i++) {
                RawClient client = gyre.client();
                crowd.add(client);
                stopInALargeHead(client, piece);
            }
            assertThat(crowd.getLast().readResponse().status()).isEqualTo(503);
            close(crowd);
            origin.release();
            // Each loop takes every other connection: all must still serve.
            for (int i = 0; i < 8; i++) {
                awaitService(gyre, origin);
            }
            assertThat(gyre.output()).doesNotContain("OutOfMemoryError");
        }
    }

    private static void stopInALargeHead(RawClient client, byte[] piece) throws IOException {
        try {
            client.send("GET http://127.0.0.1/ HTTP/1.1\r\nHost: x\r\n");
            for (int n = 0; n < 40; n++) {
                client.send("X-" + n + ": ");
                client.send(Arrays.copyOf(piece, 1_500));
                client.send("\r\n");
            }
        } catch (SocketException cut) {
            // It was one too many.
        }
    }
}
