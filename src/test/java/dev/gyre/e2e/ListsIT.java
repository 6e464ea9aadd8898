package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.Seen;
import dev.gyre.testkit.TestCertificates;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;

/// Lists that the pool file names: of files, and of servers.
final class ListsIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String ALLOWED = "targets: {allow: [127.0.0.0/8]}\n";

    @TempDir private Path directory;

    private Path write(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text);
    }

    private static int status(Gyre gyre, RecordingOrigin origin) throws Exception {
        try (RawClient client = gyre.client()) {
            client.send(
                    "GET "
                            + origin.url("/")
                            + " HTTP/1.1\r\nHost: "
                            + origin.authority()
                            + "\r\n\r\n");
            return client.readResponse().status();
        }
    }

    private static void answer(RecordingOrigin server, String path, String fields, String body) {
        server.answer(
                path,
                "HTTP/1.1 200 OK\r\nContent-Length: "
                        + body.length()
                        + "\r\n"
                        + fields
                        + "\r\n"
                        + body);
    }

    private static String socks(FakeHop hop) {
        return "socks5h://127.0.0.1:" + hop.port() + "\n";
    }

    private String pool(RecordingOrigin server, String path, FakeHop via, String more) {
        return ALLOWED
                + "egress:\n  - {url: \""
                + server.url(path)
                + "\", via: \""
                + socks(via).strip()
                + "\", interval: 10s"
                + more
                + "}\n";
    }

    @Test
    void aListFileThatChangesOrBreaksIsNoticed() throws Exception {
        try (FakeHop one = FakeHop.socks5().from("127.0.6.1").start();
                FakeHop other = FakeHop.socks5().from("127.0.6.2").start();
                RecordingOrigin origin = RecordingOrigin.start()) {
            write("hops.txt", socks(one));
            Path file = write("pool.yml", ALLOWED + "egress: [{file: hops.txt}]\n");
            try (Gyre gyre = Gyre.following(file)) {
                assertThat(status(gyre, origin)).isEqualTo(200);
                assertThat(origin.seen().getLast().source()).isEqualTo("127.0.6.1");
                write("hops.txt", socks(other));
                await().atMost(LONG)
                        .until(() ->
                                gyre.notices()
                                        .contains("reloaded: 1 egress came, 1 left, 0 stayed"));
                assertThat(status(gyre, origin)).isEqualTo(200);
                assertThat(origin.seen().getLast().source()).isEqualTo("127.0.6.2");

                Files.delete(directory.resolve("hops.txt"));
                await().atMost(LONG)
                        .until(() -> gyre.notices().getLast().endsWith("The old pool stays."));
                assertThat(status(gyre, origin)).as("the old pool stays").isEqualTo(200);
                write("hops.txt", "# nothing\n");
                await().atMost(LONG)
                        .until(() -> gyre.notices().getLast().startsWith("the pool is empty"));
                assertThat(status(gyre, origin)).as("the old pool stays").isEqualTo(200);
            }
        }
    }

    @Test
    @SuppressWarnings("try") // its server goes while it is still in use
    void aListIsFetchedByItsOwnWayAndCopied() throws Exception {
        TestCertificates certificates = TestCertificates.create();
        try (FakeHop via = FakeHop.socks5().from("127.0.6.9").start();
                FakeHop one = FakeHop.socks5().from("127.0.6.1").start();
                FakeHop other = FakeHop.socks5().from("127.0.6.2").start();
                RecordingOrigin origin = RecordingOrigin.start();
                RecordingOrigin server =
                        RecordingOrigin.startTls(certificates.server("127.0.0.1"), Loopback.V4)) {
            server.answer(
                    "/list", "HTTP/1.1 302 Found\r\nLocation: /moved\r\nContent-Length: 0\r\n\r\n");
            answer(server, "/moved", "ETag: \"one\"\r\n", socks(one));
            Path copy = directory.resolve("copy.txt");
            Path file = write("pool.yml", pool(server, "/list", via, ", copy: copy.txt"));
            try (Gyre gyre = Gyre.following(file, certificates.trust())) {
                assertThat(status(gyre, origin)).as("the start has waited").isEqualTo(200);
                assertThat(origin.seen().getLast().source()).isEqualTo("127.0.6.1");
                await().atMost(LONG).untilAsserted(() -> assertThat(copy).hasContent(socks(one)));
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                        .isEqualTo("rw-------");
                gyre.hangUp();
                await().atMost(LONG)
                        .until(() ->
                                server.seen().stream()
                                        .anyMatch(each ->
                                                each.field("If-None-Match")
                                                        .equals(Optional.of("\"one\""))));
                answer(server, "/moved", "", socks(other));
                gyre.hangUp();
                await().atMost(LONG)
                        .until(() ->
                                gyre.notices()
                                        .contains("reloaded: 1 egress came, 1 left, 0 stayed"));
                assertThat(status(gyre, origin)).isEqualTo(200);
                assertThat(origin.seen().getLast().source()).isEqualTo("127.0.6.2");

                answer(server, "/moved", "", "<html>busy</html>");
                gyre.hangUp();
                await().atMost(LONG)
                        .until(() -> gyre.notices().getLast().endsWith("what it said last stays"));
                assertThat(gyre.notices().getLast())
                        .isEqualTo(
                                "the list at https://"
                                        + server.authority()
                                        + "/*** is a web page, not a list; what it said last"
                                        + " stays");
                assertThat(status(gyre, origin)).isEqualTo(200);
                assertThat(server.seen())
                        .isNotEmpty()
                        .extracting(Seen::source)
                        .containsOnly("127.0.6.9");
            }
            assertThat(copy).hasContent(socks(other));
            // Its server is gone: the copy serves.
            via.close();
            try (Gyre gyre = Gyre.following(file, certificates.trust())) {
                assertThat(status(gyre, origin)).isEqualTo(200);
                assertThat(origin.seen().getLast().source()).isEqualTo("127.0.6.2");
            }
        }
    }

    @Test
    void whatIsTooLargeOrLeadsAstrayIsNoList() throws Exception {
        TestCertificates certificates = TestCertificates.create();
        try (FakeHop via = FakeHop.socks5().start();
                RecordingOrigin plain = RecordingOrigin.start();
                RecordingOrigin server =
                        RecordingOrigin.startTls(certificates.server("127.0.0.1"), Loopback.V4)) {
            server.answer(
                    "/down",
                    "HTTP/1.1 302 Found\r\nLocation: "
                            + plain.url("/list")
                            + "\r\nContent-Length: 0\r\n\r\n");
            server.answer(
                    "/loop", "HTTP/1.1 302 Found\r\nLocation: /loop\r\nContent-Length: 0\r\n\r\n");
            answer(server, "/large", "", socks(via).repeat(100));
            String source = "  - {source: 127.0.5.1}\n";
            String pool =
                    pool(server, "/down", via, "")
                            + pool(server, "/loop", via, "").substring(ALLOWED.length() + 8)
                            + pool(server, "/large", via, ", limit: 1KiB")
                                    .substring(ALLOWED.length() + 8)
                            + source;
            try (Gyre gyre = Gyre.following(write("pool.yml", pool), certificates.trust())) {
                assertThat(gyre.notices().stream().sorted().toList())
                        .hasSize(3)
                        .anyMatch(line -> line.endsWith("was redirected from https to http"))
                        .anyMatch(line -> line.endsWith("was redirected more than 3 times"))
                        .anyMatch(line -> line.contains("could not be fetched: "));
                assertThat(plain.seen()).isEmpty();
                assertThat(status(gyre, plain)).isEqualTo(200);
            }
        }
    }
}
