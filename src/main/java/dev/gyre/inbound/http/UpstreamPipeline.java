package dev.gyre.inbound.http;

import dev.gyre.http.HeadLimits;
import dev.gyre.http.ResponseDecoder;
import dev.gyre.outbound.OutboundPipeline;
import dev.gyre.outbound.Reusable;
import dev.gyre.outbound.Upstream;
import dev.gyre.relay.Pace;

import io.netty.channel.Channel;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// The pipeline of a channel towards a target while exchanges have it, one after the other. It stays while the channel waits for
/// the next one: handlers that come and go with each request would cost more than most of what they do.
///
/// | phase | handlers, head to tail |
/// |-------|------------------------|
/// | HTTP  | (`tls` of each https hop) → `responses` → `exchange` |
final class UpstreamPipeline {

    private static final String EXCHANGE = "exchange";
    private static final String RESPONSES = "responses";

    private UpstreamPipeline() {}

    /// Gives the channel to an exchange, for one request of this method. Reading starts.
    static void speakHttp(Upstream upstream, String method, HeadLimits limits, Exchange exchange) {
        Channel channel = upstream.channel();
        UpstreamHandler handler = handler(channel);
        if (handler != null) {
            handler.begin(exchange, method);
        } else {
            ResponseDecoder responses = new ResponseDecoder(limits);
            UpstreamHandler fresh = new UpstreamHandler(responses, upstream.begunNanos());
            fresh.begin(exchange, method);
            channel.pipeline().addLast(RESPONSES, responses).addLast(EXCHANGE, fresh);
            OutboundPipeline.release(channel);
        }
        channel.config().setAutoRead(true);
    }

    /// What speaks on the channel, when nothing but the reply has come, so that it can serve again (RFC 9112 6.3).
    static Optional<Reusable> reusable(Channel channel) {
        UpstreamHandler handler = handler(channel);
        return handler != null && handler.isClean() ? Optional.of(handler) : Optional.empty();
    }

    /// Takes the channel from its exchange for a tunnel: what the target has said already is kept for it. Reading stops.
    static void leaveToTunnel(Channel channel) {
        OutboundPipeline.hold(channel);
        leave(channel);
    }

    /// Takes the channel from its exchange. Reading stops.
    static void leave(Channel channel) {
        Pace.end(channel);
        channel.config().setAutoRead(false);
        channel.pipeline().remove(EXCHANGE);
        channel.pipeline().remove(RESPONSES);
    }

    private static @Nullable UpstreamHandler handler(Channel channel) {
        return channel.pipeline().last() instanceof UpstreamHandler handler ? handler : null;
    }
}
