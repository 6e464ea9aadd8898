package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gyre.testkit.EchoServer;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.Http2Client;
import dev.gyre.testkit.RawTarget;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.Seen;
import dev.gyre.testkit.TlsListener;

import io.netty.handler.codec.http2.Http2Headers;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// HTTP/2 with the proxy: each stream is a request of its own, or a tunnel.
final class Http2ProxyIT {

    private static final int MANY = 300;
    private static final String HASH =
            "$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA"
                    + "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    @TempDir private static Path dir;

    private static TlsListener files;
    private static RecordingOrigin origin;
    private static EchoServer echo;
    private static Gyre gyre;

    @BeforeAll
    static void start() {
        files = TlsListener.in(dir);
        origin = RecordingOrigin.start();
        echo = EchoServer.start();
        gyre = Gyre.start(pool(""));
    }

    @AfterAll
    static void stop() {
        gyre.close();
        echo.close();
        origin.close();
    }

    private static String pool(String more) {
        return """
        listen: [{at: '127.0.0.1:0', tls: %s}]
        targets: {allow: [127.0.0.0/8]}
        egress: [{source: 127.6.0.1-127.6.1.250}]
        rotate: {pick: round-robin}
        %s
        """
                .formatted(files.tls(), more);
    }

    private static Http2Client client(Gyre proxy) {
        return Http2Client.connect(proxy.address(), files.certificates());
    }

    @Test
    void eachStreamLeavesByAnotherAddressAndSeemsToComeFromHttp1() {
        origin.answer("/many", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        try (Http2Client client = client(gyre)) {
            List<Http2Client.Stream> streams = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                streams.add(
                        client.ask(
                                Http2Client.get(origin.authority(), "/many")
                                        .add("user-agent", "test")
                                        .add("cookie", "a=b")
                                        .add("cookie", "c=d"),
                                true));
            }
            for (Http2Client.Stream each : streams) {
                assertThat(each.status()).isEqualTo("200");
                assertThat(each.end()).isEqualTo("end");
            }
            List<Seen> seen =
                    origin.seen().stream().filter(each -> each.target().equals("/many")).toList();
            assertThat(seen).hasSize(20).extracting(Seen::source).doesNotHaveDuplicates();
            assertThat(seen.getFirst().headText())
                    .contains("\r\nUser-Agent: test\r\n", "\r\nCookie: a=b; c=d\r\n")
                    .contains("\r\nHost: " + origin.authority() + "\r\n");
        }
    }

