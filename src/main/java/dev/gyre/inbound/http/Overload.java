package dev.gyre.inbound.http;

import dev.gyre.net.Failure;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// What a client is told that comes when there are too many already, whatever it asks for.
public final class Overload {

    private Overload() {}

    /// The whole reply; the caller owns it.
    public static ByteBuf reply(ByteBufAllocator allocator) {
        return ErrorReply.of(Failure.OVERLOADED).write(allocator, ErrorFormat.TEXT, true, false);
    }
}
