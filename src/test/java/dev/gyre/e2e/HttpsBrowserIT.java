package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.Chromium;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.Seen;
import dev.gyre.testkit.TlsListener;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// A real browser with an `https://` proxy, to which it speaks HTTP/2.
final class HttpsBrowserIT {

    private static final String PAGE =
            "<!doctype html><title>Page</title><link rel=icon href='data:,'><body>loaded";

    @TempDir private Path dir;

    @Test
    void loadsPagesThroughIt() throws Exception {
        TlsListener files = TlsListener.in(dir);
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre =
                        Gyre.start(
                                """
                                listen: [{at: '127.0.0.1:0', tls: %s}]
                                targets: {allow: [127.0.0.0/8]}
                                rotate: {every: request, pick: round-robin}
                                egress: [{source: 127.7.0.1-127.7.0.9}]
                                """
                                        .formatted(files.tls()));
                Chromium direct = Chromium.startDirect();
                Chromium chromium =
                        Chromium.start(
                                "https://" + gyre.hostPort(), "--ignore-certificate-errors")) {
            origin.answer(
                    "/page",
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n"
                                    .formatted(PAGE.length())
                            + "Cache-Control: no-store\r\n\r\n"
                            + PAGE);
            assertThat(direct.load(origin.url("/page")).strip()).isEqualTo("loaded");
            for (int i = 0; i < 3; i++) {
                assertThat(chromium.load(origin.url("/page")).strip()).isEqualTo("loaded");
            }
            List<Seen> seen = origin.seen();
            assertThat(seen.subList(1, seen.size()))
                    .hasSize(3)
                    .allSatisfy(each ->
                            assertThat(each.headText())
                                    .as("as without a proxy")
                                    .isEqualTo(seen.getFirst().headText()))
                    .extracting(Seen::source)
                    .doesNotHaveDuplicates();
        }
    }
}
