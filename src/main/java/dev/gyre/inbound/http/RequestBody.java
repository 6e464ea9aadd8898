package dev.gyre.inbound.http;

import dev.gyre.http.BodyFraming;
import dev.gyre.http.ChunkWriter;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Queue;

/// A request's body on its way to the target, framed anew: extensions and trailers don't pass.
///
/// What arrives before there is a way is held; the client is not read meanwhile, so that it is one read at most. What arrives
/// after the target has stopped listening is dropped.
///
/// On the client's event loop.
final class RequestBody {

    private final BodyFraming framing;
    private final Queue<ByteBuf> held = new ArrayDeque<>(0);
    private @Nullable Channel to;
    private boolean begun;
    private boolean whole;
    private boolean dropped;

    RequestBody(BodyFraming framing) {
        this.framing = framing;
    }

    /// Whether there is one at all, be it empty.
    boolean exists() {
        return !(framing instanceof BodyFraming.None);
    }

    /// Whether the client has sent any of it.
    boolean isBegun() {
        return begun;
    }

    /// Whether the client has sent all of it.
    boolean isWhole() {
        return whole;
    }

    /// Whether some of it could not be sent.
    boolean isDropped() {
        return dropped;
    }

    /// Sends what is held, and what comes from now on, to this channel. Does not flush.
    void sendTo(Channel channel) {
        to = channel;
        for (ByteBuf data = held.poll(); data != null; data = held.poll()) {
            send(channel, data);
        }
        if (whole) {
            end(channel);
        }
    }

    /// Takes a piece of it over.
    void data(ByteBuf data) {
        begun = true;
        Channel channel = to;
        if (dropped) {
            data.release();
        } else if (channel == null) {
            held.add(data);
        } else {
            send(channel, data);
        }
    }

    /// The client has sent all of it.
    void end() {
        whole = true;
        if (to != null && !dropped) {
            end(to);
        }
    }

    /// Sends no more of it.
    void drop() {
        dropped = true;
        for (ByteBuf data = held.poll(); data != null; data = held.poll()) {
            data.release();
        }
    }

    private void send(Channel channel, ByteBuf data) {
        if (framing instanceof BodyFraming.Chunked) {
            ChunkWriter.write(channel, channel.alloc(), data);
        } else {
            channel.write(data, channel.voidPromise());
        }
    }

    private void end(Channel channel) {
        if (framing instanceof BodyFraming.Chunked) {
            ChunkWriter.writeEnd(channel);
        }
    }
}
