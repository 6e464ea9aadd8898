package dev.gyre.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A target that says what it is told to, byte for byte, whatever it was asked, and keeps what it received. Every wait ends
/// after ten seconds.
public final class RawTarget implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;

    /// Serves one connection, which is closed when it returns.
    @FunctionalInterface
    public interface Script {
        void serve(Conversation conversation) throws IOException;
    }

    private final Listener listener;
    private final BlockingQueue<Conversation> conversations = new LinkedBlockingQueue<>();

    private RawTarget(Script script) {
        listener =
                new Listener(
                        List.of(Loopback.V4),
                        0,
                        (_, socket) -> {
                            Conversation conversation = new Conversation(socket);
                            conversations.add(conversation);
                            try {
                                script.serve(conversation);
                            } finally {
                                conversation.keep();
                            }
                        });
    }

    /// On 127.0.0.1 and a free port.
    public static RawTarget start(Script script) {
        return new RawTarget(script);
    }

    /// One that reads a head, says this, and waits for the other side to end.
    public static RawTarget saying(String answer) {
        return start(talk -> {
            var _ = talk.readHead();
            talk.send(answer);
            talk.awaitEnd();
        });
    }

    public InetSocketAddress address() {
        return listener.address();
    }

    /// `address:port` as an authority.
    public String authority() {
        return Loopback.authority(address());
    }

    public String url(String path) {
        return "http://" + authority() + path;
    }

    public int connections() {
        return listener.connections();
    }

    /// The next connection that no call has returned yet; waits for it.
    public Conversation next() throws InterruptedException {
        Conversation next = conversations.poll(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new AssertionError("nobody connected");
        }
        return next;
    }

    @Override
    public void close() {
        listener.close();
    }

    /// One connection, from the target's side.
    public static final class Conversation {

        private final Socket socket;
        private final ByteReader in;
        private final OutputStream out;
        private final List<byte[]> received = new ArrayList<>();

        private Conversation(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(TIMEOUT_MILLIS);
            in = new ByteReader(socket.getInputStream());
            out = socket.getOutputStream();
        }

        /// A head with its empty line, as text; empty when the peer has closed.
        public String readHead() throws IOException {
            return new String(in.head(), StandardCharsets.ISO_8859_1);
        }

        public byte[] readExactly(int count) throws IOException {
            return in.exactly(count);
        }

        /// Reads until the peer has closed, well or badly.
        public void awaitEnd() throws IOException {
            try {
                in.toEnd();
            } catch (SocketTimeoutException stillOpen) {
                throw stillOpen;
            } catch (IOException reset) {
                // That is an end, too.
            }
        }

        public void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        public void send(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /// Each byte in a segment of its own.
        public void sendInCrumbs(String text) throws IOException {
            for (byte each : text.getBytes(StandardCharsets.ISO_8859_1)) {
                out.write(each);
                out.flush();
            }
        }

        /// Sends this again and again, until the peer takes no more.
        public void sendForEver(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            while (true) {
                out.write(bytes);
            }
        }

        public void shutdownOutput() throws IOException {
            socket.shutdownOutput();
        }

        public void reset() {
            Listener.reset(socket);
        }

        private synchronized void keep() {
            received.add(in.taken());
            notifyAll();
        }

        /// All that was read from the connection; waits until its script is over.
        public synchronized String received() throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
            while (received.isEmpty()) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("the script is not over");
                }
                wait(left);
            }
            return new String(received.getFirst(), StandardCharsets.ISO_8859_1);
        }
    }
}
