package dev.gyre.fetch;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Promise;

import java.security.cert.X509Certificate;
import java.util.List;

/// Waits for the handshake, and closes the channel after it. No octet of a request is sent.
final class LookHandler extends ChannelInboundHandlerAdapter {

    private final Promise<List<X509Certificate>> result;

    LookHandler(Promise<List<X509Certificate>> result) {
        this.result = result;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done) {
            if (done.isSuccess()) {
                result.trySuccess(CertificateErrors.shown(ctx.channel()));
            } else {
                result.tryFailure(CertificateErrors.of(done.cause()));
            }
            ctx.close();
        } else if (event instanceof ChannelInputShutdownEvent) {
            closed(ctx);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closed(ctx);
    }

    private void closed(ChannelHandlerContext ctx) {
        result.tryFailure(
                new FailureException(Failure.CONNECTION_CLOSED, "closed before its certificate"));
        ctx.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        result.tryFailure(CertificateErrors.of(cause));
        ctx.close();
    }
}
