package dev.gyre.relay;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;

import java.util.concurrent.TimeUnit;

/// Last handler of each channel of a tunnel that ends though neither side asked for it: writes what was read before, says that
/// no more will come, and hears the other end out for a while, since closing on what it still sends would be a reset, to which
/// it could lose what it was sent.
///
/// What it still sends is thrown away. Each channel ends by itself.
final class FarewellHandler extends ChannelInboundHandlerAdapter {

    /// How long the other end may go on sending.
    private static final int READ_SECONDS = 2;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        Channel channel = ctx.channel();
        Future<?> patience = closeIn(channel, RelayHandler.LAST_SECONDS);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(_ -> {
                    patience.cancel(false);
                    endOutput(channel);
                });
        Pace.end(channel);
        channel.config().setAutoRead(true);
    }

    private static void endOutput(Channel channel) {
        // TLS has an end of its own, which says as much: it goes out when the channel is closed.
        if (!ChannelEnds.isInputEnded(channel)
                && channel.pipeline().get(SslHandler.class) == null) {
            ChannelEnds.endOutput(channel);
            Future<?> rest = closeIn(channel, READ_SECONDS);
            channel.closeFuture().addListener(_ -> rest.cancel(false));
        } else {
            channel.close();
        }
    }

    private static Future<?> closeIn(Channel channel, int seconds) {
        return channel.eventLoop().schedule(() -> channel.close(), seconds, TimeUnit.SECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            if (ChannelEnds.isOutputEnded(ctx.channel())) {
                ctx.close();
            }
        } else if (event instanceof IdleStateEvent) {
            ctx.close();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
