package dev.gyre.inbound.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DecoratingHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;

/// Keeps from streams what they could be made to hold without bound: frames with content beyond [UntakenFrames], and frames of unknown
/// types, which no window bounds. The latter mean nothing (RFC 9113 5.5).
final class BoundedFrames extends DecoratingHttp2ConnectionDecoder {

    /// What is smaller is copied wherever it waits, here or on its way: as a slice it would hold all that was read with it, such as
    /// frames that were dropped and that nothing counts.
    private static final int SMALL = 1024;

    private final UntakenFrames untaken;

    BoundedFrames(Http2ConnectionDecoder decoder, UntakenFrames untaken) {
        super(decoder);
        this.untaken = untaken;
    }

    @Override
    public void frameListener(Http2FrameListener listener) {
        super.frameListener(new Frames(listener));
    }

    private final class Frames extends Http2FrameListenerDecorator {

        private Frames(Http2FrameListener listener) {
            super(listener);
        }

        @Override
        public int onDataRead(
                ChannelHandlerContext ctx, int stream, ByteBuf data, int padding, boolean last)
                throws Http2Exception {
            if (!untaken.comes(stream)) {
                throw Http2Exception.connectionError(
                        Http2Error.ENHANCE_YOUR_CALM, "too many frames that no stream has taken");
            }
            if (data.readableBytes() >= SMALL && !untaken.isBehind(stream)) {
                return super.onDataRead(ctx, stream, data, padding, last);
            }
            ByteBuf own = ctx.alloc().buffer(data.readableBytes()).writeBytes(data);
            try {
                return super.onDataRead(ctx, stream, own, padding, last);
            } finally {
                own.release();
            }
        }

        @Override
        public void onUnknownFrame(
                ChannelHandlerContext ctx, byte type, int stream, Http2Flags flags, ByteBuf data) {}
    }
}
