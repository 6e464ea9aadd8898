package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gyre.testkit.Curl;
import dev.gyre.testkit.EchoServer;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RawTarget;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.TlsListener;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/// A listener with TLS: an `https://` proxy that speaks HTTP/1.1, and whatever else is spoken inside.
final class HttpsProxyIT {

    private static final int HANDSHAKE_FAILED = 35;
    private static final int CERTIFICATE_REFUSED = 60;

    @TempDir private static Path dir;

    private static TlsListener files;
    private static RecordingOrigin origin;
    private static Gyre gyre;

    @BeforeAll
    static void start() {
        files = TlsListener.in(dir);
        origin = RecordingOrigin.start();
        gyre = Gyre.start(pool(files.tls()));
    }

    @AfterAll
    static void stop() {
        gyre.close();
        origin.close();
    }

    private static String pool(String tls) {
        return """
        listen: [{at: '127.0.0.1:0', tls: %s}]
        targets: {allow: [127.0.0.0/8]}
        egress: [{source: 127.0.9.1}]
        """
                .formatted(tls);
    }

    private static Curl.Result curl(Gyre through, String... arguments) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "-x",
                                "https://" + through.hostPort(),
                                "--proxy-cacert",
                                files.authority()));
        all.addAll(List.of(arguments));
        return Curl.run(all);
    }

    private static void send(SSLSocket client, String text) throws IOException {
        OutputStream out = client.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static String all(SSLSocket client) throws IOException {
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void curlAsksThroughIt() {
        Curl.Result plain = curl(gyre, origin.url("/plain"));
        assertThat(plain.err()).isEmpty();
        assertThat(plain.exit()).isZero();
        Curl.Result tunnel = curl(gyre, "-p", origin.url("/tunnel"));
        assertThat(tunnel.exit()).isZero();
        assertThat(origin.seen())
                .extracting(seen -> seen.target() + " " + seen.source())
                .contains("/plain 127.0.9.1", "/tunnel 127.0.9.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void whatIsSaidUntilTheEndIsWholeOnlyWithAnEnd(String version) throws Exception {
        try (RawTarget target =
                        RawTarget.start(talk -> {
                            String head = talk.readHead();
                            talk.send("HTTP/1.1 200 OK\r\n\r\npart");
                            if (head.contains("/whole")) {
                                talk.shutdownOutput();
                            } else {
                                talk.reset();
                            }
                        });
                SSLSocket whole = files.client(gyre.address(), version);
                SSLSocket cut = files.client(gyre.address(), version)) {
            send(whole, "GET " + target.url("/whole") + " HTTP/1.0\r\n\r\n");
            assertThat(all(whole)).endsWith("\r\n\r\npart");
            send(cut, "GET " + target.url("/cut") + " HTTP/1.0\r\n\r\n");
            assertThatThrownBy(() -> assertThat(all(cut)).contains("502 Bad Gateway"))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aTunnelEndsOneWayAfterTheOther() throws Exception {
        try (EchoServer echo = EchoServer.start();
                SSLSocket client = files.client(gyre.address(), "TLSv1.3")) {
            send(client, "CONNECT %s HTTP/1.1\r\nHost: x\r\n\r\nhello".formatted(echo.authority()));
            client.shutdownOutput();
            assertThat(all(client)).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nhello");
        }
    }

    @Test
    void aCutTunnelIsNoEnd() throws Exception {
        try (RawTarget target =
                        RawTarget.start(talk -> {
                            var _ = talk.readExactly(5);
                            talk.send("part");
                            talk.reset();
                        });
                SSLSocket client = files.client(gyre.address())) {
            send(
                    client,
                    "CONNECT %s HTTP/1.1\r\nHost: x\r\n\r\nhello".formatted(target.authority()));
            assertThatThrownBy(() -> all(client)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void socksIsSpokenInside() throws Exception {
        try (SSLSocket client = files.client(gyre.address())) {
            client.getOutputStream().write(new byte[] {5, 1, 0});
            assertThat(client.getInputStream().readNBytes(2)).containsExactly(5, 0);
            send(client, "\5\1\0\3\13whoami.gyre\0\120");
            assertThat(client.getInputStream().readNBytes(10)).startsWith(5, 0);
            send(client, "GET / HTTP/1.1\r\nHost: whoami.gyre\r\nConnection: close\r\n\r\n");
            assertThat(all(client)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void whoSpeaksNoTlsIsClosed() throws IOException {
        try (RawClient client = gyre.client()) {
            client.send("GET http://whoami.gyre/ HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(new String(client.readToEnd(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("HTTP");
        }
    }

    @Test
    void whoIsSilentIsClosedInTime() throws IOException {
        try (Gyre hasty = Gyre.start(pool(files.tls()) + "timeouts: {handshake: 500ms}\n");
                RawClient silent = hasty.client();
                RawClient slow = hasty.client()) {
            slow.send(new byte[] {0x16, 3, 1, 2, 0, 1});
            assertThat(silent.ended()).isTrue();
            assertThat(slow.ended()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.1", "TLSv1"})
    void oldVersionsAreRefused(String version) {
        assertThatThrownBy(() -> files.client(gyre.address(), version))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void aClientThatMayNotConnectIsToldSo() {
        try (Gyre closed =
                Gyre.start(pool(files.tls()).replace("tls:", "clients: [192.0.2.1], tls:"))) {
            Curl.Result refused = curl(closed, "-i", origin.url("/refused"));
            assertThat(refused.out()).startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void aClientShowsACertificateWhereOneIsAskedFor(@TempDir Path its) throws Exception {
        TlsListener clients = TlsListener.in(its);
        String tls = files.tls().replace("}", ", clients: " + clients.authority() + "}");
        try (Gyre asking = Gyre.start(pool(tls))) {
            Curl.Result known =
                    curl(
                            asking,
                            "--proxy-cert",
                            its.resolve("cert.pem").toString(),
                            "--proxy-key",
                            its.resolve("key.pem").toString(),
                            origin.url("/certified"));
            assertThat(known.err()).isEmpty();
            assertThat(known.exit()).isZero();
            assertThat(curl(asking, origin.url("/uncertified")).exit()).isNotZero();
            Curl.Result foreign =
                    curl(
                            asking,
                            "--proxy-cert",
                            dir.resolve("cert.pem").toString(),
                            "--proxy-key",
                            dir.resolve("key.pem").toString(),
                            origin.url("/foreign"));
            assertThat(foreign.exit()).isNotZero();
            assertThat(origin.seen())
                    .extracting(seen -> seen.target())
                    .contains("/certified")
                    .doesNotContain("/uncertified", "/foreign");
        }
    }

    @Test
    void anotherCertificateIsShownOnceItsFilesChange(@TempDir Path own) throws Exception {
        TlsListener its = TlsListener.in(own);
        Path pool = Files.writeString(own.resolve("pool.yml"), pool(its.tls()));
        try (Gyre following = Gyre.followingAsWritten(pool);
                SSLSocket before = its.client(following.address())) {
            // Broken for a while: the old pair stays.
            its.write("key.pem", its.certificates().serverPem("127.0.0.1").key());
            following.hangUp();
            assertThat(following.notices())
                    .anySatisfy(notice ->
                            assertThat(notice)
                                    .contains("pool.yml:1:")
                                    .contains("not that of the first certificate"));
            try (SSLSocket still = its.client(following.address())) {
                assertThat(still.getSession().getPeerCertificates()[0])
                        .isEqualTo(before.getSession().getPeerCertificates()[0]);
            }
            its.renew();
            await().untilAsserted(() -> {
                try (SSLSocket now = its.client(following.address())) {
                    assertThat(now.getSession().getPeerCertificates()[0])
                            .isNotEqualTo(before.getSession().getPeerCertificates()[0]);
                }
            });
            send(before, "GET http://whoami.gyre/ HTTP/1.0\r\n\r\n");
            assertThat(all(before)).as("who was there before").startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void aProxyThatShowsTheWrongCertificateIsRefusedByCurl(@TempDir Path other) {
        TlsListener its = TlsListener.in(other);
        Curl.Result wrong =
                Curl.run(
                        "-x",
                        "https://" + gyre.hostPort(),
                        "--proxy-cacert",
                        its.authority(),
                        origin.url("/wrong"));
        assertThat(wrong.exit()).isIn(HANDSHAKE_FAILED, CERTIFICATE_REFUSED);
    }
}
