package dev.gyre.inbound.http2;

import dev.gyre.http.HeadLimits;
import dev.gyre.http.HttpError;
import dev.gyre.http.ReplyReader;
import dev.gyre.http.ResponseHead;
import dev.gyre.relay.ChannelEnds;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// First handler of a stream's channel: what stands behind it hears HTTP/1.1, and speaks it, so that all its rules hold here, too. A
/// request's content and a reply's have the framing of each side; in a tunnel there is none.
///
/// - **End:** of a tunnel, each direction ends by itself. A stream that is closed before its reply is whole is reset.
/// - **Flow:** the stream's channel knows what its window lets out; what comes in is bounded by ours.
/// - **Threads:** the event loop of the client's connection.
public final class StreamCodec extends ChannelDuplexHandler
        implements ReplyReader.Parts, ChannelEnds.Halves {

    /// What concerns a connection (RFC 9113 8.2.2).
    private static final Set<String> OF_CONNECTIONS =
            Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = {'0', '\r', '\n', '\r', '\n'};

    private final HeadLimits limits;
    private final UntakenFrames.OfStream untaken;
    private @Nullable ChannelHandlerContext context;
    private @Nullable StreamRequest request;
    private @Nullable ReplyReader reply;
    private @Nullable ChannelFuture written;
    private boolean inputEnded;
    private boolean outputEnded;

    /// @param untaken is told of each frame with content that is taken
    public StreamCodec(HeadLimits limits, UntakenFrames.OfStream untaken) {
        this.limits = limits;
        this.untaken = untaken;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        ctx.channel().attr(ChannelEnds.HALVES).set(this);
    }

    // --- what the client sends

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        switch (message) {
            case Http2HeadersFrame frame -> {
                if (request == null) {
                    begin(ctx, frame);
                } else if (frame.isEndStream()) {
                    endInput(ctx); // trailers don't pass
                } else {
                    reset(ctx, Http2Error.PROTOCOL_ERROR);
                }
            }
            case Http2DataFrame frame -> {
                untaken.taken();
                boolean last = frame.isEndStream();
                ByteBuf data = frame.content().retain();
                frame.release();
                data(ctx, data);
                if (last) {
                    endInput(ctx);
                }
            }
            default -> ReferenceCountUtil.release(message);
        }
    }

    private void begin(ChannelHandlerContext ctx, Http2HeadersFrame frame) {
        Optional<StreamRequest> asked = StreamRequest.of(frame.headers(), frame.isEndStream());
        if (asked.isEmpty()) {
            reset(ctx, Http2Error.PROTOCOL_ERROR);
            return;
        }
        request = asked.get();
        reply = new ReplyReader(asked.get().method(), limits, this);
        ctx.fireChannelRead(
                ByteBufUtil.encodeString(
                        ctx.alloc(),
                        CharBuffer.wrap(asked.get().head()),
                        StandardCharsets.ISO_8859_1));
        if (frame.isEndStream()) {
            ended(ctx);
        }
    }

    private void data(ChannelHandlerContext ctx, ByteBuf data) {
        StreamRequest asked = request;
        if (asked == null || !data.isReadable()) {
            data.release();
        } else if (asked.chunked()) {
            ctx.fireChannelRead(
                    Unpooled.copiedBuffer(
                            Integer.toHexString(data.readableBytes()) + "\r\n",
                            StandardCharsets.US_ASCII));
            ctx.fireChannelRead(data);
            ctx.fireChannelRead(Unpooled.wrappedBuffer(LINE_END));
        } else {
            ctx.fireChannelRead(data);
        }
    }

    private void endInput(ChannelHandlerContext ctx) {
        StreamRequest asked = request;
        if (asked != null && asked.chunked()) {
            ctx.fireChannelRead(Unpooled.wrappedBuffer(LAST_CHUNK));
        }
        ended(ctx);
    }

    /// The end of a request with content is in its framing; that of a tunnel has to be said.
    private void ended(ChannelHandlerContext ctx) {
        inputEnded = true;
        StreamRequest asked = request;
        if (asked != null && asked.isConnect()) {
            ctx.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        switch (event) {
            case Http2ResetFrame reset -> {
                inputEnded = true;
                outputEnded = true;
                ctx.fireExceptionCaught(
                        new IOException("reset by the client: " + reset.errorCode()));
                ctx.close(); // else Netty waits for what it still holds to be read
            }
            // Of the connection, which ends with its streams.
            case ChannelInputShutdownReadComplete _,
                    ChannelOutputShutdownEvent _,
                    SslCloseCompletionEvent _ -> {}
            default -> ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.fireExceptionCaught(
                cause instanceof Http2Exception
                        ? new IOException(cause.getMessage(), cause)
                        : cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (reply != null) {
            reply.release();
        }
        ctx.fireChannelInactive();
    }

    // --- what it is told

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (!(message instanceof ByteBuf octets) || reply == null) {
            ctx.write(message, promise);
            return;
        }
        try {
            reply.read(octets);
        } catch (HttpError broken) {
            reset(ctx, Http2Error.INTERNAL_ERROR);
        }
        if (promise.isVoid()) {
            return;
        }
        ChannelFuture before = written;
        if (before == null || before.isSuccess()) {
            promise.trySuccess();
        } else {
            before.addListener(done -> {
                if (done.isSuccess()) {
                    promise.trySuccess();
                } else {
                    promise.tryFailure(done.cause());
                }
            });
        }
    }

    @Override
    public void head(ResponseHead head, boolean last) {
        Http2Headers headers = new DefaultHttp2Headers(false);
        headers.status(Integer.toString(head.status()));
        for (int i = 0; i < head.fields().count(); i++) {
            String name = head.fields().name(i).toLowerCase(Locale.ROOT);
            if (!OF_CONNECTIONS.contains(name)) {
                headers.add(name, head.fields().value(i));
            }
        }
        outputEnded |= last;
        written = ctx().write(new DefaultHttp2HeadersFrame(headers, last));
    }

    @Override
    public void data(ByteBuf data, boolean last) {
        outputEnded |= last;
        written = ctx().write(new DefaultHttp2DataFrame(data, last));
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (reply != null && reply.isOpenEnded() && !outputEnded) {
            endOutput();
        }
        if (outputEnded && !inputEnded) {
            // All is said; the rest of what is asked is of no use any more (RFC 9113 8.1).
            ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
        }
        ctx.close(promise);
    }

    // --- the ends of a tunnel

    @Override
    public boolean isInputEnded() {
        return inputEnded;
    }

    @Override
    public boolean isOutputEnded() {
        return outputEnded;
    }

    @Override
    public void endOutput() {
        if (!outputEnded && reply != null && reply.isOpenEnded()) {
            data(Unpooled.EMPTY_BUFFER, true);
            ctx().flush();
        }
    }

    @Override
    public void reset() {
        StreamRequest asked = request;
        reset(
                ctx(),
                asked != null && asked.isConnect()
                        ? Http2Error.CONNECT_ERROR
                        : Http2Error.INTERNAL_ERROR);
    }

    private void reset(ChannelHandlerContext ctx, Http2Error error) {
        outputEnded = true;
        inputEnded = true;
        ctx.writeAndFlush(new DefaultHttp2ResetFrame(error));
        ctx.close();
    }

    private ChannelHandlerContext ctx() {
        return Objects.requireNonNull(context, "not in a pipeline");
    }
}
