package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.testkit.EchoServer;
import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.TestCertificates;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;

/// What is said to a hop, what it may say, and whom it must prove to be.
final class HopIT {

    private static TestCertificates certificates;

    @BeforeAll
    static void makeCertificates() {
        certificates = TestCertificates.create();
    }

    private static FakeHop hop(String scheme) {
        return switch (scheme) {
            case "http" -> FakeHop.http();
            case "https" -> FakeHop.https(certificates.server("127.0.0.1"));
            case "socks4a" -> FakeHop.socks4();
            default -> FakeHop.socks5();
        };
    }

    private static Gyre through(String hopUrl) {
        return Gyre.start(
                "targets: {allow: [127.0.0.0/8]}\ntimeouts: {connect: 2s}\negress: [{proxy: \""
                        + hopUrl
                        + "\"}]\n",
                certificates.trust());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https", "socks4a", "socks5h"})
    void aHopMayAnswerByteByByteAndTheTargetInTheSameSegment(String scheme) throws Exception {
        byte[] greeting = "220 hello\r\n".getBytes(StandardCharsets.US_ASCII);
        for (boolean dripping : new boolean[] {false, true}) {
            FakeHop settings = hop(scheme).greeting(greeting);
            try (EchoServer echo = EchoServer.start();
                    FakeHop hop = (dripping ? settings.dripping() : settings).start();
                    Gyre gyre = through(scheme + "://127.0.0.1:" + hop.port());
                    RawClient client = gyre.client()) {
                assertThat(client.socks5("127.0.0.1", echo.port())).isZero();
                assertThat(client.readExactly(greeting.length)).isEqualTo(greeting);
                client.send("and back");
                client.shutdownOutput();
                assertThat(client.readToEnd()).asString().isEqualTo("and back");
            }
        }
    }

    @Test
    void aHopIsToldNoMoreThanItNeeds() throws Exception {
        assertThat(said("http", ""))
                .isEqualTo("CONNECT HOST:PORT HTTP/1.1\r\nHost: HOST:PORT\r\n\r\n");
        assertThat(said("http", "me:p%3Aw@"))
                .isEqualTo(
                        "CONNECT HOST:PORT HTTP/1.1\r\nHost: HOST:PORT\r\n"
                                + "Proxy-Authorization: Basic bWU6cDp3\r\n\r\n");
        assertThat(said("socks5h", "")).isEqualTo("\5\1\0\5\1\0\3\016target.exampleNN");
        assertThat(said("socks5h", "me:pw@"))
                .isEqualTo("\5\2\0\2\1\2me\2pw\5\1\0\3\016target.exampleNN");
        assertThat(said("socks4a", "")).isEqualTo("\4\1NN\0\0\0\1\0target.example\0");
    }

    private static String said(String scheme, String credentials) throws Exception {
        FakeHop settings = hop(scheme).mode(FakeHop.Mode.REFUSING);
        if (!credentials.isEmpty()) {
            settings.password("me", scheme.equals("http") ? "p:w" : "pw");
        }
        try (FakeHop hop = settings.start();
                Gyre gyre = through(scheme + "://" + credentials + "127.0.0.1:" + hop.port());
                RawClient client = gyre.client()) {
            assertThat(client.socks5("target.example", 0x4e4e)).isNotZero();
            return hop.asked().getFirst().raw().replace("target.example:20046", "HOST:PORT");
        }
    }

    @Test
    void anHttpsHopMustProveWhoItIs() throws Exception {
        assertRefused(certificates.server("other.example"));
        assertRefused(certificates.serverExpired("127.0.0.1"));
        assertRefused(TestCertificates.create().server("127.0.0.1"));
    }

    private static void assertRefused(SSLContext certificate) throws Exception {
        try (FakeHop hop = FakeHop.https(certificate).start();
                Gyre gyre = through("https://me:pw@127.0.0.1:" + hop.port());
                RawClient client = gyre.client()) {
            client.send("GET http://target.example/ HTTP/1.1\r\nHost: target.example\r\n\r\n");
            RawClient.Response reply = client.readResponse();
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.field("Proxy-Status")).hasValue("proxy; error=tls_protocol_error");
            assertThat(hop.asked()).as("nothing is said to it").isEmpty();
        }
    }

    @Test
    void anHttpsHopThatHangsUpIsNoticedAtOnce() throws Exception {
        SSLContext certificate = certificates.server("127.0.0.1");
        try (FakeHop hop = FakeHop.https(certificate).mode(FakeHop.Mode.CLOSING).start();
                Gyre gyre = through("https://127.0.0.1:" + hop.port());
                RawClient client = gyre.client()) {
            client.send("GET http://target.example/ HTTP/1.1\r\nHost: target.example\r\n\r\n");
            RawClient.Response reply = client.readResponse();
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.field("Proxy-Status").orElseThrow()).doesNotContain("timeout");
        }
    }

    @Test
    void whoCutsAHopsTlsCannotHaveAPartTakenForTheWhole() throws Exception {
        try (EchoServer echo = EchoServer.start();
                FakeHop hop = FakeHop.https(certificates.server("127.0.0.1")).start();
                Gyre gyre = through("https://127.0.0.1:" + hop.port());
                RawClient client = gyre.client()) {
            assertThat(client.socks5("127.0.0.1", echo.port())).isZero();
            client.send("first");
            assertThat(client.readExactly(5)).asString().isEqualTo("first");
            hop.cut();
            assertThatThrownBy(client::readToEnd).isInstanceOf(SocketException.class);
        }
    }

    /// A body that ends with its connection, of which a part arrives.
    @Test
    void norOfAnAnswer() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                FakeHop hop = FakeHop.https(certificates.server("127.0.0.1")).start();
                Gyre gyre = through("https://127.0.0.1:" + hop.port());
                RawClient client = gyre.client()) {
            CountDownLatch end = new CountDownLatch(1);
            origin.answer(
                    "/part",
                    (_, out) -> {
                        out.write(
                                "HTTP/1.1 200 OK\r\n\r\npart".getBytes(StandardCharsets.US_ASCII));
                        out.flush();
                        return awaited(end);
                    });
            client.send("GET " + origin.url("/part") + " HTTP/1.1\r\nHost: x\r\n\r\n");
            client.readHead();
            hop.cut();
            assertThatThrownBy(client::readToEnd).isInstanceOf(IOException.class);
            end.countDown();
        }
    }

    private static boolean awaited(CountDownLatch end) {
        try {
            boolean _ = end.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
