package dev.gyre.inbound.http2;

import dev.gyre.inbound.client.ClientConnection;
import dev.gyre.inbound.client.ClientEvent;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.ReferenceCountUtil;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Last handler of a client's connection that speaks HTTP/2: when it ends. Its streams have channels of their own.
///
/// On the connection's event loop.
public final class StreamsHandler extends ChannelInboundHandlerAdapter {

    private final ClientConnection client;
    private final Set<Channel> open = new HashSet<>();
    private boolean stopping;

    public StreamsHandler(ClientConnection client) {
        this.client = client;
    }

    /// A stream has been opened.
    public void opened(Channel stream) {
        open.add(stream);
        client.deadline().clear();
        stream.closeFuture().addListener(_ -> closed(stream));
    }

    private void closed(Channel stream) {
        open.remove(stream);
        if (!open.isEmpty() || !client.channel().isActive()) {
            return;
        }
        if (stopping) {
            client.channel().close();
        } else {
            client.deadline().in(client.timeouts().idle());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message); // settings and the like, which the codec has heeded
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        switch (event) {
            case ClientEvent.EXPIRED -> {
                if (open.isEmpty()) {
                    ctx.close();
                }
            }
            case ClientEvent.STOPPING -> {
                stopping = true;
                if (open.isEmpty()) {
                    ctx.close();
                } else {
                    ctx.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
                }
            }
            case ChannelInputShutdownEvent _ -> ctx.close();
            default -> ctx.fireUserEventTriggered(event);
        }
    }

    /// Netty waits for what streams still hold to be read, which may be never.
    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        List.copyOf(open).forEach(Channel::close);
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof Http2Exception) {
            // The client's fault, of which the codec tells it next.
            ctx.executor().execute(ctx::close);
        } else {
            client.broken(cause);
        }
    }
}
