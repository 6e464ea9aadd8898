package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gyre.testkit.Program;
import dev.gyre.testkit.RawClient;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/// What root may do, and what is left of it. For root only, as in a container.
final class PrivilegesIT {

    private static final String NOBODY = "65534";

    @TempDir private Path directory;

    @BeforeEach
    void onlyAsRoot() throws Exception {
        boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        if (!root) {
            System.err.println("Skipped: only root has rights to give up");
        }
        Assumptions.assumeTrue(root);
    }

    private Path pool(String mode) throws Exception {
        Path pool =
                Files.writeString(
                        directory.resolve("pool.yml"),
                        "listen: 127.0.0.1:0\n"
                                + "sessions: {secret: a-secret-of-sixteen-and-more}\n"
                                + "egress: [{source: 127.0.0.1}]\n");
        return Files.setPosixFilePermissions(pool, PosixFilePermissions.fromString(mode));
    }

    private static List<String> lines(long pid, String key) throws Exception {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.flatMap(PrivilegesIT::status)
                    .filter(line -> line.startsWith(key + ":"))
                    .distinct()
                    .toList();
        }
    }

    private static Stream<String> status(Path thread) {
        try {
            return Files.readAllLines(thread.resolve("status")).stream();
        } catch (IOException ended) {
            return Stream.empty();
        }
    }

    @Test
    void areGivenUpByEveryThread() throws Exception {
        Path pool = pool("rw-r-----");
        try (Program gyre =
                Program.start(directory, "run", "--user", NOBODY + ":" + NOBODY, pool.toString())) {
            String four = ("\t" + NOBODY).repeat(4);
            assertThat(lines(gyre.pid(), "Uid")).containsExactly("Uid:" + four);
            assertThat(lines(gyre.pid(), "Gid")).containsExactly("Gid:" + four);
            assertThat(lines(gyre.pid(), "CapEff")).containsExactly("CapEff:\t0000000000000000");
            try (RawClient client = gyre.client()) {
                client.send("GET http://whoami.gyre/ HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(client.readResponse().status()).isEqualTo(200);
            }
            assertThat(gyre.output()).doesNotContain("running as root", "can read");
        }
    }

    @Test
    void areWarnedOf() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Program gyre = Program.start(directory, "run", pool("rw-r--r--").toString())) {
            assertThat(gyre.output())
                    .contains("running as root", "pool.yml, and its secrets: chmod o-r");
        }
    }

    @Test
    void areNotGivenToWhoIsNotThere() throws Exception {
        Program.Result unknown =
                Program.run(
                        directory,
                        "run",
                        "--user",
                        "nobody-of-this-name",
                        pool("rw-------").toString());
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err()).contains("no user of this machine");
    }

    private Path poolWithFiles(Path log) throws Exception {
        Path pool =
                Files.writeString(
                        directory.resolve("pool.yml"),
                        "listen: ['127.0.0.1:0', {at: 'unix:"
                                + directory.resolve("gyre.sock")
                                + "', mode: \"0660\"}]\n"
                                + "state: gyre.state\n"
                                + "limits: {per-client: {day: 1GiB}, file: quotas.state}\n"
                                + "log: {requests: "
                                + log
                                + "}\n"
                                + "egress: [{source: 127.0.0.1}]\n");
        return Files.setPosixFilePermissions(pool, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private void givenTo(Path folder, int user) throws IOException {
        Files.setAttribute(folder, "unix:uid", user);
        Files.setAttribute(folder, "unix:gid", user);
    }

    @Test
    void filesAreThoseOfWhoItGoesOnAs() throws Exception {
        givenTo(directory, Integer.parseInt(NOBODY));
        Path pool = poolWithFiles(directory.resolve("requests.log"));
        try (Program gyre =
                Program.start(directory, "run", "--user", NOBODY + ":" + NOBODY, pool.toString())) {
            for (String name : List.of("gyre.sock", "requests.log", "quotas.state", "gyre.state")) {
                Path file = directory.resolve(name);
                assertThat(Files.getAttribute(file, "unix:uid"))
                        .as(name)
                        .isEqualTo(Integer.parseInt(NOBODY));
                assertThat(Files.getAttribute(file, "unix:gid"))
                        .as(name)
                        .isEqualTo(Integer.parseInt(NOBODY));
            }
            assertThat(gyre.end("TERM")).isZero();
            assertThat(gyre.output()).doesNotContain("can't");
        }
        assertThat(directory.resolve("gyre.sock")).doesNotExist();
    }

    @Test
    void whatItCannotWriteThenIsToldAtTheStart() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path folder = Files.createDirectory(directory.resolve("nobodys"));
        givenTo(folder, Integer.parseInt(NOBODY));
        Path pool = poolWithFiles(folder.resolve("requests.log"));
        try (Program gyre =
                Program.start(directory, "run", "--user", NOBODY + ":" + NOBODY, pool.toString())) {
            await().untilAsserted(() ->
                    assertThat(gyre.output())
                            .contains("what was learned can't be written to ")
                            .contains("what is used of quotas can't be written to "));
        }
        Program.Result unwritable =
                Program.run(
                        directory,
                        "run",
                        "--user",
                        NOBODY + ":" + NOBODY,
                        poolWithFiles(directory.resolve("requests.log")).toString());
        assertThat(unwritable.exit()).isEqualTo(1);
        assertThat(unwritable.err())
                .endsWith(
                        "gyre: can't write the log of requests to "
                                + directory.resolve("requests.log")
                                + ": permission denied\n");
        assertThat(directory.resolve("requests.log")).doesNotExist();
    }
}
