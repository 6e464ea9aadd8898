package dev.gyre.inbound;

import dev.gyre.inbound.client.ClientConnection;
import dev.gyre.inbound.client.ClientEvent;
import dev.gyre.inbound.client.LingeringClose;
import dev.gyre.inbound.http.Unserved;
import dev.gyre.inbound.socks.SocksRefusal;
import dev.gyre.net.Failure;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;

/// Last handler of a client's connection that is not served: says why to whoever speaks HTTP, and to whoever speaks SOCKS that it
/// is not, as soon as he speaks, and closes.
final class Refusal extends ChannelInboundHandlerAdapter {

    private final ClientConnection client;
    private final Failure why;
    private boolean told;

    Refusal(ClientConnection client, Failure why) {
        this.why = why;
        this.client = client;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (told || !(message instanceof ByteBuf bytes) || !bytes.isReadable()) {
                return;
            }
            told = true;
            client.deadline().clear();
            int first = bytes.getUnsignedByte(bytes.readerIndex());
            if (ProtocolDetector.isHttp(first)) {
                LingeringClose.begin(ctx.channel(), false, Unserved.reply(why, ctx.alloc()));
            } else {
                SocksRefusal.reply(first)
                        .ifPresentOrElse(
                                reply -> LingeringClose.begin(ctx.channel(), false, reply),
                                ctx::close);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent || event instanceof ClientEvent) {
            ctx.close();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        client.broken(cause);
    }
}
