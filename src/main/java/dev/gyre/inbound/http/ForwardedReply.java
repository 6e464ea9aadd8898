package dev.gyre.inbound.http;

import dev.gyre.anonymity.Editing;
import dev.gyre.anonymity.FieldEdits;
import dev.gyre.anonymity.HopByHop;
import dev.gyre.http.BodyFraming;
import dev.gyre.http.Fields;
import dev.gyre.http.HttpDate;
import dev.gyre.http.RequestHead;
import dev.gyre.http.ResponseHead;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

import java.nio.charset.StandardCharsets;

/// The head of a target's reply as the client gets it: the target's own fields, less what concerns its connection to this proxy.
/// What is said of the client's own connection is all that is ever added, and a `Date` where there is none, unless the pool file says so.
///
/// @param reply the target's
/// @param framing of the target's body
/// @param clientMinorVersion of the client's request
/// @param keepAlive whether the client's connection is kept
/// @param edits what else is done to the fields
/// @param last field lines that go behind all others: of this proxy, and for a client that wants to know more; empty for all others
record ForwardedReply(
        ResponseHead reply,
        BodyFraming framing,
        int clientMinorVersion,
        boolean keepAlive,
        FieldEdits edits,
        String last) {

    private static final byte[] VERSION = "HTTP/1.1 ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "Connection: close\r\n".getBytes(StandardCharsets.US_ASCII);

    /// An interim reply, or the change to another protocol.
    ///
    /// @param last a field line that goes behind all others, or nothing
    static ForwardedReply interim(ResponseHead reply, int clientMinorVersion, String last) {
        return new ForwardedReply(
                reply, BodyFraming.NONE, clientMinorVersion, true, FieldEdits.NONE, last);
    }

    /// Whether the body's data is sent to the client in chunks. One of HTTP/1.0 knows none, and gets it until close
    /// (RFC 9112 6.1).
    boolean inChunks() {
        return framing instanceof BodyFraming.Chunked && clientMinorVersion > 0;
    }

    /// Whether the client can only tell the end of the body by the end of the connection.
    static boolean endsWithConnection(BodyFraming framing, RequestHead request) {
        return framing instanceof BodyFraming.UntilClose
                || (framing instanceof BodyFraming.Chunked && request.minorVersion() == 0);
    }

    /// The head, ready to be written; the caller owns it.
    ByteBuf head(ByteBufAllocator allocator) {
        Fields fields = reply.fields();
        ByteBuf out = allocator.buffer(1024);
        out.writeBytes(VERSION);
        int status = reply.status();
        out.writeByte('0' + status / 100)
                .writeByte('0' + status / 10 % 10)
                .writeByte('0' + status % 10)
                .writeByte(' ');
        reply.writeReason(out);
        out.writeShort('\r' << 8 | '\n');
        HopByHop hopByHop = HopByHop.ofResponse(fields);
        Editing editing = edits.begin();
        boolean connectionSaid = false;
        // Fields that pass are copied together, as far as they stand together.
        int from = 0;
        for (int i = 0; i < fields.count(); i++) {
            boolean hop = hopByHop.includes(i);
            boolean passed = !hop && !isRemoved(fields, i);
            boolean edited = passed && editing.concerns(fields, i);
            if (passed && !edited) {
                continue;
            }
            fields.write(from, i, out);
            from = i + 1;
            if (hop) {
                if (status == 101) {
                    writeUpgrade(fields, i, out);
                } else if (!connectionSaid && fields.nameIs(i, "connection")) {
                    sayConnection(out);
                    connectionSaid = true;
                }
            } else if (edited) {
                editing.write(fields, i, out);
            }
        }
        fields.write(from, fields.count(), out);
        editing.writeMissing(out);
        if (status >= 200 && !fields.contains("date")) {
            HttpDate.writeNow(out); // RFC 9110 6.6.1
        }
        if (!connectionSaid) {
            sayConnection(out);
        }
        out.writeCharSequence(last, StandardCharsets.US_ASCII);
        return out.writeShort('\r' << 8 | '\n');
    }

    private static void writeUpgrade(Fields fields, int field, ByteBuf out) {
        if (Upgrade.isField(fields, field)) {
            fields.write(field, out);
        } else if (Upgrade.isNominated(fields, field)) {
            Upgrade.writeNominated(fields, field, out);
        }
    }

    /// An interim reply, and one without content, has no framing fields (RFC 9110 8.6, RFC 9112 6.1); a client of HTTP/1.0 knows
    /// no transfer codings.
    private boolean isRemoved(Fields fields, int field) {
        boolean coding = fields.nameIs(field, "transfer-encoding");
        if (reply.status() < 200 || reply.status() == 204) {
            return coding || fields.nameIs(field, "content-length") || fields.isLookAlike(field);
        }
        return (coding && clientMinorVersion == 0) || fields.isLookAlike(field);
    }

    private void sayConnection(ByteBuf out) {
        if (!keepAlive && reply.status() >= 200) {
            out.writeBytes(CLOSE);
        }
    }
}
