package dev.gyre.fuzz;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/// What Netty's HTTP/1 codec makes of octets.
///
/// @param whole how many messages it read to their end before it refused one, or in all
/// @param refuses whether it refused one
record NettyCodec(int whole, boolean refuses) {

    private static HttpDecoderConfig limits() {
        return new HttpDecoderConfig().setMaxInitialLineLength(400).setMaxHeaderSize(1500);
    }

    static NettyCodec ofRequests(byte[] octets) {
        return read(new EmbeddedChannel(new HttpRequestDecoder(limits())), octets);
    }

    /// As the response to a request of this method.
    static NettyCodec ofResponse(String method, byte[] octets) {
        EmbeddedChannel channel = new EmbeddedChannel(new HttpClientCodec(limits(), false, false));
        channel.writeOutbound(
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1, HttpMethod.valueOf(method), "a:1"));
        channel.releaseOutbound();
        return read(channel, octets);
    }

    private static NettyCodec read(EmbeddedChannel channel, byte[] octets) {
        channel.writeInbound(Unpooled.wrappedBuffer(octets));
        int whole = 0;
        boolean refuses = false;
        for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
            if (next instanceof HttpObject part && part.decoderResult().isFailure()) {
                refuses = true;
            } else if (next instanceof LastHttpContent && !refuses) {
                whole++;
            }
            ReferenceCountUtil.release(next);
        }
        channel.finishAndReleaseAll();
        return new NettyCodec(whole, refuses);
    }
}
