package dev.gyre.fetch;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;

import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/// What TLS with a target said.
final class CertificateErrors {

    private static final int DEEP = 8;

    private CertificateErrors() {}

    /// What an error of a channel to a target means.
    static FailureException of(Throwable cause) {
        boolean tls = false;
        Throwable each = cause;
        for (int i = 0; each != null && i < DEEP; i++) {
            if (each instanceof FailureException known) {
                return known;
            }
            if (each instanceof CertificateException) {
                return new UntrustedException(String.valueOf(each.getMessage()));
            }
            tls |= each instanceof SSLException;
            each = each.getCause();
        }
        return new FailureException(
                tls ? Failure.BAD_RESPONSE : Failure.CONNECTION_CLOSED,
                String.valueOf(cause.getMessage()));
    }

    /// The certificates that the target has shown, its own first. The handshake is done.
    static List<X509Certificate> shown(Channel channel) {
        List<X509Certificate> shown = new ArrayList<>();
        SslHandler tls = (SslHandler) channel.pipeline().get(FetchPipeline.TLS);
        try {
            for (Certificate each : tls.engine().getSession().getPeerCertificates()) {
                if (each instanceof X509Certificate certificate) {
                    shown.add(certificate);
                }
            }
        } catch (SSLPeerUnverifiedException none) {
            return List.of();
        }
        return shown;
    }
}
