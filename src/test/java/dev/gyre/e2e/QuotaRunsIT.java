package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gyre.access.PasswordHash;
import dev.gyre.testkit.Curl;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.Program;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What was used of quotas from one run to the next, however it ended.
final class QuotaRunsIT {

    private static final Duration LONG = Duration.ofSeconds(30);

    /// What a reply of a million bytes has beside them, and its request.
    private static final long HEADS = 2000;

    private static final long QUOTA = 16 << 20;
    private static final long SLICE = QUOTA / 64;

    @TempDir private Path directory;

    private Path pool() throws Exception {
        return Files.writeString(
                directory.resolve("egress-pool.yml"),
                "users: [{name: alice, password: '"
                        + PasswordHash.of("open-sesame").text()
                        + "'}]\n"
                        + "targets: {allow: [127.0.0.0/8]}\n"
                        + "egress: [{source: 127.0.8.1}]\n"
                        + "limits: {per-user: {day: 16MiB}, per-client: {month: 160MiB}, file:"
                        + " quotas.state}\n");
    }

    private static int status(String proxy, String url) {
        Curl.Result result =
                Curl.run(
                        "-x",
                        "http://alice:open-sesame@" + proxy,
                        "-o",
                        "/dev/null",
                        "-w",
                        "%{http_code}",
                        url);
        return result.exit() == 0 ? Integer.parseInt(result.out()) : 0;
    }

    /// How many megabytes still come whole before there is nothing left.
    private static int millions(String proxy, RecordingOrigin origin) {
        int whole = 0;
        while (status(proxy, origin.url("/bytes/1000000")) == 200) {
            whole++;
        }
        return whole;
    }

    @Test
    void aRunGoesOnExactlyWhereTheLastOneEnded() throws Exception {
        Path file = pool();
        try (RecordingOrigin origin = RecordingOrigin.start()) {
            try (Gyre gyre = Gyre.following(file)) {
                for (int i = 0; i < 10; i++) {
                    assertThat(status(gyre.hostPort(), origin.url("/bytes/1000000")))
                            .isEqualTo(200);
                }
            }
            assertThat(Files.readString(directory.resolve("quotas.state")))
                    .contains("alice")
                    .doesNotContain("127.0.0.1");
            try (Gyre gyre = Gyre.following(file)) {
                assertThat(millions(gyre.hostPort(), origin)).isEqualTo(6);
                assertThat(status(gyre.hostPort(), origin.url("/"))).isEqualTo(429);
            }
            try (Gyre gyre = Gyre.following(file)) {
                assertThat(status(gyre.hostPort(), origin.url("/"))).isEqualTo(429);
            }
        }
    }

    /// What had passed by then is not forgotten, and little more than that is counted.
    @Test
    void aProcessThatIsKilledForgetsNothing() throws Exception {
        Path _ = pool();
        long passed = 0;
        try (RecordingOrigin origin = RecordingOrigin.start()) {
            for (int i = 1; i <= 2; i++) {
                try (Program gyre = Program.start(directory, "run", "-l", "127.0.0.1:0");
                        RawClient client = gyre.client()) {
                    assertThat(status(gyre.hostPort(), origin.url("/bytes/1000000")))
                            .isEqualTo(200);
                    tunnel(client, origin, "/bytes/2000000");
                    var _ = client.readExactly(2_000_000);
                    assertThat(gyre.end("KILL")).isEqualTo(137);
                }
                passed += 3_000_000;
                assertThat(counted()).isBetween(passed, passed + i * (SLICE + 2 * HEADS));
            }
            try (Program gyre = Program.start(directory, "run", "-l", "127.0.0.1:0");
                    RawClient client = gyre.client()) {
                tunnel(client, origin, "/bytes/100000000");
                var _ = client.readExactly(2_000_000);
                assertThat(gyre.end("KILL")).isEqualTo(137);
                passed += 2_000_000 + rest(client);
            }
            long counted = counted();
            assertThat(counted).as("in the middle of a download").isGreaterThanOrEqualTo(passed);
            try (Program gyre = Program.start(directory, "run", "-l", "127.0.0.1:0")) {
                long left = QUOTA - counted;
                assertThat(millions(gyre.hostPort(), origin))
                        .isBetween((int) (left / (1_000_000 + HEADS)), (int) (left / 1_000_000));
                assertThat(status(gyre.hostPort(), origin.url("/"))).isEqualTo(429);
            }
        }
    }

    private static void tunnel(RawClient client, RecordingOrigin origin, String path)
            throws IOException {
        assertThat(client.socks5("127.0.0.1", origin.port(), "alice", "open-sesame")).isZero();
        client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
        var _ = client.readHead();
    }

    /// What the kernel still had for the client.
    private static long rest(RawClient client) {
        long rest = 0;
        try {
            while (true) {
                rest += client.readExactly(1).length;
            }
        } catch (IOException ended) {
            return rest;
        }
    }

    private long counted() throws Exception {
        List<String> lines = Files.readAllLines(directory.resolve("quotas.state"));
        String alice =
                lines.stream().filter(line -> line.contains("\"alice\"")).findFirst().orElseThrow();
        return Long.parseLong(alice.replaceAll(".*\"day-bytes\":([0-9]+).*", "$1"));
    }

    @Test
    void whatTheDiskIsNotToldDoesNotPass() throws Exception {
        Path file = pool();
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.following(file);
                RawClient client = gyre.client()) {
            tunnel(client, origin, "/bytes/100000000");
            for (int i = 1; i < 100; i++) {
                var _ = client.readExactly(100_000);
                assertThat(counted()).isGreaterThanOrEqualTo(100_000L * i);
            }
            await().atMost(LONG).until(client::ended);
            assertThat(gyre.notices()).isEmpty();
        }
    }
}
