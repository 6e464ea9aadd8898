package dev.gyre.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.net.ssl.SSLSocket;

/// The files of a listener with TLS at 127.0.0.1, in a folder of a test.
public record TlsListener(Path dir, TestCertificates certificates) {

    private static final int TIMEOUT_MILLIS = 30_000;

    /// With a certificate from a new authority.
    public static TlsListener in(Path dir) {
        TlsListener files = new TlsListener(dir, TestCertificates.create());
        files.renew();
        return files;
    }

    /// Puts a new certificate and its key in the place of the old; returns its chain.
    public String renew() {
        TestCertificates.Pem pem = certificates.serverPem("127.0.0.1");
        write("key.pem", pem.key());
        write("cert.pem", pem.chain());
        write("ca.pem", certificates.pem());
        return pem.chain();
    }

    /// Writes one of the files.
    public Path write(String name, String content) {
        try {
            return Files.writeString(dir.resolve(name), content);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// What the pool file says of it.
    public String tls() {
        return "{certificate: %s, key: %s}"
                .formatted(dir.resolve("cert.pem"), dir.resolve("key.pem"));
    }

    /// Where the authority is for curl.
    public String authority() {
        return dir.resolve("ca.pem").toString();
    }

    /// A client that has shaken hands.
    public SSLSocket client(InetSocketAddress address, String... versions) throws IOException {
        SSLSocket socket =
                (SSLSocket)
                        certificates
                                .client()
                                .getSocketFactory()
                                .createSocket(address.getAddress(), address.getPort());
        socket.setSoTimeout(TIMEOUT_MILLIS);
        if (versions.length > 0) {
            socket.setEnabledProtocols(versions);
        }
        socket.startHandshake();
        return socket;
    }
}
