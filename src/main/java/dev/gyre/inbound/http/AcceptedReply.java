package dev.gyre.inbound.http;

import dev.gyre.http.HttpDate;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

import java.nio.charset.StandardCharsets;

/// Sends a client that has accepted back to where it wanted to go.
///
/// @param wanted a URL that it has asked for
record AcceptedReply(String wanted) implements OwnReply {

    @Override
    public ByteBuf write(
            ByteBufAllocator allocator, ErrorFormat format, boolean close, boolean head) {
        String fields =
                "HTTP/1.1 303 See Other\r\nLocation: "
                        + wanted
                        + "\r\nContent-Length: 0\r\nCache-Control: no-store\r\n"
                        + "Referrer-Policy: no-referrer\r\n"
                        + (close ? "Connection: close\r\n" : "");
        ByteBuf out = allocator.buffer(fields.length() + 64);
        out.writeCharSequence(fields, StandardCharsets.US_ASCII);
        HttpDate.writeNow(out);
        return out.writeShort('\r' << 8 | '\n');
    }
}
