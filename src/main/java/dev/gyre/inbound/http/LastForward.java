package dev.gyre.inbound.http;

import dev.gyre.anonymity.HopByHop;
import dev.gyre.http.Fields;
import dev.gyre.http.HttpDate;
import dev.gyre.http.RequestHead;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

import java.nio.charset.StandardCharsets;

/// The reply to an OPTIONS or TRACE request that may not be forwarded once more (RFC 9110 7.6.2). The connection ends with it.
final class LastForward {

    private LastForward() {}

    /// The reply, ready to be written; the caller owns it.
    static ByteBuf reply(RequestHead request, ByteBufAllocator allocator) {
        return request.method().equals("TRACE") ? trace(request, allocator) : options(allocator);
    }

    private static ByteBuf options(ByteBufAllocator allocator) {
        ByteBuf out = allocator.buffer(256);
        begin(out, "Content-Length: 0\r\n");
        return out;
    }

    /// The request as it was received, less what others should not see (RFC 9110 9.3.8).
    private static ByteBuf trace(RequestHead request, ByteBufAllocator allocator) {
        Fields fields = request.fields();
        HopByHop hopByHop = HopByHop.ofRequest(fields);
        ByteBuf echo = allocator.buffer(1024);
        try {
            echo.writeCharSequence(
                    "TRACE " + request.target() + " HTTP/1." + request.minorVersion() + "\r\n",
                    StandardCharsets.US_ASCII);
            for (int i = 0; i < fields.count(); i++) {
                if (!hopByHop.includes(i)
                        && !fields.nameResembles(i, "cookie")
                        && !fields.nameResembles(i, "authorization")
                        && !fields.nameStartsLike(i, "proxy-")) {
                    fields.write(i, echo);
                }
            }
            echo.writeShort('\r' << 8 | '\n');
            ByteBuf out = allocator.buffer(256 + echo.readableBytes());
            begin(
                    out,
                    "Content-Type: message/http\r\nContent-Length: "
                            + echo.readableBytes()
                            + "\r\n");
            return out.writeBytes(echo);
        } finally {
            echo.release();
        }
    }

    private static void begin(ByteBuf out, String fields) {
        out.writeCharSequence("HTTP/1.1 200 OK\r\n" + fields, StandardCharsets.US_ASCII);
        HttpDate.writeNow(out);
        out.writeCharSequence("Connection: close\r\n\r\n", StandardCharsets.US_ASCII);
    }
}
