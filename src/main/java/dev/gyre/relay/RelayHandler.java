package dev.gyre.relay;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;

/// Last handler of each channel of a tunnel: writes to the peer what it reads here.
///
/// - **Ownership:** a message is handed to the peer's pipeline, which releases it even when the write fails.
/// - **Flow:** a channel is read only while its peer is writable, so that no more waits here than the peer's high-water mark and
///   one read.
/// - **End:** when one side has said all, the other is told so and may still speak (RFC 9110 9.3.6); when both have, or one
///   breaks, both are closed after what is left has been written.
/// - **Threads:** both channels are on one event loop.
final class RelayHandler extends ChannelInboundHandlerAdapter {

    private final Channel peer;
    private boolean ended;

    RelayHandler(Channel peer) {
        this.peer = peer;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!peer.isActive()) {
            ReferenceCountUtil.release(message);
            return;
        }
        peer.write(message, peer.voidPromise());
        if (!peer.isWritable()) {
            // Flushes at once, so that a full peer drains while this side waits.
            peer.flush();
            ctx.channel().config().setAutoRead(peer.isWritable());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        peer.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        peer.config().setAutoRead(ctx.channel().isWritable());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            endInput(ctx);
        } else if (event instanceof IdleStateEvent) {
            ctx.close();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    private void endInput(ChannelHandlerContext ctx) {
        if (ended) {
            return;
        }
        ended = true;
        if (peer instanceof DuplexChannel duplex && duplex.isInputShutdown()) {
            closeAfterFlush(peer);
            closeAfterFlush(ctx.channel());
        } else {
            peer.writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(_ -> {
                        if (peer instanceof DuplexChannel duplex && peer.isActive()) {
                            duplex.shutdownOutput();
                        } else {
                            peer.close();
                        }
                    });
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closeAfterFlush(peer);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private static void closeAfterFlush(Channel channel) {
        if (channel.isActive()) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
