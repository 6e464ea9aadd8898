package dev.gyre.inbound.http;

import dev.gyre.inbound.client.ClientConnection;
import dev.gyre.outbound.Upstream;
import dev.gyre.relay.Pace;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

import org.jspecify.annotations.Nullable;

/// The request on its way to the target, each piece as it comes. The client is read only while the target takes what it is sent.
///
/// On the client's event loop.
final class Sending {

    private final ClientConnection client;
    private final RequestBody body;
    private final Reply reply;
    private final Stall stall;
    private @Nullable Upstream to;

    /// How much of the body came before there was a way.
    private long held;

    private long octets;

    Sending(ClientConnection client, RequestBody body, Reply reply, Stall stall) {
        this.client = client;
        this.body = body;
        this.reply = reply;
        this.stall = stall;
    }

    /// There is no way yet: no more of the body is wanted for now.
    void await() {
        readClient(false);
    }

    /// Sends the head, which it takes over, and what there is of the body.
    void begin(Upstream upstream, ByteBuf head) {
        to = upstream;
        Channel channel = upstream.channel();
        octets = head.readableBytes() + held;
        upstream.lease().carried(octets);
        channel.write(head, channel.voidPromise());
        body.sendTo(channel);
        readClient(body.isWhole() || channel.isWritable());
        channel.flush();
        stall.progress(false);
    }

    /// A piece of the body, which it takes over.
    void data(ByteBuf data) {
        int octets = data.readableBytes();
        body.data(data);
        Upstream target = to;
        if (target == null) {
            held += octets;
            return;
        }
        this.octets += octets;
        target.lease().carried(octets);
        stall.progress(reply.isBegun());
        if (!target.channel().isWritable()) {
            target.channel().flush();
            stall.readWhileWritable(client.channel(), target.channel());
        }
    }

    /// How much of it was sent.
    long octets() {
        return octets;
    }

    /// All of the body is there.
    void end() {
        body.end();
        Upstream target = to;
        if (target != null && body.exists()) {
            readClient(true);
            target.channel().flush();
            stall.progress(reply.isBegun());
        }
    }

    /// Nothing more of the body has come for now.
    void pause() {
        Upstream target = to;
        if (target != null) {
            target.channel().flush();
        }
    }

    /// The target takes more again, or less.
    void writable() {
        Upstream target = to;
        if (target != null && !body.isWhole()) {
            stall.readWhileWritable(client.channel(), target.channel());
            stall.progress(reply.isBegun());
        }
    }

    /// The target takes no more of it. What it has said about that may still be on its way.
    void unwanted() {
        body.drop();
        readClient(true);
    }

    /// The exchange is over: whatever still comes is of no more consequence.
    void stop() {
        to = null;
    }

    private void readClient(boolean read) {
        Pace.read(client.channel(), read);
    }
}
