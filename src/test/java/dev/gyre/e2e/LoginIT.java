package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.access.PasswordHash;
import dev.gyre.net.Failure;
import dev.gyre.testkit.Curl;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.Seen;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Users only: who says a name and its password, whatever is spoken.
final class LoginIT {

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
                                            line.toLowerCase(java.util.Locale.ROOT)
                                                    .startsWith("proxy-")));
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
