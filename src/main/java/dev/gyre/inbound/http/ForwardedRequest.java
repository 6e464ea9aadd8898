package dev.gyre.inbound.http;

import dev.gyre.anonymity.HeaderScrubber;
import dev.gyre.anonymity.HopByHop;
import dev.gyre.http.Fields;
import dev.gyre.http.RequestHead;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

import java.nio.charset.StandardCharsets;

/// The head of a request as it leaves: the client's own fields in their order and spelling, less what concerns its connection to
/// this proxy and what would identify it. Nothing is added.
final class ForwardedRequest {

    private static final byte[] VERSION = " HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HOST = "Host: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] KEEP_ALIVE =
            "Connection: keep-alive\r\n".getBytes(StandardCharsets.US_ASCII);

    private ForwardedRequest() {}

    /// The head, ready to be written; the caller owns it.
    static ByteBuf head(
            RequestHead request, RequestTarget.Absolute target, ByteBufAllocator allocator) {
        Fields fields = request.fields();
        ByteBuf out = allocator.buffer(1024);
        out.writeCharSequence(request.method(), StandardCharsets.US_ASCII);
        out.writeByte(' ');
        out.writeCharSequence(target.originForm(), StandardCharsets.US_ASCII);
        out.writeBytes(VERSION);
        if (!fields.contains("host")) {
            writeHost(target, out);
        }
        HopByHop hopByHop = HopByHop.ofRequest(fields);
        boolean keepAliveSaid = false;
        for (int i = 0; i < fields.count(); i++) {
            if (fields.nameIs(i, "host")) {
                if (fields.valueEquals(i, target.authority())) {
                    fields.write(i, out);
                } else {
                    writeHost(target, out);
                }
            } else if (hopByHop.includes(i)) {
                // What a browser without a proxy says in this place.
                if (!keepAliveSaid && saysKeepAlive(fields, i)) {
                    out.writeBytes(KEEP_ALIVE);
                    keepAliveSaid = true;
                }
            } else if (!HeaderScrubber.removes(fields, i)) {
                fields.write(i, out);
            }
        }
        return out.writeShort('\r' << 8 | '\n');
    }

    private static boolean saysKeepAlive(Fields fields, int field) {
        return (fields.nameIs(field, "connection") || fields.nameIs(field, "proxy-connection"))
                && fields.valueEqualsIgnoreCase(field, "keep-alive");
    }

    private static void writeHost(RequestTarget.Absolute target, ByteBuf out) {
        out.writeBytes(HOST);
        out.writeCharSequence(target.authority(), StandardCharsets.US_ASCII);
        out.writeShort('\r' << 8 | '\n');
    }
}
