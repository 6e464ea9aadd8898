package dev.gyre.dns;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.concurrent.Promise;

/// Takes the first message of a connection as the answer. Nobody else can send one here, so one
/// that does not fit is the server's error.
final class StreamReplyHandler extends SimpleChannelInboundHandler<ByteBuf> {

    private final Query query;
    private final Promise<Heard> reply;

    StreamReplyHandler(Query query, Promise<Heard> reply) {
        this.query = query;
        this.reply = reply;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf message) {
        reply.trySuccess(
                query.readFrame(ByteBufUtil.getBytes(message))
                        .orElseGet(() -> new Heard.Broken("answers something else")));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            fail("closed the connection without an answer");
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail("closed the connection without an answer");
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(cause.toString());
    }

    private void fail(String why) {
        reply.tryFailure(new FailureException(Failure.DNS_ERROR, "name server: " + why));
    }
}
