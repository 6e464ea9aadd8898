package dev.gyre.outbound;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/// On a connection that nobody uses: whatever arrives, bytes or an end, makes it useless (RFC 9112 6.3), and it is closed.
final class ParkedGuard extends ChannelInboundHandlerAdapter {

    private final Runnable useless;

    /// @param useless called, perhaps more than once, before the channel is closed
    ParkedGuard(Runnable useless) {
        this.useless = useless;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
        end(ctx);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        end(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end(ctx);
    }

    private void end(ChannelHandlerContext ctx) {
        useless.run();
        ctx.close();
    }
}
