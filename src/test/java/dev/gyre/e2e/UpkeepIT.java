package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gyre.net.Failure;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.Program;
import dev.gyre.testkit.RawClient;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/// A proxy and the files that it lives with, on the disk.
final class UpkeepIT {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir private Path directory;

    private static String pool(String source) {
        return "egress: [{source: " + source + "}]\n";
    }

    private Path write(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text);
    }

    private static String egress(Gyre gyre) throws Exception {
        try (RawClient client = gyre.client()) {
            return egress(client);
        }
    }

    private static String egress(RawClient client) throws Exception {
        client.send("GET http://whoami.gyre/ HTTP/1.1\r\nHost: whoami.gyre\r\n\r\n");
        return client.readResponse().text().lines().findFirst().orElse("");
    }

    private static void awaitEgress(Gyre gyre, String source) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(egress(gyre)).isEqualTo("address: " + source));
    }

    @Test
    void aFileThatIsWrittenAnewIsNoticed() throws Exception {
        Path file = write("pool.yml", pool("127.0.5.1"));
        try (Gyre gyre = Gyre.following(file)) {
            awaitEgress(gyre, "127.0.5.1");
            write("pool.yml", pool("127.0.5.22"));
            awaitEgress(gyre, "127.0.5.22");
            assertThat(gyre.notices()).containsExactly("reloaded: 1 egress came, 1 left, 0 stayed");
        }
    }

    @Test
    void aFileThatIsSavedByRenamingIsNoticed() throws Exception {
        Path file = write("pool.yml", pool("127.0.5.1"));
        try (Gyre gyre = Gyre.following(file)) {
            for (int i = 2; i < 5; i++) {
                Path fresh = write(".pool.yml.swp", pool("127.0.5." + i));
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
                awaitEgress(gyre, "127.0.5." + i);
            }
            assertThat(gyre.notices()).hasSize(3);
        }
    }

    @Test
    void aLinkThatIsSwappedIsNoticed() throws Exception {
        for (int i = 1; i < 4; i++) {
            Files.createDirectory(directory.resolve("..2024_" + i));
            write("..2024_" + i + "/pool.yml", pool("127.0.5." + i));
        }
        Path data = directory.resolve("..data");
        Files.createSymbolicLink(data, Path.of("..2024_1"));
        Path file =
                Files.createSymbolicLink(directory.resolve("pool.yml"), Path.of("..data/pool.yml"));
        try (Gyre gyre = Gyre.following(file)) {
            awaitEgress(gyre, "127.0.5.1");
            for (int i = 2; i < 4; i++) {
                Path fresh =
                        Files.createSymbolicLink(
                                directory.resolve("..data_tmp"), Path.of("..2024_" + i));
                Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
                awaitEgress(gyre, "127.0.5." + i);
            }
            // What the link leads to now is watched, too.
            write("..2024_3/pool.yml", pool("127.0.5.44"));
            awaitEgress(gyre, "127.0.5.44");
        }
    }

    @Test
    void aBrokenFileChangesNothingAndIsToldOf() throws Exception {
        Path file = write("pool.yml", pool("127.0.5.1"));
        try (Gyre gyre = Gyre.following(file)) {
            write("pool.yml", "egress: [{source: 127.0.5.300}]\n");
            await().atMost(LONG).until(() -> gyre.notices().size() == 1);
            assertThat(gyre.notices().getFirst())
                    .startsWith(file + ":1:")
                    .contains(": error: ")
                    .contains("127.0.5.300")
                    .endsWith("1 error. The old pool stays.");
            awaitEgress(gyre, "127.0.5.1");
            Files.delete(file);
            await().atMost(LONG).until(() -> gyre.notices().size() == 2);
            assertThat(gyre.notices().getLast())
                    .contains("there is no such file")
                    .endsWith("The old pool stays.");
            write("pool.yml", "egress: [{interface: gyre-nowhere}]\n");
            await().atMost(LONG).until(() -> gyre.notices().size() == 3);
            assertThat(gyre.notices().getLast())
                    .startsWith("the pool is empty")
                    .endsWith(". The old pool stays.");
            awaitEgress(gyre, "127.0.5.1");
            write("pool.yml", pool("127.0.5.2"));
            awaitEgress(gyre, "127.0.5.2");
        }
    }

    @Test
    void aFileThatIsNotWatchedIsReadWhenAskedFor() throws Exception {
        String still = "reload: {watch: false}\n";
        Path file = write("pool.yml", still + pool("127.0.5.1"));
        try (Gyre gyre = Gyre.following(file)) {
            write("pool.yml", still + pool("127.0.5.2"));
            assertThat(egress(gyre)).isEqualTo("address: 127.0.5.1");
            gyre.hangUp();
            assertThat(egress(gyre)).isEqualTo("address: 127.0.5.2");
        }
    }

    @Test
    void theProgramReadsItsFileAgainOnSighup() throws Exception {
        String still = "reload: {watch: false}\n";
        write("egress-pool.yml", still + pool("127.0.5.1"));
        try (Program gyre = Program.start(directory, "run", "-l", "127.0.0.1:0");
                RawClient client = gyre.client()) {
            assertThat(egress(client)).isEqualTo("address: 127.0.5.1");
            write(
                    "egress-pool.yml",
                    still + "limits: {connections: 9}\n" + pool("127.0.5.2-127.0.5.3"));
            gyre.signal("HUP");
            await().atMost(LONG).until(() -> gyre.output().contains("next start"));
            assertThat(gyre.output())
                    .contains(
                            "gyre: reloaded: 2 egresses came, 1 left, 0 stayed\n"
                                    + "gyre: limits.connections changed: takes effect at the next"
                                    + " start\n");
            assertThat(egress(client)).as("on the same connection").startsWith("address: 127.0.5.");
            write("egress-pool.yml", "egres: []\n");
            gyre.signal("HUP");
            await().atMost(LONG).until(() -> gyre.output().contains("The old pool stays."));
            assertThat(gyre.output()).contains("\negress-pool.yml:1:1: error: ");
            assertThat(egress(client)).isNotEqualTo("address: 127.0.5.1");
            assertThat(gyre.end("TERM")).isZero();
        }
    }

    @Test
    void whatIsOutIsStillOutInTheNextRun() throws Exception {
        Path file =
                write(
                        "pool.yml",
                        "state: state.json\n"
                            + "egress:\n"
                            + "  - {proxy: \"socks5h://me:hush-hush@127.0.0.1:1\", group: dead}\n"
                            + "  - source: 127.0.5.1-127.0.5.9\n");
        try (Gyre gyre = Gyre.following(file)) {
            for (int i = 0; i < 3; i++) {
                assertThat(failureByTheDead(gyre)).isEqualTo(Failure.HOP_UNREACHABLE);
            }
            assertThat(failureByTheDead(gyre))
                    .as("it is out, and not tried")
                    .isNotEqualTo(Failure.HOP_UNREACHABLE);
        }
        assertThat(directory.resolve("state.json"))
                .content()
                .contains("\"out\":")
                .doesNotContain("hush", "127.0.0.1");
        try (Gyre gyre = Gyre.following(file)) {
            assertThat(failureByTheDead(gyre))
                    .as("it still is")
                    .isNotEqualTo(Failure.HOP_UNREACHABLE);
            assertThat(egress(gyre)).startsWith("address: 127.0.5.");
        }
    }

    /// By an egress at which nobody listens.
    private static Failure failureByTheDead(Gyre gyre) throws Exception {
        int before = gyre.log().size();
        try (RawClient client = gyre.client()) {
            client.send(
                    "GET http://name.example/ HTTP/1.1\r\n"
                            + "Host: name.example\r\n"
                            + "Gyre-Session: rotate; group=dead\r\n\r\n");
            assertThat(client.readResponse().status()).isEqualTo(503);
        }
        await().atMost(LONG).until(() -> gyre.log().size() > before);
        return gyre.log().getLast().failure().orElseThrow();
    }

    @Test
    void aReloadThatWaitsForAListDoesNotHoldUpTheEnd() throws Exception {
        String allowed = "targets: {allow: [127.0.0.0/8]}\n";
        Path file = write("pool.yml", allowed + pool("127.0.5.1"));
        try (ServerSocket silent = new ServerSocket(0, 9, Loopback.V4)) {
            Gyre gyre = Gyre.following(file);
            try (gyre) {
                write(
                        "pool.yml",
                        allowed
                                + "egress: [{url: \"http://127.0.0.1:"
                                + silent.getLocalPort()
                                + "/\", via: 127.0.0.1}]\n");
                silent.accept().getInputStream().read();
            }
            assertThat(gyre.notices()).as("it was not waited for").isEmpty();
        }
    }

    @Test
    void aListThatABrokenFileNamesIsWatched() throws Exception {
        Path file = write("pool.yml", pool("127.0.5.1"));
        write("list.txt", "not a line\n");
        try (Gyre gyre = Gyre.following(file)) {
            write("pool.yml", "egress: [{file: list.txt, bad-lines: fail}]\n");
            await().atMost(LONG).until(() -> gyre.notices().size() == 1);
            assertThat(gyre.notices().getFirst()).contains("list.txt:1: ");
            write("list.txt", "127.0.5.2\n");
            awaitEgress(gyre, "127.0.5.2");
        }
    }

    @Test
    void anIgnoredSighupStaysIgnored() throws Exception {
        write("egress-pool.yml", pool("127.0.5.1"));
        try (Program gyre = Program.startUnderNohup(directory, "run", "-l", "127.0.0.1:0")) {
            String status = Files.readString(Path.of("/proc/" + gyre.pid() + "/status"));
            String ignored =
                    status.lines().filter(line -> line.startsWith("SigIgn:")).findFirst().get();
            assertThat(Long.parseLong(ignored.substring(7).strip(), 16) & 1).isEqualTo(1);
            gyre.signal("HUP");
            assertThat(gyre.end("TERM")).isZero();
            assertThat(gyre.output()).doesNotContain("reloaded");
        }
    }
}
