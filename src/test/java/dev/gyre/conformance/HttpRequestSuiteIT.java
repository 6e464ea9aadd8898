package dev.gyre.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gyre.conformance.RequestRow.Outcome;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.Seen;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/// Requests, one row a rule: what the client is answered and what the target sees, byte for byte. Each row is sent whole, byte
/// by byte, cut in two at every byte, and behind another request with a third one behind it.
final class HttpRequestSuiteIT {

    private static final int AT_A_TIME = 8;

    private static Gyre gyre;

    @BeforeAll
    static void start() {
        gyre = Gyre.start("targets: {allow: [127.0.0.0/8]}\negress: [{source: 127.0.5.1}]\n");
    }

    @AfterAll
    static void stop() {
        gyre.close();
    }

    static Stream<RequestRow> rows() {
        return Stream.of(
                        RequestLineRows.rows(),
                        RequestTargetRows.rows(),
                        HostRows.rows(),
                        FieldLineRows.rows(),
                        RequestFramingRows.rows(),
                        RequestChunkRows.rows(),
                        ConnectionRows.rows(),
                        MethodRows.rows())
                .flatMap(List::stream);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void isAnsweredAndForwardedAsTheRowSays(RequestRow row) throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start()) {
            String octets = row.octets(origin.authority());
            List<Variant> variants = new ArrayList<>();
            for (List<byte[]> pieces : Wire.arrivals(octets)) {
                variants.add(new Variant(row, origin, List.of(), pieces, false));
            }
            variants.add(new Variant(row, origin, List.of(), List.of(Wire.bytes(octets)), true));
            variants.add(
                    new Variant(
                            row,
                            origin,
                            List.of(get(origin, "/good")),
                            List.of(Wire.bytes(octets)),
                            true));
            List<String> expected = new ArrayList<>();
            variants.forEach(variant -> expected.addAll(variant.expected()));
            runAll(variants);
            assertSeen(origin, expected, variants.getFirst().expectedPart());
        }
    }

    private static String get(RecordingOrigin origin, String path) {
        return "GET " + origin.url(path) + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    private static void runAll(List<Variant> variants) throws Exception {
        Semaphore room = new Semaphore(AT_A_TIME);
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Variant variant : variants) {
                all.add(
                        threads.submit(() -> {
                            room.acquire();
                            try {
                                variant.run();
                            } finally {
                                room.release();
                            }
                            return null;
                        }));
            }
        }
        for (Future<?> each : all) {
            each.get();
        }
    }

    /// After a last request, which nothing can have been sent before and come after: all that was to be seen, and no more.
    ///
    /// @param part what may have been seen of a request that breaks off: often it is refused before a way is found
    private static void assertSeen(
            RecordingOrigin origin, List<String> expected, Optional<String> part) throws Exception {
        await().atMost(Duration.ofSeconds(5))
                .until(() -> shown(origin, part).size() >= expected.size());
        try (RawClient control = gyre.client()) {
            control.send(get(origin, "/control"));
            control.readResponse();
        }
        List<String> seen = shown(origin, part);
        expected.add(Variant.ofGet(origin, "/control"));
        Collections.sort(seen);
        Collections.sort(expected);
        assertThat(seen).isEqualTo(expected);
    }

    private static List<String> shown(RecordingOrigin origin, Optional<String> part) {
        List<String> seen = new ArrayList<>(origin.seen().stream().map(Variant::shown).toList());
        part.ifPresent(known -> seen.removeIf(known::equals));
        return seen;
    }

    /// One way to send a row.
    ///
    /// @param before requests in front of it
    /// @param marked whether another request follows it
    private record Variant(
            RequestRow row,
            RecordingOrigin origin,
            List<String> before,
            List<byte[]> pieces,
            boolean marked) {

        void run() throws IOException {
            try (RawClient client = gyre.client()) {
                for (String request : before) {
                    client.send(request);
                }
                send(client);
                for (String _ : before) {
                    assertThat(client.readResponse().status()).isEqualTo(404);
                }
                String method = row.wire().split(" ", 2)[0];
                RawClient.Response reply = client.readResponse(method);
                while (reply.status() < 200) {
                    reply = client.readResponse(method);
                }
                switch (row.outcome()) {
                    case Outcome.Forwarded(_, _, boolean last) -> {
                        assertThat(reply.status()).isIn(200, 404);
                        assertThat(reply.field("Proxy-Status")).as("of the target").isEmpty();
                        if (last) {
                            assertThat(client.ended()).as("ended").isTrue();
                        } else if (marked) {
                            assertThat(client.readResponse().status()).isEqualTo(404);
                        }
                    }
                    case Outcome.Refused(int status) -> assertRefused(client, reply, status);
                    case Outcome.Broken(int status, _) -> assertRefused(client, reply, status);
                }
            } catch (AssertionError | IOException wrong) {
                throw new AssertionError(
                        row + (before.isEmpty() ? "" : ", pipelined") + ", in pieces of " + sizes(),
                        wrong);
            }
        }

        /// A client that is answered while it still sends may find its connection closed.
        private void send(RawClient client) {
            try {
                for (byte[] piece : pieces) {
                    client.send(piece);
                }
                if (marked) {
                    client.send(get(origin, "/marker"));
                }
            } catch (IOException closedAlready) {
                // What it was answered is still to be read.
            }
        }

        private static void assertRefused(RawClient client, RawClient.Response reply, int status)
                throws IOException {
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.field("Connection")).hasValue("close");
            assertThat(client.ended()).as("ended").isTrue();
        }

        private String sizes() {
            List<Integer> sizes = pieces.stream().map(piece -> piece.length).toList();
            return sizes.size() > 2 ? "one octet" : sizes.toString();
        }

        /// What the target sees of it.
        List<String> expected() {
            List<String> expected = new ArrayList<>();
            before.forEach(_ -> expected.add(ofGet(origin, "/good")));
            boolean goesOn = false;
            switch (row.outcome()) {
                case Outcome.Forwarded(String head, String body, boolean last) -> {
                    expected.add(shown(octets(head), true, Wire.text(body)));
                    goesOn = !last;
                }
                case Outcome.Broken _, Outcome.Refused _ -> {}
            }
            if (marked && goesOn) {
                expected.add(ofGet(origin, "/marker"));
            }
            return expected;
        }

        Optional<String> expectedPart() {
            return row.outcome() instanceof Outcome.Broken(_, String head)
                    ? Optional.of(shown(octets(head), false, ""))
                    : Optional.empty();
        }

        private String octets(String block) {
            return Wire.text(block).replace("{o}", origin.authority());
        }

        static String ofGet(RecordingOrigin origin, String path) {
            return shown(
                    "GET " + path + " HTTP/1.1\r\nHost: " + origin.authority() + "\r\n\r\n",
                    true,
                    "");
        }

        static String shown(Seen seen) {
            return shown(seen.headText(), seen.complete(), seen.complete() ? seen.bodyText() : "");
        }

        private static String shown(String head, boolean complete, String body) {
            return Wire.shown(head) + (complete ? body : "[cut]");
        }
    }
}
