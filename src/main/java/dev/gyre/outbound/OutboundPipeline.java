package dev.gyre.outbound;

import dev.gyre.egress.Egress;
import dev.gyre.egress.Hop;
import dev.gyre.egress.HopScheme;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/// The pipelines of a channel towards a target, until it is handed to whoever speaks with the target.
///
/// | phase     | handlers, head to tail |
/// |-----------|------------------------|
/// | direct    | `early` |
/// | handshake | for each hop: (`tls` → `tls-end`) → `hop`; then `early` |
/// | ready     | (`tls` → `tls-end` of each https hop) → `early` |
/// | handed on | (`tls` → `tls-end` of each https hop) → the user's handlers |
public final class OutboundPipeline {

    private static final String EARLY = "early";

    private OutboundPipeline() {}

    static void direct(Channel channel) {
        channel.pipeline().addLast(EARLY, new EarlyBytes());
    }

    /// Puts in what passes the hops.
    ///
    /// @param servers where each hop is connected to: resolved, or a name that the hop before it resolves
    /// @return the handshakes, first to last
    static List<HopHandshake> handshakes(
            Channel channel,
            Egress.Chain chain,
            List<? extends SocketAddress> servers,
            HopTls tls) {
        ChannelPipeline pipeline = channel.pipeline();
        List<HopHandshake> handshakes = new ArrayList<>();
        int count = servers.size();
        for (int i = 0; i < count; i++) {
            Hop hop = chain.hops().get(i);
            if (hop.scheme() == HopScheme.HTTPS) {
                pipeline.addLast("tls-" + i, tls.handler(hop, channel.alloc()));
                pipeline.addLast("tls-end-" + i, new TlsEnd());
            }
            boolean last = i == count - 1;
            HopHandshake handshake =
                    switch (hop.scheme()) {
                        case HTTP, HTTPS -> new HttpConnectHandshake(hop, servers.get(i), last);
                        case SOCKS4, SOCKS4A -> new Socks4Handshake(hop, servers.get(i), last);
                        case SOCKS5, SOCKS5H -> new Socks5Handshake(hop, servers.get(i), last);
                    };
            pipeline.addLast("hop-" + i, handshake);
            handshakes.add(handshake);
        }
        pipeline.addLast(EARLY, new EarlyBytes());
        return handshakes;
    }

    /// Takes the handshakes out once all hops have been passed.
    static void ready(Channel channel, List<HopHandshake> handshakes) {
        handshakes.forEach(channel.pipeline()::remove);
    }

    /// Keeps what arrives from now on, and what handlers removed from now on still hold, until [#release].
    public static void hold(Channel channel) {
        channel.pipeline().addLast(EARLY, new EarlyBytes());
    }

    /// Takes away what kept early bytes; they go to the handlers that are there now. For whoever adds its handlers itself.
    public static void release(Channel channel) {
        if (channel.pipeline().get(EARLY) != null) {
            channel.pipeline().remove(EARLY);
        }
    }
}
