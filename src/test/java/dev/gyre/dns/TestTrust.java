package dev.gyre.dns;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;

import javax.net.ssl.SSLException;

/// Contexts of clients.
final class TestTrust {

    /// Trusts whom the JDK trusts.
    static final SslContext PLATFORM = platform();

    private TestTrust() {}

    private static SslContext platform() {
        try {
            return SslContextBuilder.forClient().sslProvider(SslProvider.JDK).build();
        } catch (SSLException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
