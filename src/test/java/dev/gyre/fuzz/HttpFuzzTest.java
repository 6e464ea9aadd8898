package dev.gyre.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.http.HeadLimits;
import dev.gyre.http.Transcript;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Random messages: what is read never depends on how the octets arrive, leaves no buffer behind,
/// and is never laxer than Netty's codec.
class HttpFuzzTest {

    /// More with `-Dgyre.fuzz.runs`.
    private static final int RUNS = Integer.getInteger("gyre.fuzz.runs", 10_000);

    private static final HeadLimits LIMITS = new HeadLimits(400, 1500, 12);

    private static final String[] REQUEST_PARTS = {
        "GET / HTTP/1.1\r\nHost: a\r\n",
        "POST http://a/b HTTP/1.1\r\nHost: a\r\n",
        "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n",
        "PUT /x HTTP/1.0\r\n",
        "Host: b\r\n",
        "Content-Length: 3\r\n",
        "Content-Length: 0\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Connection: close\r\n",
        "X: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n",
        "\r\n",
        "\r\n",
        "abc",
        "3\r\nabc\r\n",
        "1f;x=y\r\n",
        "0\r\n\r\n",
        "0\r\nT: u\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab",
        "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n",
    };

    private static final String[] RESPONSE_PARTS = {
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.0 200\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 204 No\r\n",
        "HTTP/1.1 101 Switch\r\n",
        "Content-Length: 3\r\n",
        "Transfer-Encoding: chunked\r\n",
        "X: y\r\n",
        "\r\n",
        "\r\n",
        "abc",
        "3\r\nabc\r\n",
        "0\r\n\r\n",
    };

    private static final String ODD = "\r\n\t \0\u007f\u0001:;,#+-0_xA\u00e9\u0080\u00ff";

    /// Parts in random order, with a few octets changed, put in or taken out.
    private static byte[] message(Random random, String[] parts) {
        StringBuilder text = new StringBuilder(parts[random.nextInt(parts.length)]);
        for (int n = random.nextInt(6); n > 0; n--) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        for (int n = Math.max(0, random.nextInt(6) - 2); n > 0 && text.length() > 1; n--) {
            int at = random.nextInt(text.length());
            char odd = ODD.charAt(random.nextInt(ODD.length()));
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, odd);
                case 1 -> text.insert(at, odd);
                default -> text.deleteCharAt(at);
            }
        }
        return Transcript.bytes(text.toString());
    }

    private static List<byte[]> pieces(Random random, byte[] octets) {
        List<byte[]> pieces = new ArrayList<>();
        int most = 1 + random.nextInt(40);
        for (int at = 0; at < octets.length; ) {
            int next = Math.min(octets.length, at + 1 + random.nextInt(most));
            pieces.add(Arrays.copyOfRange(octets, at, next));
            at = next;
        }
        return pieces;
    }

    @Test
    void requestsReadTheSameInAnyPieces() {
        Random random = new Random(20261123);
        int read = 0;
        for (int i = 0; i < RUNS; i++) {
            byte[] octets = message(random, REQUEST_PARTS);
            String whole = Transcript.ofRequests(LIMITS, List.of(octets));
            String cut = Transcript.ofRequests(LIMITS, pieces(random, octets));
            assertThat(cut).as(() -> show(octets)).isEqualTo(whole);
            read += whole.contains("end\n") ? 1 : 0;
        }
        assertThat(read).as("messages with a whole request").isBetween(RUNS / 10, RUNS * 9 / 10);
    }

    @Test
    void responsesReadTheSameInAnyPieces() {
        Random random = new Random(20261124);
        String[] methods = {"GET", "HEAD", "CONNECT"};
        for (int i = 0; i < RUNS; i++) {
            byte[] octets = message(random, RESPONSE_PARTS);
            String method = methods[random.nextInt(methods.length)];
            String whole = Transcript.ofResponse(LIMITS, method, List.of(octets));
            String cut = Transcript.ofResponse(LIMITS, method, pieces(random, octets));
            assertThat(cut).as(() -> show(octets)).isEqualTo(whole);
        }
    }

    @Test
    void randomOctetsAreRefusedOrCut() {
        Random random = new Random(20261125);
        for (int i = 0; i < RUNS; i++) {
            byte[] octets = new byte[1 + random.nextInt(60)];
            random.nextBytes(octets);
            assertThat(Transcript.ofRequests(LIMITS, List.of(octets)))
                    .isIn("bad 400\n", "truncated\n");
        }
    }

    @Test
    void requestsThatTheNettyCodecRefusesAreRefused() {
        Random random = new Random(20261126);
        int refused = 0;
        for (int i = 0; i < RUNS; i++) {
            byte[] octets = message(random, REQUEST_PARTS);
            NettyCodec netty = NettyCodec.ofRequests(octets);
            if (netty.refuses()) {
                refused++;
                String ours = Transcript.ofRequests(LIMITS, List.of(octets));
                // Behind CONNECT, and behind a message that ours refuses, ours reads none.
                assertThat(wholeIn(ours)).as(() -> show(octets)).isLessThanOrEqualTo(netty.whole());
                assertThat(ours).as(() -> show(octets)).containsPattern("bad |truncated|CONNECT ");
            }
        }
        assertThat(refused).as("messages that Netty refuses").isGreaterThan(RUNS / 20);
    }

    @Test
    void responsesThatTheNettyCodecRefusesAreRefused() {
        Random random = new Random(20261127);
        String[] methods = {"GET", "HEAD"};
        int refused = 0;
        for (int i = 0; i < RUNS; i++) {
            byte[] octets = message(random, RESPONSE_PARTS);
            String method = methods[random.nextInt(methods.length)];
            NettyCodec netty = NettyCodec.ofResponse(method, octets);
            if (netty.refuses() && netty.whole() == 0) {
                refused++;
                assertThat(Transcript.ofResponse(LIMITS, method, List.of(octets)))
                        .as(() -> method + " " + show(octets))
                        .containsPattern("bad |truncated");
            }
        }
        assertThat(refused).as("messages that Netty refuses").isGreaterThan(RUNS / 20);
    }

    /// How many messages were read to their end.
    private static int wholeIn(String transcript) {
        return (int) transcript.lines().filter("end"::equals).count();
    }

    private static String show(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1)
                .replace("\r", "\\r")
                .replace("\n", "\\n");
    }
}
