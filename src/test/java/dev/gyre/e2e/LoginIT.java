package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gyre.access.PasswordHash;
import dev.gyre.net.Failure;
import dev.gyre.testkit.Curl;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.Seen;
import dev.gyre.testkit.TlsListener;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;

/// Users only: who says a name and its password, whatever is spoken.
final class LoginIT {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static final String SECRET = "s3cret pässword";
    private static final String POOL =
            """
            targets: {allow: [127.0.0.0/8]}
            egress: [{source: 127.0.0.11}, {source: 127.0.0.12}]
            users:
              - {name: alice, password: "%s"}
              - {name: bob, password: "%s"}
            """
                    .formatted(PasswordHash.of(SECRET).text(), PasswordHash.of("bob's own").text());

    private static String basic(String user, String password) {
        return "Proxy-Authorization: Basic "
                + Base64.getEncoder()
                        .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8))
                + "\r\n";
    }

    private static String get(RecordingOrigin origin, String fields) {
        return "GET http://"
                + origin.authority()
                + "/ HTTP/1.1\r\nHost: "
                + origin.authority()
                + "\r\n"
                + fields
                + "\r\n";
    }

    @Test
    void asksForAPasswordAndGoesOnWithIt() throws IOException {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(POOL);
                RawClient client = gyre.client()) {
            client.send(get(origin, ""));
            RawClient.Response asked = client.readResponse();
            assertThat(asked.status()).isEqualTo(407);
            assertThat(asked.field("proxy-authenticate"))
                    .contains("Basic realm=\"proxy\", charset=\"UTF-8\"");
            assertThat(asked.field("proxy-status")).isPresent();
            // On the same connection, as browsers do.
            client.send(get(origin, basic("alice", SECRET)));
            assertThat(client.readResponse().status()).isEqualTo(200);
            client.send(get(origin, basic("alice", SECRET)));
            assertThat(client.readResponse().status()).isEqualTo(200);
            client.send(get(origin, basic("alice", "wrong")));
            assertThat(client.readResponse().status()).isEqualTo(407);
            client.send(get(origin, basic("bob", SECRET)));
            assertThat(client.readResponse().status()).isEqualTo(407);
            client.send(get(origin, ""));
            assertThat(client.readResponse().status()).isEqualTo(407);
            client.send(get(origin, basic("bob", "bob's own")));
            assertThat(client.readResponse().status()).isEqualTo(200);
            assertThat(origin.seen())
                    .hasSize(3)
                    .allSatisfy(seen ->
                            assertThat(seen.fieldLines())
                                    .noneMatch(line ->
                                            line.toLowerCase(Locale.ROOT).startsWith("proxy-")));
        }
    }

    @Test
    void holdsAContentUntilItIsKnownWhoseItIs() throws IOException {
        String content = "x".repeat(300_000);
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(POOL)) {
            for (String fields : List.of("", basic("alice", SECRET), basic("alice", "no"))) {
                try (RawClient client = gyre.client()) {
                    client.send(
                            "POST http://"
                                    + origin.authority()
                                    + "/ HTTP/1.1\r\nHost: x\r\nContent-Length: "
                                    + content.length()
                                    + "\r\n"
                                    + fields
                                    + "\r\n"
                                    + content);
                    assertThat(client.readResponse("POST").status())
                            .isEqualTo(fields.equals(basic("alice", SECRET)) ? 200 : 407);
                }
            }
            assertThat(origin.seen())
                    .singleElement()
                    .satisfies(seen -> assertThat(seen.bodyText()).hasSize(content.length()));
        }
    }

    @Test
    void answersAnUpgradeOfWhoItIsWithNothingOfTheTarget() throws IOException {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(POOL);
                RawClient client = gyre.client()) {
            client.send("CONNECT " + origin.authority() + " HTTP/1.1\r\nHost: x\r\n\r\nGET / …");
            assertThat(client.readResponse().status()).isEqualTo(407);
            assertThat(client.ended()).isTrue();
            assertThat(origin.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "socks5h", "socks5", "socks4", "socks4a"})
    void knowsUsersWhateverTheySpeak(String scheme) throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(POOL)) {
            boolean socks4 = scheme.startsWith("socks4");
            String right = socks4 ? "bob%3Abob's%20own" : "bob:bob's%20own";
            String wrong = socks4 ? "bob%3Aguess" : "bob:guess";
            assertThat(curl(gyre, origin, scheme, right + "@")).isEqualTo("200");
            assertThat(curl(gyre, origin, scheme, wrong + "@")).isNotEqualTo("200");
            assertThat(curl(gyre, origin, scheme, "")).isNotEqualTo("200");
            assertThat(origin.seen()).hasSize(1);
        }
    }

    private static String curl(Gyre gyre, RecordingOrigin origin, String scheme, String user)
            throws Exception {
        return Curl.run(
                        "--proxy",
                        scheme + "://" + user + gyre.hostPort(),
                        "-o",
                        "/dev/null",
                        "-w",
                        "%{http_code}",
                        "http://" + origin.authority() + "/")
                .out();
    }

    /// Each as the status of the tunnel, if one is asked for, and of the reply in it.
    @ParameterizedTest
    @CsvSource({"false, 000 200, 000 407", "true, 200 200, 407 000"})
    void knowsUsersOfAnHttpsProxy(boolean tunnel, String served, String asked, @TempDir Path dir) {
        TlsListener files = TlsListener.in(dir);
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre =
                        Gyre.start(
                                "listen: [{at: '127.0.0.1:0', tls: %s}]\n".formatted(files.tls())
                                        + POOL)) {
            Map<String, String> users =
                    Map.of(
                            "bob:bob's%20own@", served,
                            "alice:s3cret%20p%C3%A4ssword@", served,
                            "bob:guess@", asked,
                            "alice:bob's%20own@", asked,
                            "carol:bob's%20own@", asked,
                            "", asked);
            users.forEach((user, expected) -> {
                List<String> arguments =
                        new ArrayList<>(
                                List.of(
                                        "--proxy",
                                        "https://" + user + gyre.hostPort(),
                                        "--proxy-cacert",
                                        files.authority(),
                                        "-o",
                                        "/dev/null",
                                        "-w",
                                        "%{http_connect} %{http_code}",
                                        "http://" + origin.authority() + "/"));
                if (tunnel) {
                    arguments.add("-p");
                }
                assertThat(Curl.run(arguments).out()).as(user).isEqualTo(expected);
            });
            assertThat(origin.seen())
                    .hasSize(2)
                    .allSatisfy(seen ->
                            assertThat(seen.headText().toLowerCase(Locale.ROOT))
                                    .doesNotContain("proxy-", "authorization"));
            assertThat(origin.connections()).isEqualTo(2);
        }
    }

    @Test
    void aUserMayNameASessionBesides() throws IOException {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(POOL + "rotate: {every: request}\n")) {
            for (int i = 0; i < 4; i++) {
                try (RawClient client = gyre.client()) {
                    client.send(get(origin, basic("alice-session-one", SECRET)));
                    assertThat(client.readResponse().status()).isEqualTo(200);
                }
            }
            assertThat(origin.seen().stream().map(Seen::source).distinct()).hasSize(1);
        }
    }

    @Test
    void holdsOffWhoGuessesWhileGoodUsersAreServed() throws Exception {
        InetAddress guesser = Loopback.address("127.0.0.66");
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(POOL);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> guesses = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                String guess = "guess" + i;
                guesses.add(
                        clients.submit(() -> {
                            try (RawClient client =
                                    RawClient.connectFrom(guesser, gyre.address())) {
                                client.send(get(origin, basic("alice", guess)));
                                RawClient.Response reply = client.readResponse();
                                if (reply.status() == 429) {
                                    assertThat(reply.field("retry-after")).isPresent();
                                }
                                return reply.status();
                            }
                        }));
            }
            for (int i = 0; i < 50; i++) {
                try (RawClient client = gyre.client()) {
                    client.send(get(origin, basic("alice", SECRET)));
                    assertThat(client.readResponse().status()).isEqualTo(200);
                }
            }
            int lookedAt = 0;
            int heldOff = 0;
            for (Future<Integer> guess : guesses) {
                int status = guess.get();
                assertThat(status).isIn(407, 429, 503);
                lookedAt += status == 407 ? 1 : 0;
                heldOff += status == 429 ? 1 : 0;
            }
            assertThat(heldOff).as("held off").isGreaterThan(200);
            assertThat(lookedAt).as("looked at").isLessThan(100);
            assertThat(origin.seen()).hasSize(50);
        }
    }

    /// The same by SOCKS, where a client is not told more than that it is not let in.
    @Test
    void holdsOffWhoGuessesBySocks() throws Exception {
        InetAddress guesser = Loopback.address("127.0.0.67");
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(POOL);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<byte[]>> guesses = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                String guess = "guess" + i;
                guesses.add(
                        clients.submit(() -> {
                            try (RawClient client =
                                    RawClient.connectFrom(guesser, gyre.address())) {
                                sayPassword(client, "alice", guess);
                                return client.readToEnd();
                            }
                        }));
            }
            for (int i = 0; i < 50; i++) {
                try (RawClient client = gyre.client()) {
                    int reply = client.socks5("127.0.0.1", origin.port(), "bob", "bob's own");
                    assertThat(reply).isZero();
                }
            }
            for (Future<byte[]> guess : guesses) {
                assertThat(guess.get()).as("refused, and closed").containsExactly(5, 2, 1, 1);
            }
            await().atMost(LONG).until(() -> failed(gyre) == 300);
            assertThat(failed(gyre, Failure.USER_HELD_OFF)).as("held off").isGreaterThan(200);
            assertThat(failed(gyre, Failure.USER_UNKNOWN)).as("looked at").isLessThan(100);
        }
    }

    private static long failed(Gyre gyre, Failure... as) {
        List<Failure> some = List.of(as);
        return gyre.log().stream()
                .flatMap(record -> record.failure().stream())
                .filter(each -> some.isEmpty() || some.contains(each))
                .count();
    }

    private static void sayPassword(RawClient client, String user, String password)
            throws IOException {
        client.send("\5\1\2\1" + (char) user.length() + user + (char) password.length() + password);
    }

    /// What a reload makes of users between a log-in by SOCKS 5 and the request.
    @Test
    void aSocksClientIsLookedAtAgainWhenItAsks() throws Exception {
        String own = PasswordHash.of("bob's own").text();
        String other = PasswordHash.of("another").text();
        String open = POOL.substring(0, POOL.indexOf("users:"));
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(POOL)) {
            assertThat(asksAfter(gyre, origin, POOL.replace("alice", "carol"))).isZero();
            assertThat(asksAfter(gyre, origin, POOL.replace("name: bob", "name: carol")))
                    .as("gone")
                    .isEqualTo(2);
            gyre.reload(POOL);
            String changed = open + "users: [{name: bob, password: '%s'}]\n";
            assertThat(asksAfter(gyre, origin, changed.formatted(other)))
                    .as("another password")
                    .isEqualTo(2);
            gyre.reload(POOL);
            assertThat(asksAfter(gyre, origin, changed.formatted(own))).as("the same").isZero();
            gyre.reload(open);
            try (RawClient client = gyre.client()) {
                client.send("\5\1\0");
                assertThat(client.readExactly(2)).containsExactly(5, 0);
                gyre.reload(POOL);
                assertThat(asks(client, origin)).as("users since").isEqualTo(2);
            }
            assertThat(origin.connections()).isEqualTo(2);
            assertThat(failed(gyre, Failure.USER_UNKNOWN)).isEqualTo(3);
        }
    }

    private static int asksAfter(Gyre gyre, RecordingOrigin origin, String reload)
            throws Exception {
        try (RawClient client = gyre.client()) {
            sayPassword(client, "bob", "bob's own");
            assertThat(client.readExactly(4)).containsExactly(5, 2, 1, 0);
            gyre.reload(reload);
            return asks(client, origin);
        }
    }

    private static int asks(RawClient client, RecordingOrigin origin) throws IOException {
        client.send(
                "\5\1\0\1\177\0\0\1" + (char) (origin.port() >> 8) + (char) (origin.port() & 0xff));
        return client.readExactly(10)[1];
    }

    @Test
    void aListenerMayBeForAllOrForUsers() throws IOException {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre =
                        Gyre.start(
                                "listen: ['127.0.0.1:0', {at: '127.0.0.1:0', users: none}, {at:"
                                        + " '127.0.0.1:0', clients: [127.0.0.7]}]\n"
                                        + POOL)) {
            int[] expected = {407, 200, 403};
            for (int i = 0; i < expected.length; i++) {
                try (RawClient client = RawClient.connect(gyre.addresses().get(i))) {
                    client.send(get(origin, ""));
                    assertThat(client.readResponse().status()).isEqualTo(expected[i]);
                }
            }
            try (RawClient client =
                    RawClient.connectFrom(Loopback.address("127.0.0.7"), gyre.addresses().get(2))) {
                client.send(get(origin, basic("bob", "bob's own")));
                assertThat(client.readResponse().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void takesUpOtherUsersAtOnce() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(POOL);
                RawClient client = gyre.client()) {
            client.send(get(origin, basic("alice", SECRET)));
            assertThat(client.readResponse().status()).isEqualTo(200);
            gyre.reload(POOL.replace("name: alice", "name: carol"));
            client.send(get(origin, basic("alice", SECRET)));
            assertThat(client.readResponse().status()).isEqualTo(407);
            client.send(get(origin, basic("carol", SECRET)));
            assertThat(client.readResponse().status()).isEqualTo(200);
        }
    }

    /// A reload while a password is looked at, which takes long.
    @Test
    void itIsLookedAtByTheUsersOfNow() throws Exception {
        String slow =
                POOL.replaceFirst(
                        "password: \"[^\"]+\"",
                        Matcher.quoteReplacement("password: \"" + slowHash() + "\""));
        // More than work at the same time.
        int guessers = Math.max(4, Runtime.getRuntime().availableProcessors());
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(slow)) {
            List<RawClient> guesses = new ArrayList<>();
            for (int i = 0; i < guessers; i++) {
                RawClient guesser =
                        RawClient.connectFrom(
                                Loopback.address("127.0.0." + (70 + i)), gyre.address());
                guesses.add(guesser);
                guesser.send(get(origin, basic("alice", "guess")));
            }
            try (RawClient client = gyre.client()) {
                client.send(get(origin, basic("alice", SECRET)));
                // By now it waits behind the others.
                assertThat(guesses.getFirst().readResponse().status()).isEqualTo(407);
                gyre.reload(slow.replace("name: alice", "name: carol"));
                assertThat(client.readResponse().status()).isEqualTo(407);
                client.send(get(origin, basic("carol", SECRET)));
                assertThat(client.readResponse().status()).isEqualTo(200);
            } finally {
                for (RawClient each : guesses) {
                    each.close();
                }
            }
            assertThat(origin.seen()).hasSize(1);
        }
    }

    /// Of the right password, by as much work as a file may ask for.
    private static String slowHash() {
        byte[] salt = "salt of the test".getBytes(StandardCharsets.US_ASCII);
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(64 * 1024)
                        .withIterations(10)
                        .withParallelism(1)
                        .withSalt(salt)
                        .build());
        byte[] hash = new byte[32];
        generator.generateBytes(SECRET.getBytes(StandardCharsets.UTF_8), hash);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=65536,t=10,p=1$"
                + base64.encodeToString(salt)
                + "$"
                + base64.encodeToString(hash);
    }

    @Test
    void aListenerForUsersIsForNobodyWhenTheyAreGone() throws Exception {
        String listen = "listen: [{at: '127.0.0.1:0', users: required}]\n";
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(listen + POOL);
                RawClient client = gyre.client()) {
            client.send(get(origin, basic("alice", SECRET)));
            assertThat(client.readResponse().status()).isEqualTo(200);
            gyre.reload(
                    "listen: '127.0.0.1:0'\n"
                            + "targets: {allow: [127.0.0.0/8]}\negress: [{source: 127.0.0.11}]\n");
            client.send(get(origin, basic("alice", SECRET)));
            assertThat(client.readResponse().status()).isEqualTo(407);
            client.send(get(origin, ""));
            assertThat(client.readResponse().status()).isEqualTo(407);
        }
    }

    @Test
    void noPasswordIsInTheLog() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(POOL);
                RawClient client = gyre.client()) {
            client.send(get(origin, basic("alice", SECRET)));
            assertThat(client.readResponse().status()).isEqualTo(200);
            client.send(get(origin, basic("alice", SECRET + "x")));
            assertThat(client.readResponse().status()).isEqualTo(407);
            assertThat(gyre.log().toString()).doesNotContain("s3cret");
            assertThat(gyre.log())
                    .anyMatch(record ->
                            record.failure().equals(java.util.Optional.of(Failure.USER_UNKNOWN)));
            assertThat(gyre.notices().toString()).doesNotContain("s3cret");
        }
    }
}
