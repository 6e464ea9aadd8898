package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gyre.testkit.Drip;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RawTarget;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// Each wait ends in time, and whoever is late is told so, or cut off. Only what happens is looked at, never when.
final class TimeoutsIT {

    private static final String SHORT = "200ms";
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final Duration SELDOM = Duration.ofMillis(150);

    /// All times are long, but for these.
    private static Gyre gyre(String... times) {
        return Gyre.start(
                "targets: {allow: [127.0.0.0/8]}\negress: [{source: 127.0.5.1}]\ntimeouts: {"
                        + String.join(", ", times)
                        + "}\n");
    }

    private static String get(RawTarget target) {
        return "GET " + target.url("/") + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    private static String put(RawTarget target, int length) {
        return "PUT "
                + target.url("/")
                + " HTTP/1.1\r\nHost: x\r\nContent-Length: "
                + length
                + "\r\n\r\n";
    }

    private static RawTarget silent() {
        return RawTarget.saying("");
    }

    /// Sends this until the other side does not take it any more.
    private static void sendForEver(RawClient client, String text) {
        try {
            while (true) {
                client.send(text);
            }
        } catch (IOException closed) {
            // As it should be.
        }
    }

    @Test
    void aHeadThatStopsIs408() throws Exception {
        try (Gyre gyre = gyre("head: " + SHORT);
                RawClient client = gyre.client()) {
            client.send("GET http://127.0.0.1/ HTTP/1.1\r\nHost: x\r\nX");
            RawClient.Response reply = client.readResponse();
            assertThat(reply.status()).isEqualTo(408);
            assertThat(reply.field("Connection")).hasValue("close");
            assertThat(client.ended()).isTrue();
        }
    }

    /// Slow Loris: bytes that come in time do not buy more of it.
    @Test
    void aHeadThatTricklesIs408Too() throws Exception {
        try (Gyre gyre = gyre("head: " + SHORT);
                RawClient client = gyre.client()) {
            client.send("GET http://127.0.0.1/ HTTP/1.1\r\nHost: x\r\n");
            // Fewer than a head may have.
            try (Drip _ = Drip.start(150, OFTEN, () -> client.send("X: y\r\n"))) {
                assertThat(client.readResponse().status()).isEqualTo(408);
            }
        }
    }

    @Test
    void theHeadOfALaterRequestHasItsTimeToo() throws Exception {
        try (RawTarget target = RawTarget.saying("HTTP/1.1 204 No Content\r\n\r\n");
                Gyre gyre = gyre("head: " + SHORT);
                RawClient client = gyre.client()) {
            client.send(get(target) + "GET");
            assertThat(client.readResponse().status()).isEqualTo(204);
            assertThat(client.readResponse().status()).isEqualTo(408);
        }
    }

    @Test
    void aClientThatSaysNothingIsClosedWithoutAWord() throws Exception {
        try (Gyre gyre = gyre("handshake: " + SHORT);
                RawClient client = gyre.client()) {
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void anIdleClientIsClosedWithoutAWord() throws Exception {
        try (RawTarget target = RawTarget.saying("HTTP/1.1 204 No Content\r\n\r\n");
                Gyre gyre = gyre("idle: " + SHORT);
                RawClient client = gyre.client()) {
            client.send(get(target));
            assertThat(client.readResponse().status()).isEqualTo(204);
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void aTargetThatDoesNotAnswerIs504() throws Exception {
        try (RawTarget target = silent();
                Gyre gyre = gyre("response: " + SHORT);
                RawClient client = gyre.client()) {
            client.send(get(target));
            RawClient.Response reply = client.readResponse();
            assertThat(reply.status()).isEqualTo(504);
            assertThat(reply.field("Proxy-Status"))
                    .isEqualTo(Optional.of("proxy; error=connection_read_timeout"));
            target.next().received(); // the target was let go
        }
    }

    @Test
    void aReplyHeadThatTricklesIs504() throws Exception {
        try (RawTarget target =
                        RawTarget.start(talk -> {
                            talk.readHead();
                            talk.send("HTTP/1.1 200 OK\r\n");
                            Drip.start(1000, OFTEN, () -> talk.send("X")).await();
                        });
                Gyre gyre = gyre("response: " + SHORT);
                RawClient client = gyre.client()) {
            client.send(get(target));
            assertThat(client.readResponse().status()).isEqualTo(504);
        }
    }

    @Test
    void aClientThatStopsInItsBodyIs408() throws Exception {
        try (RawTarget target = silent();
                Gyre gyre = gyre("body: " + SHORT);
                RawClient client = gyre.client()) {
            client.send(put(target, 100) + "part");
            assertThat(client.readResponse().status()).isEqualTo(408);
            assertThat(target.next().received()).endsWith("\r\n\r\npart");
        }
    }

    @Test
    void aTargetThatTakesNoMoreOfTheBodyIs504() throws Exception {
        try (RawTarget target =
                        RawTarget.start(talk -> {
                            talk.readHead();
                            // Reads no more, until the proxy has given up.
                            await().until(() -> gone(talk));
                        });
                Gyre gyre = gyre("body: 1s");
                RawClient client = gyre.client()) {
            client.send(put(target, 1 << 30));
            Thread.ofVirtual().start(() -> sendForEver(client, "x".repeat(1 << 16)));
            assertThat(client.readResponse().status()).isEqualTo(504);
        }
    }

    /// Whether the peer has closed: only then does what is sent fail.
    private static boolean gone(RawTarget.Conversation talk) {
        try {
            talk.send("HTTP/1.1 1");
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    @Test
    void aReplyThatStopsIsCut() throws Exception {
        try (RawTarget target =
                        RawTarget.saying("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart");
                Gyre gyre = gyre("body: " + SHORT);
                RawClient client = gyre.client()) {
            client.send(get(target));
            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
            assertThat(client.readExactly(4)).asString().isEqualTo("part");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void aReplyWithoutALengthThatStopsIsNotPassedOffAsWhole() throws Exception {
        try (RawTarget target = RawTarget.saying("HTTP/1.1 200 OK\r\n\r\npart");
                Gyre gyre = gyre("body: " + SHORT);
                RawClient client = gyre.client()) {
            client.send(get(target));
            assertThat(client.readHead()).contains("Connection: close");
            assertThat(client.readExactly(4)).asString().isEqualTo("part");
            assertThatThrownBy(client::readToEnd).as("no end").hasMessageContaining("reset");
        }
    }

    @Test
    void aClientThatTakesNoMoreOfTheReplyIsCut() throws Exception {
        try (RawTarget target =
                        RawTarget.start(talk -> {
                            talk.readHead();
                            talk.send("HTTP/1.1 200 OK\r\n\r\n");
                            talk.sendForEver("x".repeat(1 << 16));
                        });
                Gyre gyre = gyre("body: " + SHORT);
                RawClient client = gyre.client()) {
            client.send(get(target));
            // It reads nothing; the target sees that nobody listens any more.
            target.next().received();
            await().until(() -> !gyre.log().isEmpty());
            assertThat(gyre.log().getFirst().failure()).isPresent();
        }
    }

    /// The whole body takes several times what a pause may take.
    @Test
    void aBodyMayTakeAsLongAsItLikesWhileItGoesOn() throws Exception {
        int pieces = 12;
        try (RawTarget target =
                        RawTarget.start(talk -> {
                            talk.readHead();
                            talk.send("HTTP/1.1 200 OK\r\nContent-Length: " + pieces + "\r\n\r\n");
                            Drip.start(pieces, SELDOM, () -> talk.send("x")).await();
                        });
                Gyre gyre = gyre("body: 1s", "response: 1s");
                RawClient client = gyre.client()) {
            client.send(get(target));
            assertThat(client.readResponse().body()).hasSize(pieces);
        }
    }
}
