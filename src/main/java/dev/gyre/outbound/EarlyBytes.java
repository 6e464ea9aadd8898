package dev.gyre.outbound;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;

import java.util.ArrayDeque;
import java.util.Queue;

/// Keeps what a target says before anybody listens: bytes that came in one segment with a hop's last answer. Hands them on, in
/// order, when it is removed.
///
/// Bounded: the channel does not read by itself before somebody listens, so that this is one segment at most.
final class EarlyBytes extends ChannelInboundHandlerAdapter {

    private final Queue<Object> held = new ArrayDeque<>(0);

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        held.add(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            held.add(event);
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    /// Whoever waits for the channel has been told already, or will find it closed.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        boolean any = !held.isEmpty();
        for (Object each = held.poll(); each != null; each = held.poll()) {
            if (!ctx.channel().isActive()) {
                ReferenceCountUtil.release(each);
            } else if (each instanceof ChannelInputShutdownEvent) {
                ctx.fireUserEventTriggered(each);
            } else {
                ctx.fireChannelRead(each);
            }
        }
        if (any) {
            ctx.fireChannelReadComplete();
        }
    }
}
