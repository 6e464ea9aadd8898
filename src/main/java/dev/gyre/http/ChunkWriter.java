package dev.gyre.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundInvoker;

import java.nio.charset.StandardCharsets;

/// Writes a body as chunks (RFC 9112 7.1), without extensions or trailers.
public final class ChunkWriter {

    /// Up to this many octets a copy costs less than two more writes.
    private static final int SMALL = 512;

    private static final int CRLF_CODE = Ascii.CR << 8 | Ascii.LF;
    private static final ByteBuf CRLF = constant("\r\n");
    private static final ByteBuf END = constant("0\r\n\r\n");

    private ChunkWriter() {}

    private static ByteBuf constant(String text) {
        ByteBuf buffer = Unpooled.directBuffer(text.length());
        buffer.writeCharSequence(text, StandardCharsets.US_ASCII);
        return Unpooled.unreleasableBuffer(buffer.asReadOnly());
    }

    /// Writes `data` as one chunk and takes it over; does not flush. Empty data is not written: it
    /// would end the body.
    ///
    /// @param out a channel or handler context
    /// @return done when the whole chunk is written, or could not be
    public static ChannelFuture write(
            ChannelOutboundInvoker out, ByteBufAllocator allocator, ByteBuf data) {
        int length = data.readableBytes();
        if (length == 0) {
            data.release();
            return out.newSucceededFuture();
        }
        if (length <= SMALL) {
            ByteBuf chunk = allocator.directBuffer(length + 7);
            sizeLine(chunk, length);
            chunk.writeBytes(data);
            chunk.writeShort(CRLF_CODE);
            data.release();
            return out.write(chunk);
        }
        ByteBuf line = allocator.directBuffer(10);
        sizeLine(line, length);
        out.write(line, out.voidPromise());
        out.write(data, out.voidPromise());
        return out.write(CRLF.duplicate());
    }

    /// Writes the last chunk, which ends the body; does not flush.
    public static ChannelFuture writeEnd(ChannelOutboundInvoker out) {
        return out.write(END.duplicate());
    }

    /// Appends the line in front of a chunk of `length` octets.
    static void sizeLine(ByteBuf out, int length) {
        int digits = Math.max(1, (35 - Integer.numberOfLeadingZeros(length)) >> 2);
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
            out.writeByte("0123456789abcdef".charAt(length >>> shift & 0xf));
        }
        out.writeShort(CRLF_CODE);
    }
}
