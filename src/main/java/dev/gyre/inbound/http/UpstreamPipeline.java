package dev.gyre.inbound.http;

import dev.gyre.http.HeadLimits;
import dev.gyre.http.ResponseDecoder;
import dev.gyre.outbound.OutboundPipeline;
import dev.gyre.relay.Pace;

import io.netty.channel.Channel;

/// The pipeline of a channel towards a target while an exchange has it.
///
/// | phase | handlers, head to tail |
/// |-------|------------------------|
/// | HTTP  | (`tls` of each https hop) → `responses` → `exchange` |
final class UpstreamPipeline {

    private static final String EXCHANGE = "exchange";
    private static final String RESPONSES = "responses";

    private UpstreamPipeline() {}

    /// Gives the channel to an exchange, for one request of this method. Reading starts.
    static void speakHttp(Channel channel, String method, HeadLimits limits, Exchange exchange) {
        ResponseDecoder responses = new ResponseDecoder(limits);
        responses.expect(method);
        channel.pipeline()
                .addLast(RESPONSES, responses)
                .addLast(EXCHANGE, new UpstreamHandler(exchange));
        OutboundPipeline.release(channel);
        channel.config().setAutoRead(true);
    }

    /// Whether nothing but the reply has come, so that the channel can serve again (RFC 9112 6.3).
    static boolean isClean(Channel channel) {
        return channel.pipeline().get(RESPONSES) instanceof ResponseDecoder responses
                && responses.isReusable();
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
}
