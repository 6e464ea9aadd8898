package dev.gyre.inbound.http;

import dev.gyre.net.Failure;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// What a client is told that is not served, whatever it asks for.
public final class Unserved {

    private Unserved() {}

    /// The whole reply; the caller owns it.
    public static ByteBuf reply(Failure why, ByteBufAllocator allocator) {
        return ErrorReply.of(why).write(allocator, ErrorFormat.TEXT, true, false);
    }
}
