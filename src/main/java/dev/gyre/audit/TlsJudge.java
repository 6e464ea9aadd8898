package dev.gyre.audit;

import dev.gyre.judge.JudgeCertificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import javax.net.ssl.SSLSocket;

/// A TLS server with a certificate of its own, that keeps every ClientHello as it came. It answers a line with the same line.
final class TlsJudge implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Sightings seen = new Sightings();
    private final JudgeCertificate certificate;
    private final LoopbackServer server;

    TlsJudge(JudgeCertificate certificate) throws IOException {
        this.certificate = certificate;
        server = LoopbackServer.bind();
        server.serve(this::serve);
    }

    LoopbackServer server() {
        return server;
    }

    JudgeCertificate certificate() {
        return certificate;
    }

    /// Handshakes, by [ClientHello#key].
    Sightings seen() {
        return seen;
    }

    private void serve(long connection, Socket socket) throws IOException {
        Octets hello = ClientHello.read(new Incoming(socket, PATIENCE));
        ClientHello.key(hello)
                .ifPresent(key ->
                        seen.put(
                                key,
                                new Sighting(
                                        socket.getInetAddress(), connection, hello, Octets.NONE)));
        try (SSLSocket tls =
                (SSLSocket)
                        certificate
                                .server()
                                .getSocketFactory()
                                .createSocket(
                                        socket, new ByteArrayInputStream(hello.array()), true)) {
            String line = new Incoming(tls, PATIENCE).line();
            tls.getOutputStream().write((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
