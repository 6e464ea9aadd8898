package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.access.PasswordHash;
import dev.gyre.net.Failure;
import dev.gyre.observe.ExchangeRecord;
import dev.gyre.testkit.Chromium;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.Seen;
import dev.gyre.testkit.TlsListener;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A real browser with an `https://` proxy, to which it speaks HTTP/2.
final class HttpsBrowserIT {

    private static final String PAGE =
            "<!doctype html><title>Page</title><link rel=icon href='data:,'><body>loaded";
    private static final String USER = "wonderland-alice";
    private static final String USER_IN_BASE64 = "d29uZGVybGFuZC1hbGljZ";
    private static final String PASSWORD = "down: the hole";

    @TempDir private Path dir;

    private static void answerPage(RecordingOrigin origin) {
        origin.answer(
                "/page",
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n"
                                .formatted(PAGE.length())
                        + "Cache-Control: no-store\r\n\r\n"
                        + PAGE);
    }

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
            answerPage(origin);
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

    private String forUsers(TlsListener files) {
        return """
        listen: [{at: '127.0.0.1:0', tls: %s}]
        targets: {allow: [127.0.0.0/8]}
        rotate: {every: request, pick: round-robin}
        egress: [{source: 127.7.1.1-127.7.1.9}]
        users: [{name: %s, password: "%s"}]
        """
                .formatted(files.tls(), USER, PasswordHash.of(PASSWORD).text());
    }

    private static Chromium through(Gyre gyre) {
        return Chromium.start("https://" + gyre.hostPort(), "--ignore-certificate-errors");
    }

    /// What it shows, or why it shows nothing.
    private static String shown(Chromium chromium, String url) {
        try {
            return chromium.load(url).strip();
        } catch (IOException nothing) {
            return String.valueOf(nothing.getMessage());
        }
    }

    /// Plain, and over TLS in a tunnel.
    @Test
    void aUserLoadsPagesThroughItAndNobodyElse() throws Exception {
        TlsListener files = TlsListener.in(dir);
        try (RecordingOrigin plain = RecordingOrigin.start();
                RecordingOrigin secure =
                        RecordingOrigin.startTls(
                                files.certificates().server("127.0.0.1"), Loopback.V4);
                Gyre gyre = Gyre.start(forUsers(files))) {
            List<String> urls =
                    List.of(plain.url("/page"), "https://" + secure.authority() + "/page");
            answerPage(plain);
            answerPage(secure);
            try (Chromium nobody = through(gyre);
                    Chromium guessing = through(gyre)) {
                guessing.logIn(USER, "wrong");
                for (String url : urls) {
                    assertThat(shown(nobody, url)).contains("ERR_INVALID_AUTH_CREDENTIALS");
                    assertThat(shown(guessing, url))
                            .containsAnyOf("This proxy asks", "ERR_HTTP_RESPONSE_CODE_FAILURE");
                }
                assertThat(gyre.log())
                        .extracting(ExchangeRecord::failure)
                        .contains(Optional.of(Failure.USER_UNKNOWN))
                        .doesNotContain(Optional.empty());
            }
            assertThat(plain.connections() + secure.connections()).isZero();
            try (Chromium direct = Chromium.startDirect();
                    Chromium user = through(gyre)) {
                assertThat(shown(direct, urls.getFirst())).isEqualTo("loaded");
                user.logIn(USER, PASSWORD);
                for (String url : urls) {
                    assertThat(shown(user, url)).isEqualTo("loaded");
                }
            }
            assertThat(plain.seen())
                    .hasSize(2)
                    .extracting(Seen::headText)
                    .as("as without a proxy")
                    .containsOnly(plain.seen().getFirst().headText());
            assertThat(List.of(plain.seen().getLast(), secure.seen().getLast()))
                    .allSatisfy(each -> {
                        assertThat(each.source()).startsWith("127.7.1.");
                        assertThat(each.headText())
                                .doesNotContainIgnoringCase("proxy", "alice")
                                .doesNotContain(USER_IN_BASE64);
                    });
        }
    }
}
