package dev.gyre.dns;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.concurrent.Promise;

import org.jspecify.annotations.Nullable;

/// A conversation that is the last handler of its channel, and ends with it: what is asked by then is answered with a [Hangup].
///
/// @param <M> what the handlers before it make of the server's octets
abstract class ChannelConversation<M> extends SimpleChannelInboundHandler<M>
        implements Conversation {

    private final NameServer server;
    private @Nullable ChannelHandlerContext context;

    ChannelConversation(NameServer server) {
        this.server = server;
    }

    /// A question that is open.
    record Asked(Query query, Promise<Heard> heard) {

        void fail(Hangup why) {
            heard.tryFailure(why);
        }
    }

    @Override
    public final void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public final void ask(Query query, Promise<Heard> heard) {
        ChannelHandlerContext ctx = context;
        if (ctx == null || !ctx.channel().isActive()) {
            heard.tryFailure(hangup("closed the connection"));
        } else {
            ask(ctx, query, heard);
        }
    }

    /// Asks over a connection that is up.
    abstract void ask(ChannelHandlerContext ctx, Query query, Promise<Heard> heard);

    /// Fails all that is open.
    abstract void failAll(Hangup why);

    final Hangup hangup(String why) {
        return new Hangup(server, why);
    }

    /// Ends it, and all that is open.
    final void end(ChannelHandlerContext ctx, String why) {
        failAll(hangup(why));
        ctx.close();
    }

    @Override
    public final void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            end(ctx, "closed the connection without an answer");
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public final void channelInactive(ChannelHandlerContext ctx) {
        end(ctx, "closed the connection without an answer");
        ctx.fireChannelInactive();
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end(ctx, String.valueOf(cause.getMessage()));
    }
}
