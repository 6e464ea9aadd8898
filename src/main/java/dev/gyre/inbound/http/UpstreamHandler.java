package dev.gyre.inbound.http;

import dev.gyre.http.BadMessage;
import dev.gyre.http.BodyEnd;
import dev.gyre.http.ResponseDecoder;
import dev.gyre.http.ResponseHead;
import dev.gyre.http.Truncated;
import dev.gyre.net.Failure;
import dev.gyre.outbound.Reusable;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

/// Last handler of a channel towards a target: tells the exchange that has the channel what the target says. While none has it,
/// whatever comes ends it.
///
/// On the channel's event loop only.
final class UpstreamHandler extends ChannelInboundHandlerAdapter implements Reusable {

    private final ResponseDecoder responses;
    private final long begunNanos;
    private @Nullable Exchange exchange;
    private @Nullable Runnable useless;

    /// @param responses reads what the target says, right before this
    /// @param begunNanos when the connection was begun to be opened
    UpstreamHandler(ResponseDecoder responses, long begunNanos) {
        this.responses = responses;
        this.begunNanos = begunNanos;
    }

    /// The channel is this exchange's from now on, for one request of this method.
    void begin(Exchange next, String method) {
        responses.expect(method);
        exchange = next;
    }

    /// Whether nothing but the reply has come, so that the channel can serve again.
    boolean isClean() {
        return responses.isReusable();
    }

    @Override
    public long begunNanos() {
        return begunNanos;
    }

    @Override
    public void rests(Runnable whenUseless) {
        exchange = null;
        useless = whenUseless;
        responses.rest();
    }

    @Override
    public void wakes() {
        useless = null;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Exchange its = exchange;
        if (its == null) {
            ReferenceCountUtil.release(message);
            end(ctx);
            return;
        }
        switch (message) {
            case ByteBuf data -> its.replyData(data);
            case ResponseHead head -> its.replyHead(head);
            case BodyEnd _ -> its.replyEnd();
            case Truncated _ -> its.upstreamFailed(Failure.CONNECTION_CLOSED);
            case BadMessage _ -> its.upstreamFailed(Failure.BAD_RESPONSE);
            default -> ReferenceCountUtil.release(message);
        }
    }

    /// The end of a read that brought the last of a reply comes when the channel may wait already.
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        Exchange its = exchange;
        if (its != null) {
            its.replyPause();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        Exchange its = exchange;
        if (its != null) {
            its.upstreamWritable();
        }
    }

    /// The target has said all: whatever it still owed won't come.
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        Exchange its = exchange;
        if (its == null) {
            end(ctx);
        } else if (event instanceof ChannelInputShutdownEvent) {
            its.upstreamFailed(Failure.CONNECTION_CLOSED);
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        Exchange its = exchange;
        if (its == null) {
            end(ctx);
        } else {
            its.upstreamFailed(Failure.CONNECTION_CLOSED);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Exchange its = exchange;
        if (its == null) {
            end(ctx);
        } else {
            its.upstreamBroke(cause);
        }
    }

    private void end(ChannelHandlerContext ctx) {
        Runnable keeper = useless;
        if (keeper != null) {
            keeper.run();
        }
        ctx.close();
    }
}
