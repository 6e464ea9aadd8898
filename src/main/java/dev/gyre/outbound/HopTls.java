package dev.gyre.outbound;

import dev.gyre.net.Addresses;
import dev.gyre.net.Host;
import dev.gyre.net.Target;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/// TLS towards https hops. The certificate must be good for the hop's name, always.
///
/// No session is ever resumed: its ticket would tell the hop that two connections are of one client. Safe for all threads.
public final class HopTls {

    private final SslContext context;
    private final AtomicInteger connections = new AtomicInteger();

    /// @param context a client's context of the JDK's provider: it says whom to trust
    public HopTls(SslContext context) {
        this.context = context;
    }

    SslHandler handler(Target hop, ByteBufAllocator allocator) {
        String name =
                switch (hop.host()) {
                    case Host.Name(String text) -> text;
                    case Host.Address(var address) -> Addresses.text(address);
                };
        // The JDK looks up sessions to resume by name and port: with a number that never comes
        // again there is none.
        SSLEngine engine =
                context.newEngine(
                        allocator, name, connections.incrementAndGet() & Integer.MAX_VALUE);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (hop.host() instanceof Host.Name && name.indexOf('_') < 0) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        engine.setSSLParameters(parameters);
        SslHandler handler = new SslHandler(engine);
        // The attempt has one deadline for everything.
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }
}
