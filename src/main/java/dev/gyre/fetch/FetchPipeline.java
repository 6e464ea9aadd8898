package dev.gyre.fetch;

import dev.gyre.http.ResponseDecoder;
import dev.gyre.outbound.OutboundPipeline;
import dev.gyre.outbound.TlsEnd;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;

/// The pipelines of a channel that was opened for an errand.
///
/// | phase | handlers, head to tail |
/// |-------|------------------------|
/// | http  | (`tls` → `tls-end` of each https hop) → `responses` → `fetch` |
/// | https | (`tls` → `tls-end` of each https hop) → `target-tls` → `tls-end` → `responses` → `fetch` |
/// | look  | (`tls` → `tls-end` of each https hop) → `target-tls` → `look` |
final class FetchPipeline {

    /// The name of the target's TLS.
    static final String TLS = "target-tls";

    private FetchPipeline() {}

    static void http(Channel channel, ResponseDecoder responses, ChannelHandler fetch) {
        channel.pipeline().addLast(responses, fetch);
        begin(channel);
    }

    static void https(
            Channel channel, SslHandler tls, ResponseDecoder responses, ChannelHandler fetch) {
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(TLS, tls);
        pipeline.addLast(new TlsEnd(), responses, fetch);
        begin(channel);
    }

    static void look(Channel channel, SslHandler tls, ChannelHandler look) {
        channel.pipeline().addLast(TLS, tls);
        channel.pipeline().addLast(look);
        begin(channel);
    }

    private static void begin(Channel channel) {
        OutboundPipeline.release(channel);
        channel.config().setAutoRead(true);
    }
}
