package dev.gyre.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;

/// A client of a [FakeHop], and what the hop was told to do with it.
final class HopClient {

    /// Opens connections to targets.
    @FunctionalInterface
    interface Connector {
        /// Empty when the name is unknown.
        Optional<Socket> connect(String host, int port) throws IOException;
    }

    private final Socket socket;
    private final FakeHop.Mode mode;
    private final Optional<FakeHop.Password> required;
    private final byte[] greeting;
    private final boolean dripping;
    private final Connector connector;
    private final List<FakeHop.Asked> asked;
    private final InputStream in;
    private final OutputStream out;
    private final ByteArrayOutputStream handshake = new ByteArrayOutputStream();

    HopClient(
            Socket socket,
            FakeHop.Mode mode,
            Optional<FakeHop.Password> required,
            byte[] greeting,
            boolean dripping,
            Connector connector,
            List<FakeHop.Asked> asked)
            throws IOException {
        this.socket = socket;
        this.mode = mode;
        this.required = required;
        this.greeting = greeting;
        this.dripping = dripping;
        this.connector = connector;
        this.asked = asked;
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    FakeHop.Mode mode() {
        return mode;
    }

    boolean needsPassword() {
        return required.isPresent() || mode == FakeHop.Mode.WRONG_PASSWORD;
    }

    /// Whether these credentials, complete, are the ones required.
    boolean accepts(Optional<String> user, Optional<String> secret) {
        return mode != FakeHop.Mode.WRONG_PASSWORD
                && (required.isEmpty()
                        || (required.get() == FakeHop.Password.ANY && user.isPresent())
                        || user.equals(required.map(FakeHop.Password::user))
                                && secret.equals(required.map(FakeHop.Password::secret)));
    }

    /// Whether this user id is the one required.
    boolean accepts(String user) {
        return mode != FakeHop.Mode.WRONG_PASSWORD
                && (required.isEmpty()
                        || required.get() == FakeHop.Password.ANY
                        || required.get().user().equals(user));
    }

    /// The next byte of the handshake.
    int read() throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw new EOFException();
        }
        handshake.write(octet);
        return octet;
    }

    /// The next two bytes of the handshake, as a number.
    int readShort() throws IOException {
        return read() << 8 | read();
    }

    /// The next bytes of the handshake.
    byte[] read(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        handshake.writeBytes(bytes);
        if (bytes.length < count) {
            throw new EOFException();
        }
        return bytes;
    }

    /// The next bytes of the handshake, as text.
    String readText(int count) throws IOException {
        return new String(read(count), ISO_8859_1);
    }

    void write(byte[] reply) throws IOException {
        int step = dripping ? 1 : reply.length;
        for (int at = 0; at < reply.length; at += step) {
            out.write(reply, at, step);
            out.flush();
        }
    }

    /// Records what was asked, with all of the handshake so far.
    void asked(String host, int port, Optional<String> user, Optional<String> password) {
        asked.add(
                new FakeHop.Asked(
                        (InetSocketAddress) socket.getRemoteSocketAddress(),
                        host,
                        port,
                        user,
                        password,
                        handshake.toString(ISO_8859_1)));
    }

    Optional<Socket> connect(String host, int port) throws IOException {
        return connector.connect(host, port);
    }

    /// Says that the target is reached, and carries bytes both ways to the end.
    void tunnel(byte[] success, Socket target) throws IOException {
        byte[] reply = new byte[success.length + greeting.length];
        System.arraycopy(success, 0, reply, 0, success.length);
        System.arraycopy(greeting, 0, reply, success.length, greeting.length);
        try (target) {
            write(reply);
            switch (mode) {
                case ADDING_FIELDS -> Tunnel.run(socket, Meddling.withFields(in), target);
                case ANSWERING_TLS -> Meddling.answerTls(socket, in, target);
                case TERMINAL,
                        UNRESPONSIVE,
                        REFUSING,
                        TARGET_REFUSED,
                        WRONG_PASSWORD,
                        GARBAGE,
                        CLOSING ->
                        Tunnel.run(socket, in, target);
            }
        }
    }

    /// Says no. Reads on to the client's end: closing with bytes unread would reset the connection
    /// and could take the reply with it.
    void turnAway(byte[] reply) throws IOException {
        write(reply);
        socket.shutdownOutput();
        drain();
    }

    void drain() throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    void awaitFirstBytes() throws IOException {
        if (in.read() < 0) {
            throw new EOFException();
        }
    }
}