    @Test
    void contentPassesBothWays() {
        byte[] content = RecordingOrigin.pattern(1 << 20);
        origin.answer(
                "/large",
                "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(
                                content.length, new String(content, StandardCharsets.ISO_8859_1)));
        try (Http2Client client = client(gyre)) {
            Http2Client.Stream unsized =
                    client.ask(Http2Client.get(origin.authority(), "/large").method("POST"), false);
            unsized.send(content, true);
            Http2Client.Stream sized =
                    client.ask(
                            Http2Client.get(origin.authority(), "/large")
                                    .method("POST")
                                    .add("content-length", Integer.toString(content.length)),
                            false);
            sized.send(content, true);
            for (Http2Client.Stream each : List.of(unsized, sized)) {
                assertThat(each.end()).isEqualTo("end");
                assertThat(each.body()).isEqualTo(new String(content, StandardCharsets.ISO_8859_1));
            }
            assertThat(origin.seen())
                    .filteredOn(seen -> seen.target().equals("/large"))
                    .allSatisfy(seen -> assertThat(seen.body()).isEqualTo(content));
        }
    }

    @Test
    void aTunnelEndsOneWayAfterTheOther() {
        try (Http2Client client = client(gyre)) {
            Http2Client.Stream tunnel = client.ask(Http2Client.connect(echo.authority()), false);
            tunnel.send("early", false);
            assertThat(tunnel.status()).isEqualTo("200");
            await().until(() -> tunnel.body().equals("early"));
            tunnel.send(" and late", true);
            assertThat(tunnel.end()).isEqualTo("end");
            assertThat(tunnel.body()).isEqualTo("early and late");
        }
    }

    @Test
    void aCutTunnelIsResetBothWays() throws Exception {
        try (RawTarget target =
                        RawTarget.start(talk -> {
                            if (talk.readExactly(1)[0] == 'r') {
                                talk.reset();
                            } else {
                                talk.awaitEnd();
                            }
                        });
                Http2Client client = client(gyre)) {
            Http2Client.Stream cut = client.ask(Http2Client.connect(target.authority()), false);
            assertThat(cut.status()).isEqualTo("200");
            cut.send("r", false);
            assertThat(cut.end()).as("CONNECT_ERROR").isEqualTo("reset 10");
            Http2Client.Stream other = client.ask(Http2Client.connect(target.authority()), false);
            assertThat(other.status()).isEqualTo("200");
            other.send("x", false);
            other.reset();
            await().untilAsserted(() -> assertThat(target.connections()).isEqualTo(2));
            assertThat(client.isOpen()).isTrue();
        }
    }

    @Test
    void aReplyThatIsCutIsReset() throws Exception {
        try (RawTarget target =
                        RawTarget.start(talk -> {
                            var _ = talk.readHead();
                            talk.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart");
                            talk.reset();
                        });
                Http2Client client = client(gyre)) {
            Http2Client.Stream cut = client.ask(Http2Client.get(target.authority(), "/cut"), true);
            assertThat(cut.end()).startsWith("reset ");
        }
    }

    @Test
    void whoDoesNotReadHoldsUpTheTargetAndNobodyElse() throws Exception {
        try (RawTarget target = RawTarget.start(talk -> talk.sendForEver("x".repeat(4096)));
                Http2Client client = client(gyre)) {
            Http2Client.Stream stuck = client.ask(Http2Client.connect(target.authority()), false);
            assertThat(stuck.status()).isEqualTo("200");
            stuck.read(false);
            Http2Client.Stream other =
                    client.ask(Http2Client.get(origin.authority(), "/other"), true);
            assertThat(other.end()).isEqualTo("end");
            int before = stuck.received();
            stuck.read(true);
            await().until(() -> stuck.received() > before + (1 << 20));
            stuck.reset();
        }
    }

    @Test
    void saysWhyARequestIsNotServed() {
        try (Http2Client client = client(gyre)) {
            Http2Client.Stream loop =
                    client.ask(Http2Client.connect("127.0.0.1:" + gyre.address().getPort()), false);
            assertThat(loop.status()).isEqualTo("403");
            assertThat(loop.head().contains("proxy-status")).isTrue();
            assertThat(loop.head().contains("connection")).isFalse();
            assertThat(loop.end()).isEqualTo("end");
            Http2Client.Stream malformed =
                    client.ask(Http2Client.get(origin.authority(), "/te").add("te", "gzip"), true);
            assertThat(malformed.end()).as("PROTOCOL_ERROR").isEqualTo("reset 1");
            assertThat(client.ask(Http2Client.get("whoami.gyre", "/"), true).status())
                    .isEqualTo("200");
        }
    }

    @Test
    void eachStreamSaysWhoItsUserIs() {
        try (Gyre asking = Gyre.start(pool("users: [{name: me, password: '%s'}]".formatted(HASH)));
                Http2Client client = client(asking)) {
            assertThat(client.ask(Http2Client.get("whoami.gyre", "/"), true).status())
                    .isEqualTo("407");
            Http2Client.Stream tunnel = client.ask(Http2Client.connect("whoami.gyre:80"), false);
            assertThat(tunnel.status()).isEqualTo("407");
            Http2Headers wrong =
                    Http2Client.get("whoami.gyre", "/")
                            .add(
                                    "proxy-authorization",
                                    "Basic "
                                            + Base64.getEncoder()
                                                    .encodeToString(
                                                            "me:no"
                                                                    .getBytes(
                                                                            StandardCharsets
                                                                                    .US_ASCII)));
            assertThat(client.ask(wrong, true).status()).isEqualTo("407");
        }
    }

    @Test
    void aStreamTakesThePlaceOfAClient() {
        try (Gyre small = Gyre.start(pool("limits: {connections: 4}"));
                Http2Client client = client(small)) {
            List<Http2Client.Stream> tunnels = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                tunnels.add(client.ask(Http2Client.connect(echo.authority()), false));
                assertThat(tunnels.getLast().status()).isEqualTo("200");
            }
            Http2Client.Stream refused = client.ask(Http2Client.connect(echo.authority()), false);
            assertThat(refused.status()).isEqualTo("503");
            tunnels.getFirst().send("", true);
            assertThat(tunnels.getFirst().end()).isEqualTo("end");
            await().until(() -> {
                Http2Client.Stream again = client.ask(Http2Client.connect(echo.authority()), false);
                boolean served = again.status().equals("200");
                again.reset();
                return served;
            });
        }
    }

    /// The connection that carries streams takes no place beside theirs.
    @Test
    void ofAClientsConnectionsEachStreamIsOne() {
        try (Gyre small = Gyre.start(pool("limits: {per-client: {connections: 2}}"));
                Http2Client client = client(small)) {
            for (int i = 0; i < 2; i++) {
                assertThat(client.ask(Http2Client.connect(echo.authority()), false).status())
                        .isEqualTo("200");
            }
            assertThat(client.ask(Http2Client.connect(echo.authority()), false).status())
                    .isEqualTo("429");
        }
    }

    @Test
    void aFloodOfResetsEndsTheConnection() {
        try (Http2Client client = client(gyre)) {
            for (int i = 0; i < MANY && client.isOpen(); i++) {
                client.askIfOpen(Http2Client.get(origin.authority(), "/flood"), true)
                        .ifPresent(Http2Client.Stream::reset);
            }
            await().until(() -> !client.isOpen());
        }
        try (Http2Client other = client(gyre)) {
            assertThat(other.ask(Http2Client.get("whoami.gyre", "/"), true).status())
                    .isEqualTo("200");
        }
    }

    @Test
    void whatRunsIsLetEndWhenTheProxyStops() {
        Gyre stopping = Gyre.start(pool(""));
        try (stopping;
                Http2Client client = client(stopping)) {
            Http2Client.Stream tunnel = client.ask(Http2Client.connect(echo.authority()), false);
            assertThat(tunnel.status()).isEqualTo("200");
            Set<Integer> left = new HashSet<>();
            Thread drain =
                    Thread.ofVirtual()
                            .start(() -> left.add(stopping.drain(Duration.ofSeconds(30))));
            tunnel.send("last", true);
            assertThat(tunnel.end()).isEqualTo("end");
            await().until(() -> !drain.isAlive());
            assertThat(left).containsExactly(0);
            assertThat(client.isOpen()).isFalse();
        }
    }
}
