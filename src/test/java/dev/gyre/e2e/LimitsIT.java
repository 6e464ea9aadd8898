package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gyre.access.PasswordHash;
import dev.gyre.net.Failure;
import dev.gyre.testkit.Curl;
import dev.gyre.testkit.EchoServer;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// How much users, clients and sites may take, on real connections.
final class LimitsIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int CLIENTS = 1000;

    private static final String POOL =
            "targets: {allow: [127.0.0.0/8]}\negress: [{source: 127.0.8.0/28}]\n";
    private static final String USERS =
            "users: [{name: alice, password: '" + PasswordHash.of("open-sesame").text() + "'}]\n";
    private static final String CREDENTIALS =
            "Proxy-Authorization: Basic "
                    + Base64.getEncoder()
                            .encodeToString("alice:open-sesame".getBytes(StandardCharsets.UTF_8))
                    + "\r\n";

    private static Gyre gyre(String limits) {
        return Gyre.start(POOL + "limits: {" + limits + "}\n");
    }

    private static RawClient.Response get(RawClient client, String url) throws IOException {
        return get(client, url, "");
    }

    private static RawClient.Response get(RawClient client, String url, String fields)
            throws IOException {
        client.send("GET " + url + " HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n");
        return client.readResponse();
    }

    private static int connect(RawClient client, int port) throws IOException {
        client.send(
                "CONNECT 127.0.0.1:" + port + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n");
        return Integer.parseInt(client.readHead().substring(9, 12));
    }

    private static int seconds(RawClient.Response over) {
        assertThat(over.status()).isEqualTo(429);
        assertThat(over.field("proxy-status")).hasValue("proxy; error=http_request_denied");
        return Integer.parseInt(over.field("retry-after").orElseThrow());
    }

    // --- requests

    @Test
    void whoAsksTooOftenIsToldWhenToComeAgain() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = gyre("per-client: {requests: 2/h}")) {
            for (int i = 0; i < 2; i++) {
                assertThat(Curl.run("-x", gyre.hostPort(), origin.url("/")).exit()).isZero();
            }
            Curl.Result over = Curl.run("-i", "-x", gyre.hostPort(), origin.url("/"));
            assertThat(over.out())
                    .startsWith("HTTP/1.1 429 Too Many Requests\r\n")
                    .contains("\r\nRetry-After: 1800\r\n")
                    .contains("\r\nProxy-Status: proxy; error=http_request_denied\r\n")
                    .endsWith("Too many requests: wait a while.\n");
            try (RawClient client = gyre.client()) {
                for (int i = 0; i < 3; i++) {
                    assertThat(seconds(get(client, origin.url("/"))))
                            .as("the connection goes on")
                            .isBetween(1700, 1800);
                }
                client.send(
                        "POST "
                                + origin.url("/")
                                + " HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
                assertThat(seconds(client.readResponse())).isPositive();
            }
            assertThat(origin.seen()).hasSize(2);
            assertThat(gyre.log().getLast().failure()).hasValue(Failure.TOO_MANY_REQUESTS);
            assertThat(gyre.log().getLast().egress()).isEmpty();
        }
    }

    @Test
    void tunnelsAreRequestsToo() throws Exception {
        try (EchoServer echo = EchoServer.start();
                Gyre gyre = gyre("per-client: {requests: 3/h}")) {
            try (RawClient http = gyre.client();
                    RawClient socks5 = gyre.client();
                    RawClient socks4 = gyre.client()) {
                assertThat(connect(http, echo.port())).isEqualTo(200);
                assertThat(socks5.socks5("127.0.0.1", echo.port())).isZero();
                assertThat(socks4.socks4("127.0.0.1", echo.port())).isEqualTo(0x5a);
            }
            try (RawClient http = gyre.client();
                    RawClient socks5 = gyre.client();
                    RawClient socks4 = gyre.client()) {
                assertThat(connect(http, echo.port())).isEqualTo(429);
                assertThat(socks5.socks5("127.0.0.1", echo.port())).isEqualTo(2);
                assertThat(socks4.socks4("127.0.0.1", echo.port())).isEqualTo(0x5b);
            }
            await().atMost(LONG).until(() -> echo.connections() == 3);
        }
    }

    @Test
    void clientsDoNotTakeFromEachOther_butFromASite() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = gyre("per-client: {requests: 1/h}, per-site: {requests: 2/h}")) {
            for (int i = 1; i <= 3; i++) {
                try (RawClient client =
                        RawClient.connectFrom(Loopback.address("127.0.9." + i), gyre.address())) {
                    assertThat(get(client, origin.url("/")).status()).isEqualTo(i < 3 ? 200 : 429);
                    assertThat(get(client, "http://whoami.gyre/").status())
                            .as("what was over the site's limit did not count")
                            .isEqualTo(i < 3 ? 429 : 200);
                }
            }
        }
    }

    @Test
    void usersAreKnownByTheirNames_fromWhereverTheyCome() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(POOL + USERS + "limits: {per-user: {requests: 2/h}}\n")) {
            for (int i = 1; i <= 3; i++) {
                try (RawClient client =
                        RawClient.connectFrom(Loopback.address("127.0.9." + i), gyre.address())) {
                    assertThat(get(client, origin.url("/"), CREDENTIALS).status())
                            .isEqualTo(i < 3 ? 200 : 429);
                }
            }
        }
    }

    @Test
    void otherLimitsHoldFromTheReloadOn() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = gyre("per-client: {requests: 1/h}");
                RawClient client = gyre.client()) {
            assertThat(get(client, origin.url("/")).status()).isEqualTo(200);
            assertThat(get(client, origin.url("/")).status()).isEqualTo(429);
            gyre.reload(POOL + "limits: {per-client: {requests: 10/h}}\n");
            assertThat(get(client, origin.url("/")).status())
                    .as("as empty as before")
                    .isEqualTo(429);
            gyre.reload(POOL);
            assertThat(get(client, origin.url("/")).status()).isEqualTo(200);
        }
    }

    // --- connections

    @Test
    void whatIsUnderWayAtOnceIsBounded() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                EchoServer echo = EchoServer.start();
                Gyre gyre = gyre("per-site: {connections: 2}")) {
            try (RawClient one = gyre.client();
                    RawClient other = gyre.client();
                    RawClient third = gyre.client();
                    RawClient socks = gyre.client()) {
                assertThat(connect(one, echo.port())).isEqualTo(200);
                other.send("GET " + origin.url("/slow") + " HTTP/1.1\r\nHost: x\r\n\r\n");
                await().atMost(LONG).until(() -> origin.seen().size() == 1);
                assertThat(seconds(get(third, origin.url("/")))).isEqualTo(5);
                assertThat(socks.socks5("127.0.0.1", echo.port())).isEqualTo(2);
                origin.release();
                assertThat(other.readResponse().status()).isEqualTo(200);
                assertThat(get(third, origin.url("/")).status()).isEqualTo(200);
                assertThat(get(other, origin.url("/")).status())
                        .as("one after the other is one at a time")
                        .isEqualTo(200);
            }
            await().atMost(LONG)
                    .untilAsserted(() -> {
                        try (RawClient one = gyre.client();
                                RawClient other = gyre.client()) {
                            assertThat(connect(one, echo.port())).isEqualTo(200);
                            assertThat(connect(other, echo.port())).isEqualTo(200);
                        }
                    });
        }
    }

    @Test
    void whatFailedOrWasBrokenOffIsNotUnderWay() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = gyre("per-site: {connections: 1}")) {
            for (int i = 0; i < 3; i++) {
                try (RawClient http = gyre.client();
                        RawClient tunnel = gyre.client();
                        RawClient socks = gyre.client()) {
                    assertThat(get(http, "http://127.0.0.1:1/").status()).isEqualTo(502);
                    assertThat(connect(tunnel, 1)).isEqualTo(502);
                    assertThat(socks.socks5("127.0.0.1", 1)).isEqualTo(5);
                }
            }
            try (RawClient gone = gyre.client()) {
                gone.send("GET " + origin.url("/slow") + " HTTP/1.1\r\nHost: x\r\n\r\n");
                await().atMost(LONG).until(() -> origin.seen().size() == 1);
                gone.reset();
            }
            await().atMost(LONG)
                    .untilAsserted(() -> {
                        try (RawClient client = gyre.client()) {
                            assertThat(get(client, origin.url("/")).status()).isEqualTo(200);
                        }
                    });
        }
    }

    @Test
    void aClientHasOnlySoManyConnections() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = gyre("per-client: {connections: 3}")) {
            try (RawClient one = gyre.client();
                    RawClient other = gyre.client();
                    RawClient third = gyre.client()) {
                for (RawClient each : List.of(one, other, third)) {
                    assertThat(get(each, origin.url("/")).status()).isEqualTo(200);
                }
                try (RawClient fourth = gyre.client()) {
                    assertThat(seconds(get(fourth, origin.url("/")))).isEqualTo(5);
                }
                try (RawClient elsewhere =
                        RawClient.connectFrom(Loopback.address("127.0.9.1"), gyre.address())) {
                    assertThat(said(gyre, new byte[] {5, 1, 0}, 2)).containsExactly(5, -1);
                    assertThat(said(gyre, new byte[] {4, 1, 0, 80, 127, 0, 0, 1, 0}, 8))
                            .containsExactly(0, 0x5b, 0, 0, 0, 0, 0, 0);
                    assertThat(get(elsewhere, origin.url("/")).status()).isEqualTo(200);
                }
            }
            await().atMost(LONG)
                    .untilAsserted(() -> {
                        try (RawClient again = gyre.client()) {
                            assertThat(get(again, origin.url("/")).status()).isEqualTo(200);
                        }
                    });
        }
    }

    private static byte[] said(Gyre gyre, byte[] request, int octets) throws IOException {
        try (RawClient client = gyre.client()) {
            client.send(request);
            return client.readExactly(octets);
        }
    }

    // --- a thousand at once

    private interface Task {
        void run(int number) throws Exception;
    }

    private static void all(Task task) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<?>[] all = new CompletableFuture<?>[CLIENTS];
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                all[i] =
                        CompletableFuture.runAsync(
                                () -> {
                                    try {
                                        task.run(number);
                                    } catch (Exception failed) {
                                        throw new IllegalStateException(failed);
                                    }
                                },
                                threads);
            }
            CompletableFuture.allOf(all).join();
        }
    }

    @Test
    void ofAThousandClientsAsManyAreServedAsMayBe() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = gyre("per-client: {requests: 300/h}")) {
            AtomicInteger served = new AtomicInteger();
            AtomicInteger over = new AtomicInteger();
            all(_ -> {
                try (RawClient client = gyre.client()) {
                    int status = get(client, origin.url("/")).status();
                    (status == 200 ? served : over).incrementAndGet();
                    assertThat(status).isIn(200, 429);
                }
            });
            assertThat(served).hasValue(300);
            assertThat(over).hasValue(700);
            assertThat(origin.seen()).hasSize(300);
        }
    }

    @Test
    void ofAThousandClientsNoMoreAreServedAtOnceThanMayBe() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = gyre("per-site: {connections: 40}")) {
            AtomicInteger over = new AtomicInteger();
            AtomicInteger served = new AtomicInteger();
            all(_ -> {
                try (RawClient client = gyre.client()) {
                    switch (get(client, origin.url("/slow")).status()) {
                        case 200 -> served.incrementAndGet();
                        case 429 -> {
                            if (over.incrementAndGet() == CLIENTS - 40) {
                                assertThat(origin.seen()).hasSize(40);
                                origin.release();
                            }
                        }
                        default -> throw new AssertionError("another status");
                    }
                }
            });
            assertThat(served).hasValue(40);
        }
    }

    @Test
    void noMorePassesForAThousandClientsThanTheQuota() throws Exception {
        long quota = 16 << 20;
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = gyre("per-client: {day: 16MiB}")) {
            AtomicLong passed = new AtomicLong();
            AtomicInteger over = new AtomicInteger();
            all(number -> {
                for (int i = 0; i < 3; i++) {
                    passed.addAndGet(received(gyre, origin.url("/bytes/20000"), over));
                }
            });
            assertThat(passed.get()).isLessThanOrEqualTo(quota).isGreaterThan(quota / 2);
            assertThat(over.get()).as("what came afterwards").isPositive();
            try (RawClient client = gyre.client()) {
                assertThat(seconds(get(client, origin.url("/")))).isLessThanOrEqualTo(86_400);
            }
        }
    }

    /// How much of a target's reply comes.
    private static long received(Gyre gyre, String url, AtomicInteger over) throws IOException {
        try (RawClient client = gyre.client()) {
            client.send("GET " + url + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            byte[] all = client.readToEnd();
            if (new String(all, StandardCharsets.ISO_8859_1).startsWith("HTTP/1.1 429 ")) {
                over.incrementAndGet();
                return 0;
            }
            return all.length;
        } catch (IOException cut) {
            return 0;
        }
    }

    // --- bandwidth

    @ParameterizedTest
    @ValueSource(strings = {"http", "connect", "socks5", "socks4"})
    void whatComesDownIsSpreadOverTime(String by) throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = gyre("per-client: {bandwidth: 1MiB/s}");
                RawClient client = gyre.client()) {
            String url = speak(client, by, origin);
            long began = System.nanoTime();
            client.send("GET " + url + "/bytes/3000000 HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.readResponse().body()).isEqualTo(RecordingOrigin.pattern(3_000_000));
            // 2.86 MiB, of which a quarter of a MiB comes at once.
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofMillis(2300), Duration.ofSeconds(15));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "connect"})
    void whatGoesUpIsSpreadOverTime(String by) throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = gyre("per-site: {bandwidth: 1MiB/s}");
                RawClient client = gyre.client()) {
            String url = speak(client, by, origin);
            long began = System.nanoTime();
            client.send("POST " + url + "/ HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n");
            client.send(RecordingOrigin.pattern(3_000_000));
            assertThat(client.readResponse().status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofMillis(2300), Duration.ofSeconds(15));
            assertThat(origin.next().body()).isEqualTo(RecordingOrigin.pattern(3_000_000));
        }
    }

    private static String speak(RawClient client, String by, RecordingOrigin origin)
            throws IOException {
        switch (by) {
            case "connect" -> assertThat(connect(client, origin.port())).isEqualTo(200);
            case "socks5" -> assertThat(client.socks5("127.0.0.1", origin.port())).isZero();
            case "socks4" -> assertThat(client.socks4("127.0.0.1", origin.port())).isEqualTo(0x5a);
            default -> {
                return origin.url("");
            }
        }
        return "";
    }

    @Test
    void thoseWhoShareARateHaveTheSame() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = gyre("per-client: {bandwidth: 512KiB/s}");
                RawClient http = gyre.client();
                RawClient socks = gyre.client()) {
            assertThat(socks.socks5("127.0.0.1", origin.port())).isZero();
            long began = System.nanoTime();
            CompletableFuture<Duration> one =
                    CompletableFuture.supplyAsync(() -> fetch(http, origin.url(""), began));
            Duration other = fetch(socks, "", began);
            Duration first = one.get();
            assertThat(first.toMillis()).isCloseTo(other.toMillis(), within(40));
        }
    }

    private static Percentage within(int percent) {
        return Percentage.withPercentage(percent);
    }

    private static Duration fetch(RawClient client, String url, long began) {
        try {
            client.send("GET " + url + "/bytes/1000000 HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.readResponse().body()).hasSize(1_000_000);
            return Duration.ofNanos(System.nanoTime() - began);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void manySmallRequestsAreSpreadOverTimeToo() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = gyre("per-client: {bandwidth: 256KiB/s}");
                RawClient client = gyre.client()) {
            long began = System.nanoTime();
            for (int i = 0; i < 64; i++) {
                assertThat(get(client, origin.url("/bytes/10000")).body()).hasSize(10_000);
            }
            // 625 KiB and the heads, of which 64 KiB come at once.
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofMillis(1900), Duration.ofSeconds(15));
        }
    }

    // --- quotas

    @ParameterizedTest
    @ValueSource(strings = {"connect", "socks5", "socks4"})
    void aTunnelEndsWithTheQuota(String by) throws Exception {
        try (EchoServer echo = EchoServer.start();
                Gyre gyre = gyre("per-client: {day: 1MiB}");
                RawClient client = gyre.client()) {
            int code =
                    switch (by) {
                        case "connect" -> connect(client, echo.port()) - 200;
                        case "socks5" -> client.socks5("127.0.0.1", echo.port());
                        default -> client.socks4("127.0.0.1", echo.port()) - 0x5a;
                    };
            assertThat(code).isZero();
            CompletableFuture<byte[]> back = CompletableFuture.supplyAsync(() -> toEnd(client));
            long sent = 0;
            try {
                for (; sent < 4 << 20; sent += 8192) {
                    client.send(new byte[8192]);
                }
            } catch (IOException ended) {
                // As is to be.
            }
            assertThat(back.get().length).isLessThanOrEqualTo(512 << 10);
            try (RawClient next = gyre.client();
                    RawClient socks = gyre.client()) {
                assertThat(connect(next, echo.port())).isEqualTo(429);
                assertThat(socks.socks5("127.0.0.1", echo.port())).isEqualTo(2);
            }
            assertThat(gyre.log().getLast().failure()).hasValue(Failure.QUOTA_USED_UP);
        }
    }

    private static byte[] toEnd(RawClient client) {
        try {
            return client.readToEnd();
        } catch (IOException ended) {
            return new byte[1];
        }
    }

    @Test
    void aReplyThatDoesNotFitInIsNotTakenForTheWhole() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = gyre("per-client: {month: 1MiB}");
                RawClient client = gyre.client()) {
            assertThat(get(client, origin.url("/bytes/500000")).body()).hasSize(500_000);
            Curl.Result cut =
                    Curl.run(
                            "-o",
                            "/dev/null",
                            "-x",
                            gyre.hostPort(),
                            origin.url("/chunked/2000000"));
            assertThat(cut.exit()).as(cut.err()).isNotZero();
            RawClient.Response over = get(client, origin.url("/"));
            assertThat(seconds(over)).isLessThanOrEqualTo(86_400);
            assertThat(over.text())
                    .isEqualTo("All that may pass in this day or month has passed.\n");
        }
    }

    @Test
    void anUploadThatDoesNotFitInIsToldSo() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = gyre("per-client: {day: 100KiB}");
                RawClient client = gyre.client()) {
            client.send(
                    "POST "
                            + origin.url("/")
                            + " HTTP/1.1\r\nHost: x\r\nContent-Length: 400000\r\n\r\n");
            client.send(new byte[200_000]);
            assertThat(seconds(client.readResponse())).isPositive();
            assertThat(gyre.log().getLast().failure()).hasValue(Failure.QUOTA_USED_UP);
        }
    }
}
