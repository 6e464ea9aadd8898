package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gyre.app.NoEgressException;
import dev.gyre.app.Reloaded;
import dev.gyre.net.Failure;
import dev.gyre.testkit.DnsStub;
import dev.gyre.testkit.EchoServer;
import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RawTarget;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.Seen;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Another pool in the place of the one that is used, while it is used.
final class ReloadIT {

    private static final int RELOADS = 1_000;
    private static final int CLIENTS = 4;

    private static final String ALLOWED = "targets: {allow: [127.0.0.0/8]}\n";

    private static String sources(String range) {
        return ALLOWED + "egress: [{source: " + range + "}]\n";
    }

    private static RawClient.Response get(RawClient client, RecordingOrigin origin)
            throws IOException {
        client.send(
                "GET " + origin.url("/") + " HTTP/1.1\r\nHost: " + origin.authority() + "\r\n\r\n");
        return client.readResponse();
    }

    private static void open(RawClient client, EchoServer echo) throws IOException {
        client.send("CONNECT " + echo.authority() + " HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
    }

    private static void echoes(RawClient client, String text) throws IOException {
        client.send(text);
        assertThat(client.readExactly(text.length())).asString().isEqualTo(text);
    }

    @Test
    void whatMayBeReachedNoMoreIsNotReachedByAnOpenConnection() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                DnsStub dns = DnsStub.start()) {
            dns.address("site.example", "127.0.0.1");
            String pool =
                    "rotate: {every: connection}\negress: [{source: 127.0.5.1}]\n"
                            + "dns: {servers: ['127.0.0.1:"
                            + dns.address().getPort()
                            + "']}\n";
            asksBeforeAndAfter(origin, pool);
        }
    }

    /// Neither by one on which a reply was under way, and which could serve again after it.
    @Test
    void whatMayBeReachedNoMoreIsNotReachedByAConnectionThatWasInUse() throws Exception {
        CountDownLatch half = new CountDownLatch(1);
        CompletableFuture<Void> rest = new CompletableFuture<>();
        try (RawTarget target =
                        RawTarget.start(talk -> {
                            talk.readHead();
                            talk.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na");
                            half.countDown();
                            rest.join();
                            talk.send("b");
                            talk.readHead();
                            talk.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                        });
                DnsStub dns = DnsStub.start()) {
            dns.address("site.example", "127.0.0.1");
            String pool =
                    "rotate: {every: connection}\negress: [{source: 127.0.5.1}]\n"
                            + "dns: {servers: ['127.0.0.1:"
                            + dns.address().getPort()
                            + "']}\n";
            String request =
                    "GET http://site.example:"
                            + target.address().getPort()
                            + "/ HTTP/1.1\r\nHost: x\r\n\r\n";
            try (Gyre gyre = Gyre.start("targets: {allow: [127.0.0.0/8]}\n" + pool);
                    RawClient client = gyre.client()) {
                client.send(request);
                assertThat(half.await(30, TimeUnit.SECONDS)).isTrue();
                gyre.reload(pool);
                rest.complete(null);
                assertThat(client.readResponse().status()).isEqualTo(200);
                client.send(request);
                assertThat(client.readResponse().status()).isEqualTo(403);
            }
        }
    }

    private static void asksBeforeAndAfter(RecordingOrigin origin, String pool) throws Exception {
        try (Gyre gyre = Gyre.start("targets: {allow: [127.0.0.0/8]}\n" + pool);
                RawClient client = gyre.client()) {
            String request =
                    "GET http://site.example:" + origin.port() + "/ HTTP/1.1\r\nHost: x\r\n\r\n";
            for (int i = 0; i < 2; i++) {
                client.send(request);
                assertThat(client.readResponse().status()).isEqualTo(200);
            }
            assertThat(origin.connections()).as("kept").isEqualTo(1);
            gyre.reload(pool);
            client.send(request);
            assertThat(client.readResponse().status()).isEqualTo(403);
            assertThat(origin.seen()).hasSize(2);
        }
    }

    @Test
    void aThousandReloadsUnderLoadFailNoRequest() throws Exception {
        try (FakeHop hop = FakeHop.socks5().start();
                RecordingOrigin origin = RecordingOrigin.start();
                EchoServer echo = EchoServer.start()) {
            String chain = ", {proxy: \"socks5h://127.0.0.1:" + hop.port() + "\"}]\n";
            List<String> pools =
                    List.of(
                            ALLOWED + "egress: [{source: 127.0.5.1-127.0.5.20}" + chain,
                            ALLOWED + "egress: [{source: 127.0.5.11-127.0.5.30}" + chain);
            try (Gyre gyre = Gyre.start(pools.getFirst());
                    RawClient lasting = gyre.client()) {
                open(lasting, echo);
                AtomicBoolean enough = new AtomicBoolean();
                AtomicInteger exchanges = new AtomicInteger();
                List<Future<?>> clients = new ArrayList<>();
                try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                    try {
                        for (int i = 0; i < CLIENTS; i++) {
                            clients.add(
                                    threads.submit(() -> {
                                        while (!enough.get()) {
                                            round(gyre, origin, echo, exchanges);
                                        }
                                        return null;
                                    }));
                        }
                        for (int i = 1; i <= RELOADS; i++) {
                            Reloaded done = gyre.reload(pools.get(i % 2));
                            assertThat(done.text())
                                    .isEqualTo("reloaded: 10 egresses came, 10 left, 11 stayed");
                        }
                    } finally {
                        enough.set(true);
                    }
                }
                for (Future<?> client : clients) {
                    assertThat(client.get()).isNull();
                }
                echoes(lasting, "still there");
                assertThat(exchanges.get()).as("there was load").isGreaterThan(100);
                assertThat(gyre.log()).allMatch(each -> each.failure().isEmpty());
                assertThat(gyre.notices()).isEmpty();
            }
        }
    }

    /// One client connection: some requests on it, and a tunnel at its end.
    private static void round(
            Gyre gyre, RecordingOrigin origin, EchoServer echo, AtomicInteger exchanges)
            throws IOException {
        try (RawClient client = gyre.client()) {
            for (int i = 0; i < 5; i++) {
                assertThat(get(client, origin).statusLine()).isEqualTo("HTTP/1.1 200 OK");
            }
            open(client, echo);
            echoes(client, "ping");
            exchanges.addAndGet(6);
        }
    }

    @Test
    void whatIsUnderWayKeepsItsEgressOrIsCut() throws Exception {
        for (String drain : List.of("keep", "now")) {
            String reload = "reload: {drain: " + drain + "}\n";
            try (RecordingOrigin origin = RecordingOrigin.start();
                    EchoServer echo = EchoServer.start();
                    Gyre gyre = Gyre.start(reload + sources("127.0.5.1"));
                    RawClient tunnel = gyre.client();
                    RawClient request = gyre.client()) {
                open(tunnel, echo);
                echoes(tunnel, "ping");
                request.send("GET " + origin.url("/slow") + " HTTP/1.1\r\nHost: x\r\n\r\n");
                await().until(() -> origin.seen().size() == 1);

                Reloaded same = gyre.reload(reload + sources("127.0.5.1-127.0.5.2"));
                assertThat(same.text()).isEqualTo("reloaded: 1 egress came, 0 left, 1 stayed");
                echoes(tunnel, "ping");

                Reloaded gone = gyre.reload(reload + sources("127.0.5.2-127.0.5.3"));
                if (drain.equals("keep")) {
                    assertThat(gone.text()).isEqualTo("reloaded: 1 egress came, 1 left, 1 stayed");
                    echoes(tunnel, "pong");
                    origin.release();
                    assertThat(request.readResponse().status()).isEqualTo(200);
                } else {
                    assertThat(gone.text())
                            .isEqualTo(
                                    "reloaded: 1 egress came, 1 left, 1 stayed; 2 connections were"
                                            + " cut");
                    assertThat(tunnel.ended()).isTrue();
                    assertThat(request.readResponse().status()).isEqualTo(502);
                }
            }
        }
    }

    @Test
    void aSessionKeepsItsEgressWhileThatStays() throws Exception {
        String sessions = "rotate: {every: session}\n";
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(sessions + sources("127.0.5.1-127.0.5.200"));
                RawClient client = gyre.client()) {
            get(client, origin);
            Seen first = origin.seen().getLast();
            gyre.reload(sessions + ALLOWED + "egress: [{source: 127.0.5.1-127.0.6.200}]\n");
            get(client, origin);
            Seen second = origin.seen().getLast();
            assertThat(second.source()).isEqualTo(first.source());
            assertThat(second.connection())
                    .as("an idle one serves on")
                    .isEqualTo(first.connection());

            gyre.reload(sessions + sources("127.0.7.1-127.0.7.9"));
            await().untilAsserted(
                            () -> assertThat(origin.open()).as("what waited is closed").isZero());
            assertThat(get(client, origin).status()).isEqualTo(200);
            assertThat(origin.seen().getLast().source()).startsWith("127.0.7.");
        }
    }

    @Test
    void anEmptyPoolIsRefused() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(sources("127.0.5.1"));
                RawClient client = gyre.client()) {
            assertThatThrownBy(() -> gyre.reload("egress: [{interface: gyre-nowhere}]\n"))
                    .isInstanceOf(NoEgressException.class);
            assertThat(get(client, origin).status()).as("nor are its targets used").isEqualTo(200);
        }
    }

    @Test
    void targetsAreThoseOfTheNewFile() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start("egress: [{source: 127.0.5.1}]\n");
                RawClient client = gyre.client()) {
            assertThat(get(client, origin).status()).isEqualTo(403);
            gyre.reload(sources("127.0.5.1"));
            assertThat(get(client, origin).status()).isEqualTo(200);
            gyre.reload("egress: [{source: 127.0.5.1}]\n");
            assertThat(get(client, origin).status()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "listen | listen: 127.0.0.1:1",
                "sessions.secret | sessions: {secret: 0123456789abcdef0123456789abcdef}",
                "dns | dns: {servers: [127.0.0.1]}",
                "hosts | hosts: {build.example: 192.0.2.7}",
                "limits.connections | limits: {connections: 9}",
                "reload | reload: {drain: now}",
                "state | state: state.json"
            })
    void tellsWhatTakesEffectAtTheNextStartOnly(String key, String line) throws Exception {
        String pool = sources("127.0.5.1");
        try (Gyre gyre = Gyre.start(pool)) {
            assertThat(gyre.reload(pool).later()).isEmpty();
            assertThat(gyre.reload(line + "\n" + pool).later()).containsExactly(key);
            assertThat(gyre.reload(line + "\n" + pool).later()).as("told once").isEmpty();
            assertThat(gyre.reload(pool).later()).as("as it runs").isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rotate: {every: session}",
                "sessions: {ttl: 1h}",
                "timeouts: {connect: 3s}",
                "tunnels: {max-age: 1h}",
                "limits: {waiting: 9}",
                "attempts: 7",
                "hedge: 1s",
                "health: {failures: 9}",
                "cool-down: {ban: 9s}",
                "caps: {in-flight: 9}",
                "anonymity: anonymous",
                "probes: {every: 1h}",
                "reveal: egress-id",
                "reuse: never"
            })
    void allElseTakesEffectAtOnce(String line) throws Exception {
        String pool = sources("127.0.5.1");
        try (Gyre gyre = Gyre.start(pool)) {
            assertThat(gyre.reload(line + "\n" + pool).later()).isEmpty();
        }
    }

    @Test
    void rotationIsThatOfTheNewFile() throws Exception {
        String pool = sources("127.0.5.1-127.0.5.9");
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(pool);
                RawClient client = gyre.client()) {
            get(client, origin);
            gyre.reload("rotate: {every: session}\n" + pool);
            get(client, origin);
            String kept = origin.seen().getLast().source();
            for (int i = 0; i < 5; i++) {
                get(client, origin);
                assertThat(origin.seen().getLast().source()).isEqualTo(kept);
            }
            gyre.reload("rotate: {every: 1 request, pick: round-robin}\n" + pool);
            Set<String> sources = new HashSet<>();
            for (int i = 0; i < 9; i++) {
                get(client, origin);
                sources.add(origin.seen().getLast().source());
            }
            assertThat(sources).hasSize(9);
        }
    }

    @Test
    void attemptsAndHealthAreThoseOfTheNewFile() throws Exception {
        String pool =
                "egress: [{proxy: 'socks5h://127.0.0.1:1'}, {proxy: 'socks5h://127.0.0.1:2'}]\n";
        try (Gyre gyre =
                Gyre.start("attempts: 1\nhealth: {failures: 50, floor: 0%, rate: 100%}\n" + pool)) {
            for (int i = 0; i < 4; i++) {
                assertThat(failure(gyre)).isEqualTo(Failure.HOP_UNREACHABLE);
            }
            gyre.reload(
                    "attempts: 2\nhealth: {failures: 1, floor: 0%, out: 1h, most: 1h}\n" + pool);
            assertThat(failure(gyre)).isEqualTo(Failure.HOP_UNREACHABLE);
            assertThat(failure(gyre)).as("both were tried").isEqualTo(Failure.ALL_OUT);
        }
    }

    private static Failure failure(Gyre gyre) throws Exception {
        int before = gyre.log().size();
        try (RawClient client = gyre.client()) {
            client.send("GET http://name.example/ HTTP/1.1\r\nHost: name.example\r\n\r\n");
            client.readResponse();
        }
        await().until(() -> gyre.log().size() > before);
        return gyre.log().getLast().failure().orElseThrow();
    }

    @Test
    void clientsAreServedByTheNewFile() throws Exception {
        String pool = sources("127.0.5.1");
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(pool + "rotate: {every: session}\n");
                RawClient client = gyre.client()) {
            get(client, origin);
            get(client, origin);
            assertThat(origin.seen().getLast().connection())
                    .isEqualTo(origin.seen().getFirst().connection());
            gyre.reload("reuse: never\nreveal: egress-id\n" + pool + "rotate: {every: session}\n");
            get(client, origin);
            assertThat(get(client, origin).field("Proxy-Status")).isPresent();
            List<Seen> seen = origin.seen();
            assertThat(seen.get(3).connection()).isNotEqualTo(seen.get(2).connection());
            gyre.reload("limits: {line: 1KiB, head: 1KiB}\n" + pool);
            try (RawClient fresh = gyre.client()) {
                fresh.send("GET " + origin.url("/" + "x".repeat(2000)) + " HTTP/1.1\r\n\r\n");
                assertThat(fresh.readResponse().status()).isEqualTo(414);
            }
        }
    }

    @Test
    void probesBeginAndEndByTheNewFile() throws Exception {
        String pool = sources("127.0.5.1-127.0.5.3");
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(sources("127.0.6.1-127.0.6.3"))) {
            String probes = "probes: {every: 10s, target: '" + origin.url("/") + "', rate: 100}\n";
            gyre.reload(pool);
            gyre.reload(probes + pool);
            await().atMost(Duration.ofSeconds(30)).until(() -> origin.seen().size() >= 3);
            assertThat(origin.seen())
                    .as("by the pool of now")
                    .allMatch(each -> each.source().startsWith("127.0.5."));
            gyre.reload(pool);
        }
    }

    @Test
    void whatWaitsForItsNextRequestIsJudgedByTheNewFile() throws Exception {
        String pool = sources("127.0.5.1");
        String session = "rotate: {every: session}\n";
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(pool + session);
                RawClient client = gyre.client()) {
            get(client, origin);
            assertThat(origin.open()).isEqualTo(1);
            gyre.reload(pool + session + "timeouts: {idle: 100ms}\n");
            await().atMost(Duration.ofSeconds(30)).until(() -> origin.open() == 0);
        }
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(pool + session);
                RawClient client = gyre.client()) {
            get(client, origin);
            gyre.reload(pool + session + "reuse: never\n");
            await().atMost(Duration.ofSeconds(30)).until(() -> origin.open() == 0);
        }
    }

    @Test
    void sessionsThatLastAreKeptWhenTheirStrengthIsAnother() throws Exception {
        String pool = sources("127.0.5.1-127.0.5.200");
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(pool + "rotate: {every: session}\n");
                RawClient client = gyre.client()) {
            get(client, origin);
            gyre.reload(pool + "rotate: {every: session}\nsessions: {strength: hard}\n");
            get(client, origin);
            assertThat(origin.seen().getLast().source())
                    .isEqualTo(origin.seen().getFirst().source());
        }
    }
}
