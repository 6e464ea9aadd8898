package dev.gyre.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/// Decodes the requests of a client, one at a time.
///
/// For each request, [RequestHead], its body as `ByteBuf`s, and [BodyEnd] are handed on. What
/// follows is held, not looked at, until [#next()] says that the answer is on its way (RFC 9112
/// 9.3.2); or, after CONNECT, until this handler is removed from the pipeline, which hands it on as
/// it is. [BadMessage] or [Truncated] is the last that is handed on.
///
/// While more than 64 KiB are held, `autoRead` is off. It is turned on again right before a request
/// is handed on that leaves few, so a handler that turns it off on seeing the request has the last
/// word.
///
/// On the channel's event loop only.
public final class RequestDecoder extends MessageDecoder {

    private static final int HELD_MOST = 64 << 10;
    private static final int HELD_FEW = 32 << 10;

    private boolean paused;

    public RequestDecoder(HeadLimits limits) {
        this(limits, HeadMemory.OF_HEAP);
    }

    RequestDecoder(HeadLimits limits, HeadMemory memory) {
        super(HeadParser.ofRequests(limits, memory), Phase.HEAD);
    }

    public RequestDecoder() {
        this(HeadLimits.DEFAULT);
    }

    /// Asks for the next request; to be called once for each [BodyEnd]. May be called while that is
    /// being handed on. Nothing happens after [BadMessage], [Truncated] or removal.
    ///
    /// @throws IllegalStateException when the last request has not ended
    public void next() {
        switch (phase) {
            case BETWEEN -> {
                phase = Phase.HEAD;
                parser.release();
                resume();
            }
            case DEAD, REMOVED -> {}
            case HEAD, LENGTH, CHUNKED, UNTIL_CLOSE, END, STRAY, RAW ->
                    throw new IllegalStateException("the request has not ended");
        }
    }

    /// Whether part of a head is there, and the rest is waited for.
    public boolean isReadingHead() {
        return phase == Phase.HEAD && parser.isPartial();
    }

    @Override
    void onHead(ChannelHandlerContext ctx) {
        RequestHead head = parser.request();
        long framing = head.framingCode();
        expectBody(framing);
        if (paused && heldAfter(framing) <= HELD_FEW) {
            resumeReading(ctx);
        }
        fire(ctx, head);
    }

    /// How much of what is held is not of this request's body.
    private int heldAfter(long framing) {
        if (framing != Framing.CHUNKED) {
            return (int) Math.max(0, held.readableBytes() - Math.max(0, framing));
        }
        ByteBuf ahead = held.duplicate();
        ChunkReader scout = new ChunkReader();
        try {
            int n;
            while ((n = scout.read(ahead)) > 0) {
                ahead.skipBytes(n);
            }
        } catch (HttpError bad) {
            return 0;
        }
        return ahead.readableBytes();
    }

    @Override
    Phase afterMessage() {
        return Phase.BETWEEN;
    }

    @Override
    void onPause(ChannelHandlerContext ctx) {
        if (held.readableBytes() > HELD_MOST) {
            if (ctx.channel().config().isAutoRead()) {
                paused = true;
                ctx.channel().config().setAutoRead(false);
            }
        } else if (paused && phase == Phase.HEAD) {
            resumeReading(ctx);
        }
    }

    @Override
    void beforeGivingUp(ChannelHandlerContext ctx) {
        resumeReading(ctx);
    }

    private void resumeReading(ChannelHandlerContext ctx) {
        if (paused) {
            paused = false;
            if (ctx.channel().isActive()) {
                ctx.channel().config().setAutoRead(true);
            }
        }
    }
}
