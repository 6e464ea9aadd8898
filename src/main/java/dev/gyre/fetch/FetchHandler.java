package dev.gyre.fetch;

import dev.gyre.http.BadMessage;
import dev.gyre.http.BodyEnd;
import dev.gyre.http.BodyFraming;
import dev.gyre.http.ResponseDecoder;
import dev.gyre.http.ResponseHead;
import dev.gyre.http.Truncated;
import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Promise;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;

/// Sends the request of an errand and collects the answer, up to the most that it may be. Closes the channel when that is over, well
/// or badly.
final class FetchHandler extends ChannelInboundHandlerAdapter {

    private final Errand errand;
    private final ResponseDecoder responses;
    private final Promise<Fetched> result;
    private final long start;
    private final long connected;

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private List<X509Certificate> certificates = List.of();
    private @Nullable InetSocketAddress local;
    private @Nullable ResponseHead head;
    private long answered;

    /// @param start when the errand began, in the time of `System.nanoTime`
    FetchHandler(Errand errand, ResponseDecoder responses, Promise<Fetched> result, long start) {
        this.errand = errand;
        this.responses = responses;
        this.result = result;
        this.start = start;
        this.connected = System.nanoTime() - start;
    }

    /// Sends the request; for `https` once the handshake is done.
    void send(ChannelHandlerContext ctx) {
        responses.expect(errand.method().name());
        ctx.writeAndFlush(Unpooled.wrappedBuffer(errand.octets()))
                .addListener(sent -> {
                    // An answer may be there before the request is read to its end.
                    if (!sent.isSuccess()) {
                        fail(ctx, CertificateErrors.of(sent.cause()));
                    }
                });
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (!(ctx.channel().localAddress() instanceof InetSocketAddress at)) {
            closed(ctx);
            return;
        }
        local = at;
        if (!errand.url().tls()) {
            send(ctx);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        switch (message) {
            case ResponseHead received -> headed(ctx, received);
            case ByteBuf octets -> take(ctx, octets);
            case BodyEnd _ -> end(ctx);
            case BadMessage(var error) -> fail(ctx, Failure.BAD_RESPONSE, error.reason());
            case Truncated _ -> fail(ctx, Failure.CONNECTION_CLOSED, "the answer was cut");
            default -> ReferenceCountUtil.release(message);
        }
    }

    private void headed(ChannelHandlerContext ctx, ResponseHead received) {
        if (answered == 0) {
            answered = Math.max(1, System.nanoTime() - start);
        }
        if (received.isInterim()) {
            return;
        }
        head = received;
        if (received.status() == 101) {
            fail(ctx, Failure.BAD_RESPONSE, "changes to another protocol");
        } else if (received.framing(errand.method().name())
                        instanceof BodyFraming.Length(var octets)
                && octets > errand.most()
                && errand.tooMuch() == Errand.TooMuch.FAILS) {
            tooLarge(ctx);
        }
    }

    private void take(ChannelHandlerContext ctx, ByteBuf octets) {
        try {
            if (result.isDone()) {
                return;
            }
            int room = errand.most() - body.size();
            boolean tooMuch = octets.readableBytes() > room;
            if (tooMuch && errand.tooMuch() == Errand.TooMuch.FAILS) {
                tooLarge(ctx);
                return;
            }
            byte[] bytes = new byte[Math.min(room, octets.readableBytes())];
            octets.readBytes(bytes);
            body.writeBytes(bytes);
            if (tooMuch) {
                end(ctx);
            }
        } finally {
            octets.release();
        }
    }

    private void tooLarge(ChannelHandlerContext ctx) {
        fail(ctx, Failure.BAD_RESPONSE, "the answer has more than " + errand.most() + " octets");
    }

    private void end(ChannelHandlerContext ctx) {
        ResponseHead received = head;
        InetSocketAddress at = local;
        if (received != null && at != null) {
            result.trySuccess(
                    new Fetched(
                            received.status(),
                            received.fields(),
                            body.toByteArray(),
                            certificates,
                            at.getAddress(),
                            connected,
                            answered));
        }
        ctx.close();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done && errand.url().tls()) {
            if (done.isSuccess()) {
                certificates = CertificateErrors.shown(ctx.channel());
                send(ctx);
            } else {
                fail(ctx, CertificateErrors.of(done.cause()));
            }
        } else if (event instanceof ChannelInputShutdownEvent) {
            closed(ctx);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closed(ctx);
    }

    /// By then the decoder has handed on all that came.
    private void closed(ChannelHandlerContext ctx) {
        fail(ctx, Failure.CONNECTION_CLOSED, "closed before the answer");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, CertificateErrors.of(cause));
    }

    private void fail(ChannelHandlerContext ctx, Failure failure, String detail) {
        fail(ctx, new FailureException(failure, detail));
    }

    private void fail(ChannelHandlerContext ctx, FailureException failure) {
        result.tryFailure(failure);
        ctx.close();
    }
}
