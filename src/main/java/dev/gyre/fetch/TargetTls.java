package dev.gyre.fetch;

import dev.gyre.net.Addresses;
import dev.gyre.net.Host;
import dev.gyre.net.Target;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/// TLS towards targets, as a client. No session is resumed: it would link two requests. Safe for all threads.
final class TargetTls {

    private final SslContext trusting;
    private final SslContext looking;
    private final AtomicInteger connections = new AtomicInteger();

    /// @param trust a client's context of the JDK's provider: it says whom to trust
    TargetTls(SslContext trust) {
        this.trusting = trust;
        try {
            this.looking =
                    SslContextBuilder.forClient()
                            .sslProvider(SslProvider.JDK)
                            .trustManager(new AnyCertificate())
                            .build();
        } catch (SSLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Takes a certificate only if it is good for the target's name.
    SslHandler verified(Target target, ByteBufAllocator allocator) {
        return handler(trusting, target, allocator, true);
    }

    /// Takes any certificate.
    SslHandler looking(Target target, ByteBufAllocator allocator) {
        return handler(looking, target, allocator, false);
    }

    private SslHandler handler(
            SslContext context, Target target, ByteBufAllocator allocator, boolean verified) {
        String name =
                switch (target.host()) {
                    case Host.Name(String text) -> text;
                    case Host.Address(var address) -> Addresses.text(address);
                };
        // The JDK looks up sessions to resume by name and port: with a number that never comes
        // again there is none.
        SSLEngine engine =
                context.newEngine(
                        allocator, name, connections.incrementAndGet() & Integer.MAX_VALUE);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(verified ? "HTTPS" : "");
        if (target.host() instanceof Host.Name && name.indexOf('_') < 0) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        engine.setSSLParameters(parameters);
        SslHandler handler = new SslHandler(engine);
        // The errand has one deadline for everything.
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }
}
