package dev.gyre.judge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;

import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/// The pipeline of a connection to the secured judge: `tls` → `end`.
final class SecuredPipeline extends ChannelInitializer<Channel> {

    private static final int MOST_SECONDS = 60;

    private final SSLContext server;

    SecuredPipeline(SSLContext server) {
        this.server = server;
    }

    @Override
    protected void initChannel(Channel channel) {
        SSLEngine engine = server.createSSLEngine();
        engine.setUseClientMode(false);
        channel.pipeline().addLast(new SslHandler(engine), new End());
        // Whoever looks is gone soon after the handshake.
        Future<?> end =
                channel.eventLoop().schedule(() -> channel.close(), MOST_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(_ -> end.cancel(false));
    }

    /// Nothing is answered.
    private static final class End extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
