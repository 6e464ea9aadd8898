package dev.gyre.dns;

import dev.gyre.net.Addresses;
import dev.gyre.net.Host;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;

import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/// TLS towards name servers. A server must always show that it is the one that was meant: by a certificate for its name or address, or
/// by a key that is known (the strict profile of RFC 8310 section 5).
///
/// No session is ever resumed: its ticket would tell the server that two connections are of one client. Safe for all threads.
final class ServerTls {

    private final SslContext platform;
    private final Map<ServerIdentity, SslContext> special = new HashMap<>();
    private final AtomicInteger connections = new AtomicInteger();

    /// Makes all that connections need, so that no event loop has to.
    ///
    /// @param platform a client's context of the JDK's provider: it says whom to trust, where a server has nothing of its own
    ServerTls(SslContext platform, List<NameServer> servers) {
        this.platform = platform;
        for (NameServer server : servers) {
            switch (server) {
                case NameServer.Tls tls -> prepare(tls.identity());
                case NameServer.Https https -> prepare(https.identity());
                case NameServer.Datagram _, NameServer.Stream _ -> {}
            }
        }
    }

    private void prepare(ServerIdentity identity) {
        if (!identity.pins().isEmpty() || identity.authorities().isPresent()) {
            special.computeIfAbsent(identity, ServerTls::context);
        }
    }

    private static SslContext context(ServerIdentity identity) {
        try {
            SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
            return (identity.pins().isEmpty()
                            ? builder.trustManager(
                                    identity.authorities()
                                            .orElseThrow()
                                            .certificates()
                                            .toArray(X509Certificate[]::new))
                            : builder.trustManager(new PinnedKeys(identity.pins())))
                    .build();
        } catch (SSLException unusable) {
            throw new IllegalArgumentException(unusable);
        }
    }

    SslHandler handler(
            ServerIdentity identity, List<String> protocols, ByteBufAllocator allocator) {
        String name =
                switch (identity.name()) {
                    case Host.Name(String text) -> text;
                    case Host.Address(var address) -> Addresses.text(address);
                };
        // The JDK looks up sessions to resume by name and port: with a number that never comes
        // again there is none.
        SSLEngine engine =
                special.getOrDefault(identity, platform)
                        .newEngine(
                                allocator, name, connections.incrementAndGet() & Integer.MAX_VALUE);
        SSLParameters parameters = engine.getSSLParameters();
        if (identity.pins().isEmpty()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (identity.name() instanceof Host.Name && name.indexOf('_') < 0) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        parameters.setApplicationProtocols(protocols.toArray(String[]::new));
        engine.setSSLParameters(parameters);
        SslHandler handler = new SslHandler(engine);
        // The question has one deadline for everything.
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }
}
