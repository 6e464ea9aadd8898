package dev.gyre.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.Socket;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// What a hop that can't be trusted does with what it carries.
final class Meddling {

    private static final int TLS_HANDSHAKE = 22;
    private static final String FIELDS = "Via: 1.1 hop\r\nX-Forwarded-For: 192.0.2.77\r\n";

    private Meddling() {}

    /// What is carried, with fields added to its first request, if it begins with one.
    static InputStream withFields(InputStream carried) throws IOException {
        int octet = carried.read();
        if (octet < 0) {
            return InputStream.nullInputStream();
        }
        ByteArrayOutputStream start = new ByteArrayOutputStream();
        start.write(octet);
        // No line of text, no request: TLS, say.
        if (octet >= 'A' && octet <= 'Z') {
            while (octet != '\n') {
                octet = carried.read();
                if (octet < 0) {
                    throw new EOFException();
                }
                start.write(octet);
            }
            start.writeBytes(FIELDS.getBytes(ISO_8859_1));
        }
        return new SequenceInputStream(new ByteArrayInputStream(start.toByteArray()), carried);
    }

    /// Speaks TLS with the client in the target's place, and says back what it is told; all else is carried.
    static void answerTls(Socket client, InputStream carried, Socket target) throws IOException {
        int octet = carried.read();
        if (octet < 0) {
            return;
        }
        InputStream all =
                new SequenceInputStream(
                        new ByteArrayInputStream(new byte[] {(byte) octet}), carried);
        if (octet != TLS_HANDSHAKE) {
            Tunnel.run(client, all, target);
            return;
        }
        byte[] header = all.readNBytes(5);
        ByteArrayOutputStream hello = new ByteArrayOutputStream();
        hello.writeBytes(header);
        hello.writeBytes(all.readNBytes((header[3] & 0xff) << 8 | (header[4] & 0xff)));
        SSLContext context = TestCertificates.create().server("hop.test");
        try (SSLSocket tls =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(
                                        client,
                                        new ByteArrayInputStream(hello.toByteArray()),
                                        true)) {
            tls.getInputStream().transferTo(tls.getOutputStream());
        }
    }
}
