package dev.gyre.conformance;

import dev.gyre.testkit.Loopback;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A target that keeps what it is sent, octet for octet and connection by connection, and says to a request what it was told to
/// say.
final class RawOrigin implements AutoCloseable {

    /// How a connection goes on after an answer.
    enum End {
        OPEN,
        FIN,
        RST,
        /// As soon as the client has heard of the answer: a reset may overtake what was sent before it.
        RST_ONCE_HEARD
    }

    /// The answer to a request that has come so far: its head, or all of it.
    interface Answers {
        /// What is said as soon as the head is there; may be empty.
        String toHead(String head);

        /// What is said to the whole request, piece by piece.
        Answer toRequest(String head);
    }

    /// @param pieces each is sent on its own
    /// @param heard whether the client has heard of it
    record Answer(List<String> pieces, End end, CountDownLatch heard) {}

    private final ServerSocket server;
    private final Answers answers;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();

    private RawOrigin(ServerSocket server, Answers answers) {
        this.server = server;
        this.answers = answers;
    }

    static RawOrigin start(Answers answers) {
        try {
            RawOrigin origin = new RawOrigin(new ServerSocket(0, 64, Loopback.V4), answers);
            Thread.ofVirtual().start(origin::accept);
            return origin;
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    /// `address:port`.
    String authority() {
        return Loopback.authority((InetSocketAddress) server.getLocalSocketAddress());
    }

    /// What came on each connection, in the order in which they were accepted; waits until all have ended, which is the other
    /// side's part.
    List<String> saw() throws InterruptedException {
        for (Connection connection : connections) {
            if (!connection.over.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("a connection to the target is left open");
            }
        }
        return connections.stream().map(Connection::received).toList();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException useless) {
            throw new UncheckedIOException(useless);
        }
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = server.accept();
                Connection connection = new Connection(socket);
                connections.add(connection);
                Thread.ofVirtual().start(() -> connection.serve(answers));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static final class Connection {

        private final Socket socket;
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private final CountDownLatch over = new CountDownLatch(1);

        Connection(Socket socket) {
            this.socket = socket;
        }

        String received() {
            return received.toString(StandardCharsets.ISO_8859_1);
        }

        void serve(Answers answers) {
            try (socket) {
                socket.setTcpNoDelay(true);
                read(answers);
            } catch (IOException brokenOff) {
                // By the other side; what came before is kept.
            } finally {
                over.countDown();
            }
        }

        private void read(Answers answers) throws IOException {
            InputStream in = socket.getInputStream();
            byte[] piece = new byte[1 << 14];
            int from = 0;
            boolean headSeen = false;
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                received.write(piece, 0, n);
                Message request = Message.request(received(), from);
                if (!headSeen && request.head().endsWith("\r\n\r\n")) {
                    headSeen = true;
                    send(answers.toHead(request.head()));
                }
                if (request.whole()) {
                    from = request.end();
                    headSeen = false;
                    answer(answers.toRequest(request.head()));
                }
            }
        }

        private void answer(Answer answer) throws IOException {
            for (String piece : answer.pieces()) {
                send(piece);
            }
            switch (answer.end()) {
                case OPEN -> {}
                case FIN -> socket.shutdownOutput();
                case RST -> reset();
                case RST_ONCE_HEARD -> {
                    await(answer.heard());
                    reset();
                }
            }
        }

        private static void await(CountDownLatch heard) throws IOException {
            try {
                if (!heard.await(10, TimeUnit.SECONDS)) {
                    throw new IOException("The client does not hear of the answer.");
                }
            } catch (InterruptedException stopped) {
                throw new IOException(stopped);
            }
        }

        private void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        private void send(String text) throws IOException {
            if (!text.isEmpty()) {
                socket.getOutputStream().write(Wire.bytes(text));
            }
        }
    }
}
