package dev.gyre.outbound;

import dev.gyre.egress.Hop;
import dev.gyre.egress.HopTrust;
import dev.gyre.net.Addresses;
import dev.gyre.net.Host;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/// TLS towards https hops. The certificate must be good for the hop's name, always.
///
/// No session is ever resumed: its ticket would tell the hop that two connections are of one client. Safe for all threads.
public final class HopTls {

    /// Of hops with authorities of their own: where there are more, the contexts are made anew.
    private static final int MOST_CONTEXTS = 256;

    private final SslContext context;
    private final Map<HopTrust.Authorities, SslContext> contexts = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();

    /// @param context a client's context of the JDK's provider: it says whom to trust
    public HopTls(SslContext context) {
        this.context = context;
    }

    /// Makes what a hop's connections need, so that no event loop has to: some milliseconds. Does nothing for most hops.
    public void prepare(Hop hop) {
        var _ = context(hop);
    }

    private SslContext context(Hop hop) {
        Optional<HopTrust.Authorities> authorities = hop.trust().flatMap(HopTrust::authorities);
        if (authorities.isEmpty()) {
            return context;
        }
        if (contexts.size() >= MOST_CONTEXTS && !contexts.containsKey(authorities.get())) {
            contexts.clear();
        }
        return contexts.computeIfAbsent(authorities.get(), HopTls::only);
    }

    /// Trust in these authorities, and in no other.
    private static SslContext only(HopTrust.Authorities authorities) {
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .trustManager(authorities.certificates())
                    .build();
        } catch (SSLException unusable) {
            throw new IllegalStateException(unusable); // they are certificates
        }
    }

    SslHandler handler(Hop hop, ByteBufAllocator allocator) {
        Host host =
                hop.trust()
                        .flatMap(HopTrust::name)
                        .<Host>map(own -> own)
                        .orElse(hop.server().host());
        String name =
                switch (host) {
                    case Host.Name(String text) -> text;
                    case Host.Address(var address) -> Addresses.text(address);
                };
        // The JDK looks up sessions to resume by name and port: with a number that never comes
        // again there is none.
        SSLEngine engine =
                context(hop)
                        .newEngine(
                                allocator, name, connections.incrementAndGet() & Integer.MAX_VALUE);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (host instanceof Host.Name && name.indexOf('_') < 0) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        engine.setSSLParameters(parameters);
        SslHandler handler = new SslHandler(engine);
        // The attempt has one deadline for everything.
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }
}
