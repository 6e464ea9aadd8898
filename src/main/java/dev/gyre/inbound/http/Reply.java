package dev.gyre.inbound.http;

import dev.gyre.anonymity.FieldEdits;
import dev.gyre.anonymity.Trace;
import dev.gyre.http.BodyFraming;
import dev.gyre.http.ChunkWriter;
import dev.gyre.http.RequestHead;
import dev.gyre.http.ResponseHead;
import dev.gyre.inbound.client.ClientConnection;
import dev.gyre.inbound.client.Passage;
import dev.gyre.outbound.Upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

import org.jspecify.annotations.Nullable;

/// The target's reply on its way to the client, each piece as it comes. Does not flush, but where the client has to have
/// something at once, or takes no more.
///
/// On the client's event loop.
final class Reply {

    private final ClientConnection client;
    private final RequestHead request;
    private final Trace trace;
    private final FieldEdits edits;
    private final Stall stall;
    private @Nullable ForwardedReply head;
    private boolean heard;
    private long octets;
    private @Nullable Passage toll;

    /// @param trace what is said of this proxy
    /// @param edits what else is done to the fields
    /// @param stall heeds that it goes on
    Reply(
            ClientConnection client,
            RequestHead request,
            Trace trace,
            FieldEdits edits,
            Stall stall) {
        this.stall = stall;
        this.client = client;
        this.request = request;
        this.trace = trace;
        this.edits = edits;
    }

    /// What passes is counted by this from now on.
    void by(Passage its) {
        toll = its;
    }

    /// Whether the target has said anything.
    boolean isHeard() {
        return heard;
    }

    /// Whether the client has been told the beginning of the last word.
    boolean isBegun() {
        return head != null;
    }

    /// The head that the client was told.
    @Nullable ForwardedReply head() {
        return head;
    }

    /// The target has said something, be it of use or not.
    void heard() {
        heard = true;
    }

    /// Passes on what is not the last word. A client of HTTP/1.0 knows no such thing.
    void interim(ResponseHead interim, Upstream from) {
        if (request.minorVersion() > 0) {
            if (write(notLast(interim), from)) {
                client.channel().flush();
            }
        }
    }

    /// Passes on that the target changes to another protocol.
    ///
    /// @return false when it may not pass
    boolean switching(ResponseHead switching, Upstream from) {
        boolean passes = write(notLast(switching), from);
        client.channel().flush();
        return passes;
    }

    private ForwardedReply notLast(ResponseHead reply) {
        return ForwardedReply.interim(
                reply, request.minorVersion(), trace.ofReply(reply.minorVersion()));
    }

    /// Passes the head on.
    ///
    /// @param clientCanGoOn whether the client's connection may be kept, if the reply allows for it
    /// @return false when it may not pass
    boolean begin(ResponseHead reply, boolean clientCanGoOn, Upstream from) {
        BodyFraming framing = reply.framing(request.method());
        ForwardedReply forwarded =
                new ForwardedReply(
                        reply,
                        framing,
                        request.minorVersion(),
                        clientCanGoOn && !ForwardedReply.endsWithConnection(framing, request),
                        edits,
                        last(reply, from));
        if (!write(forwarded, from)) {
            return false;
        }
        head = forwarded;
        stall.progress(true);
        return true;
    }

    private String last(ResponseHead reply, Upstream from) {
        String revealed = client.revealed(from.lease()).map(ProxyStatus::line).orElse("");
        return trace.isNone() ? revealed : trace.ofReply(reply.minorVersion()) + revealed;
    }

    private boolean write(ForwardedReply forwarded, Upstream from) {
        Channel to = client.channel();
        ByteBuf octets = forwarded.head(to.alloc());
        if (toll != null && !toll.passes(from.channel(), octets.readableBytes())) {
            octets.release();
            return false;
        }
        this.octets += octets.readableBytes();
        from.lease().carried(octets.readableBytes());
        to.write(octets, to.voidPromise());
        return true;
    }

    /// Passes on a piece of the body, which it takes over. The target is read only while the client takes more.
    void data(ByteBuf data, Upstream from) {
        Channel to = client.channel();
        octets += data.readableBytes();
        from.lease().carried(data.readableBytes());
        if (head != null && head.inChunks()) {
            ChunkWriter.write(to, to.alloc(), data);
        } else {
            to.write(data, to.voidPromise());
        }
        stall.progress(true);
        if (!to.isWritable()) {
            to.flush();
            stall.readWhileWritable(from.channel(), to);
        }
    }

    /// How much of it was passed on.
    long octets() {
        return octets;
    }

    /// The status that the client was told; 0 when it was told none.
    int status() {
        return head == null ? 0 : head.reply().status();
    }

    /// It is whole.
    void end() {
        if (head != null && head.inChunks()) {
            ChunkWriter.writeEnd(client.channel());
        }
    }
}
