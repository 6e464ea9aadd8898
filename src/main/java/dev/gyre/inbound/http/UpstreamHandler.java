package dev.gyre.inbound.http;

import dev.gyre.http.BadMessage;
import dev.gyre.http.BodyEnd;
import dev.gyre.http.ResponseHead;
import dev.gyre.http.Truncated;
import dev.gyre.net.Failure;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;

/// Last handler of a channel towards a target: tells the exchange what the target says.
final class UpstreamHandler extends ChannelInboundHandlerAdapter {

    private final Exchange exchange;

    UpstreamHandler(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        switch (message) {
            case ByteBuf data -> exchange.replyData(data);
            case ResponseHead head -> exchange.replyHead(head);
            case BodyEnd _ -> exchange.replyEnd();
            case Truncated _ -> exchange.upstreamFailed(Failure.CONNECTION_CLOSED);
            case BadMessage _ -> exchange.upstreamFailed(Failure.BAD_RESPONSE);
            default -> ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        exchange.replyPause();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        exchange.upstreamWritable();
    }

    /// The target has said all: whatever it still owed won't come.
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            exchange.upstreamFailed(Failure.CONNECTION_CLOSED);
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        exchange.upstreamFailed(Failure.CONNECTION_CLOSED);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        exchange.upstreamBroke(cause);
    }
}
