package dev.gyre.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.TimeUnit;

/// Last handler of each channel of a tunnel: writes to the peer what it reads here.
///
/// - **Ownership:** a message is handed to the peer's pipeline, which releases it even when the write fails.
/// - **Flow:** a channel is read only while its peer is writable, so that no more waits here than the peer's high-water mark and
///   one read.
/// - **End:** when one side has said all, the other is told so and may still speak (RFC 9110 9.3.6); when both have, both are
///   closed after what is left has been written. When one breaks, the other is reset.
/// - **Toll:** where what passes is counted, a side is not read while a pause is due, and what may not pass ends the tunnel.
/// - **Threads:** both channels are on one event loop.
final class RelayHandler extends ChannelInboundHandlerAdapter {

    /// How long what is left may take when nobody is there any more who could wait for it.
    static final int LAST_SECONDS = 60;

    private final Channel peer;
    private final TunnelLife life;
    private final @Nullable Toll toll;
    private boolean ended;

    /// @param toll counts what passes; nothing when nobody does
    RelayHandler(Channel peer, TunnelLife life, @Nullable Toll toll) {
        this.peer = peer;
        this.life = life;
        this.toll = toll;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!peer.isActive()) {
            ReferenceCountUtil.release(message);
            return;
        }
        int count = message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        if (toll != null && !passes(ctx.channel(), toll, count)) {
            ReferenceCountUtil.release(message);
            life.cut();
            return;
        }
        peer.write(message, peer.voidPromise());
        life.carried(count, peer);
        if (!peer.isWritable()) {
            // Flushes at once, so that a full peer drains while this side waits.
            peer.flush();
            Pace.read(ctx.channel(), peer.isWritable());
        }
    }

    private static boolean passes(Channel from, Toll toll, int bytes) {
        long pause = toll.pass(bytes);
        if (pause > 0) {
            Pace.pause(from, pause, toll::more);
        }
        return pause != Toll.OVER;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        peer.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        Pace.read(peer, ctx.channel().isWritable());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            endInput(ctx);
        } else if (event instanceof IdleStateEvent) {
            // One that waits its turn is not idle.
            if (!Pace.isPaused(ctx.channel()) && !Pace.isPaused(peer)) {
                ctx.close();
            }
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    /// The other end has said all.
    void endInput(ChannelHandlerContext ctx) {
        if (ended) {
            return;
        }
        ended = true;
        if (ChannelEnds.isInputEnded(peer)) {
            closeAfterFlush(peer);
            closeAfterFlush(ctx.channel());
        } else {
            peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> ChannelEnds.endOutput(peer));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closeAfterFlush(peer);
    }

    /// What breaks on one side breaks on the other: a reset is no end that a part could be taken for the whole by.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (peer.isActive()) {
            ChannelEnds.reset(peer);
        }
        ctx.close();
    }

    private static void closeAfterFlush(Channel channel) {
        if (!channel.isActive()) {
            return;
        }
        ChannelFuture flushed =
                channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                        .addListener(ChannelFutureListener.CLOSE);
        if (!flushed.isDone()) {
            // A peer that reads no more must not hold the connection for ever.
            Future<?> limit =
                    channel.eventLoop()
                            .schedule(() -> channel.close(), LAST_SECONDS, TimeUnit.SECONDS);
            flushed.addListener(_ -> limit.cancel(false));
        }
    }
}
