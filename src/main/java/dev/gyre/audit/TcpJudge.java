package dev.gyre.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A target that speaks no protocol: it keeps what it is sent, and sends it back.
final class TcpJudge implements AutoCloseable {

    /// How many octets a client sends: a nonce and a space, then every octet there is.
    static final int LENGTH = 35 + 256;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Sightings seen = new Sightings();
    private final LoopbackServer server;

    TcpJudge() throws IOException {
        server = LoopbackServer.bind();
        server.serve(this::serve);
    }

    LoopbackServer server() {
        return server;
    }

    /// Tunnels, by the nonce in what came.
    Sightings seen() {
        return seen;
    }

    /// What a client sends.
    static Octets octets(String nonce) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(LENGTH);
        octets.writeBytes((nonce + ' ').getBytes(StandardCharsets.ISO_8859_1));
        for (int octet = 0; octet < 256; octet++) {
            octets.write(octet);
        }
        return new Octets(octets.toByteArray());
    }

    private void serve(long connection, Socket socket) throws IOException {
        Octets octets = new Octets(new Incoming(socket, PATIENCE).exactly(LENGTH));
        seen.put(
                Nonce.in(octets).orElse(""),
                new Sighting(socket.getInetAddress(), connection, octets, Octets.NONE));
        socket.getOutputStream().write(octets.array());
    }

    @Override
    public void close() {
        server.close();
    }
}
