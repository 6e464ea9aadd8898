package dev.gyre.dns;

import dev.gyre.testkit.TestCertificates;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLException;

/// Contexts of clients.
final class TestTrust {

    /// Trusts whom the JDK trusts.
    static final SslContext PLATFORM = platform();

    private TestTrust() {}

    /// Who must have signed a server's certificate.
    static Optional<ServerIdentity.Authorities> authority(TestCertificates signer) {
        return Optional.of(
                new ServerIdentity.Authorities(Path.of("ca.pem"), List.of(signer.authority())));
    }

    private static SslContext platform() {
        try {
            return SslContextBuilder.forClient().sslProvider(SslProvider.JDK).build();
        } catch (SSLException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
