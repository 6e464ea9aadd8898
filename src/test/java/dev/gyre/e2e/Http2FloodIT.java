package dev.gyre.e2e;

import static dev.gyre.testkit.Http2Frames.CONTINUATION;
import static dev.gyre.testkit.Http2Frames.DATA;
import static dev.gyre.testkit.Http2Frames.END_HEADERS;
import static dev.gyre.testkit.Http2Frames.ENHANCE_YOUR_CALM;
import static dev.gyre.testkit.Http2Frames.GOAWAY;
import static dev.gyre.testkit.Http2Frames.HEADERS;
import static dev.gyre.testkit.Http2Frames.PING;
import static dev.gyre.testkit.Http2Frames.RST_STREAM;
import static dev.gyre.testkit.Http2Frames.SETTINGS;
import static dev.gyre.testkit.Http2Frames.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import dev.gyre.testkit.EchoServer;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.Http2Client;
import dev.gyre.testkit.Http2Frames;
import dev.gyre.testkit.RawTarget;
import dev.gyre.testkit.TlsListener;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// Floods of frames by a client that wants the proxy to hold much, or do much, for little: each ends the client's connection, and leaves
/// nothing behind.
final class Http2FloodIT {

    private static final int PLACES = 8;
    private static final int TIMEOUT_MILLIS = 30_000;

    /// The first 64 KiB of what is for a tunnel are taken before it is open.
    private static final int MANY = (64 << 10) + 20_000;

    /// More than all that the system and the proxy hold of answers that nobody takes.
    private static final int MOST_OCTETS = 64 << 20;

    @TempDir private static Path dir;

    private static TlsListener files;
    private static EchoServer echo;
    private static RawTarget silent;
    private static Gyre gyre;

    @BeforeAll
    static void start() {
        files = TlsListener.in(dir);
        echo = EchoServer.start();
        silent = RawTarget.start(RawTarget.Conversation::awaitEnd);
        gyre =
                Gyre.start(
                        """
                        listen: [{at: '127.0.0.1:0', tls: %s}]
                        targets: {allow: [127.0.0.0/8]}
                        limits: {connections: %d}
                        egress:
                          - {source: 127.7.1.1-127.7.1.9, group: plain}
                          - {proxy: 'http://%s', group: silent}
                        rules:
                          - {pool: silent, when: {host: silent.test}}
                          - {pool: plain, when: all}
                        """
                                .formatted(files.tls(), PLACES, silent.authority()));
    }

    @AfterAll
    static void stop() {
        gyre.close();
        silent.close();
        echo.close();
    }

    /// Every place is free again.
    @AfterEach
    void nothingIsLeft() {
        await().untilAsserted(() -> {
            try (Http2Client client = Http2Client.connect(gyre.address(), files.certificates())) {
                List<Http2Client.Stream> tunnels = new ArrayList<>();
                for (int i = 1; i < PLACES; i++) {
                    tunnels.add(client.ask(Http2Client.connect(echo.authority()), false));
                }
                assertThat(tunnels).extracting(Http2Client.Stream::status).containsOnly("200");
            }
        });
    }

    private static SSLSocket client() throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        files.certificates()
                                .client()
                                .getSocketFactory()
                                .createSocket(
                                        gyre.address().getAddress(), gyre.address().getPort());
        socket.setSoTimeout(TIMEOUT_MILLIS);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
        return socket;
    }

    /// What is said to the client until its connection ends, well or badly.
    private static List<Http2Frames.Frame> told(SSLSocket client) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        try {
            for (int n = 0; n >= 0; n = client.getInputStream().read(buffer)) {
                all.write(buffer, 0, n);
            }
        } catch (SocketTimeoutException open) {
            throw open;
        } catch (IOException cut) {
            // That is an end, too.
        }
        return Http2Frames.read(all.toByteArray());
    }

    private enum Answered {
        PINGS(frame(PING, 0, 0, new byte[8])),
        SETTINGS_CHANGES(frame(SETTINGS, 0, 0, new byte[] {0, 3, 0, 0, 0, 9}));

        private final byte[] frame;

        Answered(byte[] frame) {
            this.frame = frame;
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersThatAreNotTakenAreBounded(Answered flood) throws Exception {
        byte[][] many = new byte[1000][];
        Arrays.fill(many, flood.frame);
        byte[] piece = Http2Frames.joined(many);
        try (SSLSocket client = client()) {
            OutputStream out = client.getOutputStream();
            out.write(Http2Frames.begin());
            try {
                for (int sent = 0; sent < MOST_OCTETS; sent += piece.length) {
                    out.write(piece);
                }
                fail("it takes all");
            } catch (IOException ended) {
                assertThat(ended).hasMessageNotContaining("timed out");
            }
        }
    }

    private enum Held {
        EMPTY_DATA,
        TINY_DATA,
        CONTINUATIONS,
        RESETS;

        byte[] first() {
            return switch (this) {
                case EMPTY_DATA, TINY_DATA -> Http2Frames.connect(1, "silent.test:443");
                case CONTINUATIONS -> frame(HEADERS, 0, 1, Http2Frames.block(":method", "GET"));
                case RESETS -> new byte[0];
            };
        }

        byte[] next(int i) {
            return switch (this) {
                case EMPTY_DATA -> frame(DATA, 0, 1);
                case TINY_DATA -> frame(DATA, 0, 1, (byte) 'x');
                case CONTINUATIONS -> frame(CONTINUATION, i < 0 ? END_HEADERS : 0, 1);
                case RESETS ->
                        Http2Frames.joined(
                                Http2Frames.connect(2 * i + 1, "silent.test:443"),
                                frame(RST_STREAM, 0, 2 * i + 1, new byte[4]));
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoFloodsIsToldToCalmDown(Held flood) throws Exception {
        try (SSLSocket client = client()) {
            OutputStream out = client.getOutputStream();
            out.write(Http2Frames.joined(Http2Frames.begin(), flood.first()));
            byte[][] all = new byte[MANY][];
            for (int i = 0; i < all.length; i++) {
                all[i] = flood.next(i);
            }
            Thread sender =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    out.write(Http2Frames.joined(all));
                                } catch (IOException ended) {
                                    // As it has to.
                                }
                            });
            List<Http2Frames.Frame> told = told(client);
            assertThat(told)
                    .filteredOn(frame -> frame.type() == GOAWAY)
                    .extracting(Http2Frames.Frame::code)
                    .containsExactly(ENHANCE_YOUR_CALM);
            sender.join();
        }
        assertThat(gyre.notices()).as("a client's fault is no defect").isEmpty();
    }

    /// What means nothing is dropped, and bounded by nothing.
    @Test
    void unknownFramesAreNotKept() throws Exception {
        try (SSLSocket client = client()) {
            OutputStream out = client.getOutputStream();
            out.write(
                    Http2Frames.joined(
                            Http2Frames.begin(), Http2Frames.connect(1, "silent.test:443")));
            byte[] unknown = frame(Http2Frames.UNKNOWN, 0, 1, new byte[16_000]);
            for (int i = 0; i < 1000; i++) {
                out.write(unknown);
            }
            out.write(frame(Http2Frames.UNKNOWN, 0, 99, new byte[16_000]));
            out.write(frame(PING, 0, 0, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
            byte[] buffer = new byte[1 << 16];
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            while (Http2Frames.read(all.toByteArray()).stream()
                    .noneMatch(frame -> frame.type() == PING)) {
                int n = client.getInputStream().read(buffer);
                assertThat(n).as("it goes on").isPositive();
                all.write(buffer, 0, n);
            }
        }
    }
}
