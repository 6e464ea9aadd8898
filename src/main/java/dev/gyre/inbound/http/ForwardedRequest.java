package dev.gyre.inbound.http;

import dev.gyre.anonymity.Editing;
import dev.gyre.anonymity.FieldEdits;
import dev.gyre.anonymity.HopByHop;
import dev.gyre.anonymity.Trace;
import dev.gyre.http.Fields;
import dev.gyre.http.RequestHead;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

import java.nio.charset.StandardCharsets;

/// The head of a request as it leaves: the client's own fields in their order and spelling, less what concerns its connection to
/// this proxy and what would identify it. Nothing is added, unless the pool file says so.
final class ForwardedRequest {

    private static final byte[] VERSION = " HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HOST = "Host: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] KEEP_ALIVE =
            "Connection: keep-alive\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "Connection: close\r\n".getBytes(StandardCharsets.US_ASCII);

    private ForwardedRequest() {}

    /// The head, ready to be written; the caller owns it.
    ///
    /// @param kept whether the connection is to serve on, even if the client ends its own with this request
    /// @param upgrade whether the change to WebSocket is asked for
    /// @param trace what is said of this proxy
    /// @param edits what else is done to the fields
    static ByteBuf head(
            RequestHead request,
            RequestTarget.Absolute target,
            boolean kept,
            boolean upgrade,
            Trace trace,
            FieldEdits edits,
            ByteBufAllocator allocator) {
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
        Editing editing = edits.begin();
        boolean limited = MaxForwards.counts(request);
        boolean persistenceSaid = false;
        // Fields that pass are copied together, as far as they stand together.
        int from = 0;
        for (int i = 0; i < fields.count(); i++) {
            boolean host = fields.nameIs(i, "host");
            boolean hop = hopByHop.includes(i);
            boolean limit = limited && MaxForwards.isField(fields, i);
            boolean passed =
                    !host && !hop && !limit && !trace.removes(fields, i) && !isLost(request, i);
            boolean edited = passed && editing.concerns(fields, i);
            if (host ? fields.valueEquals(i, target.authority()) : passed && !edited) {
                continue;
            }
            fields.write(from, i, out);
            from = i + 1;
            if (host) {
                writeHost(target, out);
            } else if (hop) {
                if (upgrade && Upgrade.isField(fields, i)) {
                    fields.write(i, out);
                } else if (upgrade && Upgrade.isNominated(fields, i)) {
                    Upgrade.writeNominated(fields, i, out);
                }
                // What a browser without a proxy says in this place.
                if (!persistenceSaid
                        && (saysKeepAlive(fields, i) || (!kept && saysClose(fields, i)))) {
                    writePersistence(fields, i, out);
                    persistenceSaid = true;
                }
            } else if (limit) {
                writeMaxForwards(fields, i, MaxForwards.of(request) - 1, out);
            } else if (edited) {
                editing.write(fields, i, out);
            }
        }
        fields.write(from, fields.count(), out);
        editing.writeMissing(out);
        trace.writeOfRequest(fields, request.minorVersion(), out);
        return out.writeShort('\r' << 8 | '\n');
    }

    /// A client of HTTP/1.0 does not wait for the interim reply that `Expect` asks for (RFC 9110 10.1.1).
    private static boolean isLost(RequestHead request, int field) {
        return request.minorVersion() == 0 && request.fields().nameIs(field, "expect");
    }

    private static void writeMaxForwards(Fields fields, int field, long left, ByteBuf out) {
        out.writeCharSequence(fields.name(field) + ": " + left, StandardCharsets.US_ASCII);
        out.writeShort('\r' << 8 | '\n');
    }

    /// Whether the request tells the target that it is the last on its connection.
    static boolean saysClose(Fields fields) {
        for (int i = 0; i < fields.count(); i++) {
            if (saysClose(fields, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean saysClose(Fields fields, int field) {
        return isConnection(fields, field) && fields.valueEqualsIgnoreCase(field, "close");
    }

    private static boolean saysKeepAlive(Fields fields, int field) {
        return isConnection(fields, field) && fields.valueEqualsIgnoreCase(field, "keep-alive");
    }

    private static boolean isConnection(Fields fields, int field) {
        return fields.nameIs(field, "connection") || fields.nameIs(field, "proxy-connection");
    }

    private static void writePersistence(Fields fields, int field, ByteBuf out) {
        if (fields.nameIs(field, "connection")) {
            fields.write(field, out);
        } else {
            out.writeBytes(saysClose(fields, field) ? CLOSE : KEEP_ALIVE);
        }
    }

    private static void writeHost(RequestTarget.Absolute target, ByteBuf out) {
        out.writeBytes(HOST);
        out.writeCharSequence(target.authority(), StandardCharsets.US_ASCII);
        out.writeShort('\r' << 8 | '\n');
    }
}
