package dev.gyre.audit;

import dev.gyre.audit.Finding.Kind;
import dev.gyre.observe.ExchangeRecord;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/// A tunnel to the TLS judge: the certificate must be the judge's, and the ClientHello must arrive octet for octet.
final class TlsVisit {

    private final Visitor visitor;
    private final TargetName name;
    private final TlsJudge judge;

    private TlsVisit(Visitor visitor, TargetName name, TlsJudge judge) {
        this.visitor = visitor;
        this.name = name;
        this.judge = judge;
    }

    static void run(Visitor visitor, TargetName name, TlsJudge judge, Way way)
            throws VisitFailed, IOException, InterruptedException {
        new TlsVisit(visitor, name, judge).run(way);
    }

    private void run(Way way) throws VisitFailed, IOException, InterruptedException {
        try (Client client = visitor.connect()) {
            ExchangeRecord record = visitor.tunnel(client, way, name, judge.server().port());
            Overheard socket = new Overheard(client.socket());
            try {
                handshake(socket);
            } catch (SSLException broken) {
                if (broken.getCause() instanceof EOFException) {
                    throw VisitFailed.because("the tunnel ended within the TLS handshake");
                }
                found("the TLS handshake was broken: " + broken.getMessage());
            }
            judgeHello(ClientHello.first(socket.sent()), record.egress());
        }
    }

    private void handshake(Overheard socket) throws IOException {
        socket.setSoTimeout(Math.toIntExact(visitor.patience().toMillis()));
        try (SSLSocket tls =
                (SSLSocket)
                        context()
                                .getSocketFactory()
                                .createSocket(socket, name.host(), socket.getPort(), true)) {
            tls.startHandshake();
            if (!tls.getSession()
                    .getPeerCertificates()[0]
                    .equals(judge.certificate().certificate())) {
                found("the certificate is not the target's, but somebody else's");
            }
            String word = Nonce.fresh();
            tls.getOutputStream().write((word + "\n").getBytes(StandardCharsets.ISO_8859_1));
            if (!new Incoming(tls, visitor.patience()).line().equals(word)) {
                found("what was said over TLS was changed");
            }
        }
    }

    private void judgeHello(Octets sent, String egress) {
        Optional<Sighting> seen = ClientHello.key(sent).flatMap(key -> judge.seen().take(key));
        if (seen.isEmpty()) {
            found("the ClientHello never reached the target");
            return;
        }
        visitor.judgeAddress(egress, seen.get().peer());
        if (!sent.equals(seen.get().head())) {
            found("the ClientHello was changed");
        }
    }

    private void found(String sentence) {
        visitor.evidence().found(Kind.TLS, sentence);
    }

    private static SSLContext context() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnyCertificate()}, null);
            return context;
        } catch (GeneralSecurityException lacking) {
            throw new IOException("no TLS: " + lacking.getMessage(), lacking);
        }
    }
}
