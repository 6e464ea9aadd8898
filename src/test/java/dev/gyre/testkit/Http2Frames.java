package dev.gyre.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Frames of HTTP/2 (RFC 9113 4.1), octet for octet, for a client that does what no library lets it.
public final class Http2Frames {

    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int CONTINUATION = 9;

    /// A type that nobody has given a meaning.
    public static final int UNKNOWN = 0xbb;

    public static final int END_STREAM = 1;
    public static final int END_HEADERS = 4;

    /// The code of an end that a client has brought upon itself.
    public static final int ENHANCE_YOUR_CALM = 11;

    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private Http2Frames() {}

    /// A frame as it was received.
    public record Frame(int type, int flags, int stream, byte[] payload) {

        /// The code in a GOAWAY.
        public int code() {
            return Unpooled.wrappedBuffer(payload).getInt(4);
        }
    }

    /// What a connection begins with: the preface, and settings that say nothing.
    public static byte[] begin() {
        return joined(PREFACE, frame(SETTINGS, 0, 0, new byte[0]));
    }

    public static byte[] frame(int type, int flags, int stream, byte... payload) {
        ByteBuf out = Unpooled.buffer(9 + payload.length);
        out.writeMedium(payload.length).writeByte(type).writeByte(flags).writeInt(stream);
        return ByteBufUtil.getBytes(out.writeBytes(payload));
    }

    /// A request's head, each field as a literal that no table keeps (RFC 7541 6.2.2).
    ///
    /// @param fields name, value, and so on; each shorter than 127 octets
    public static byte[] headers(int flags, int stream, String... fields) {
        return frame(HEADERS, flags, stream, block(fields));
    }

    /// Fields, each as a literal that no table keeps.
    public static byte[] block(String... fields) {
        ByteBuf out = Unpooled.buffer();
        for (int i = 0; i < fields.length; i++) {
            if (i % 2 == 0) {
                out.writeByte(0);
            }
            out.writeByte(fields[i].length());
            out.writeCharSequence(fields[i], StandardCharsets.US_ASCII);
        }
        return ByteBufUtil.getBytes(out);
    }

    /// The beginning of a tunnel.
    public static byte[] connect(int stream, String authority) {
        return headers(END_HEADERS, stream, ":method", "CONNECT", ":authority", authority);
    }

    /// One after the other.
    public static byte[] joined(byte[]... all) {
        return ByteBufUtil.getBytes(Unpooled.wrappedBuffer(all));
    }

    /// The whole frames in what was received.
    public static List<Frame> read(byte[] received) {
        List<Frame> frames = new ArrayList<>();
        ByteBuf in = Unpooled.wrappedBuffer(received);
        while (in.readableBytes() >= 9
                && in.readableBytes() >= 9 + in.getMedium(in.readerIndex())) {
            byte[] payload = new byte[in.readUnsignedMedium()];
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            in.readBytes(payload);
            frames.add(new Frame(type, flags, stream, payload));
        }
        return frames;
    }
}
