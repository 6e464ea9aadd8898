package dev.gyre.outbound;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;

import javax.net.ssl.SSLException;

/// Behind the TLS of a hop or a target: makes its end the end of the input, and its missing end an error. Without that, who cuts the
/// connection could have a part taken for the whole (RFC 8446 6.1).
public final class TlsEnd extends ChannelInboundHandlerAdapter {

    private boolean ended;

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        boolean goodbye = event instanceof SslCloseCompletionEvent;
        if (!goodbye && !(event instanceof ChannelInputShutdownEvent)) {
            ctx.fireUserEventTriggered(event);
        } else if (!ended) {
            ended = true;
            if (goodbye && ((SslCloseCompletionEvent) event).isSuccess()) {
                ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
            } else {
                ctx.fireExceptionCaught(new SSLException("TLS was cut"));
            }
        }
    }
}
