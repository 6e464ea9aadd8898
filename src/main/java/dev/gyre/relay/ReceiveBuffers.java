package dev.gyre.relay;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;

/// How much is read at once from a channel whose bytes are passed on.
public final class ReceiveBuffers {

    private static final int LEAST = 64;
    private static final int FIRST = 2048;

    /// Four times Netty's own most: a channel that carries bulk is worth 1.4 times as much for it. One that does not never gets
    /// there.
    private static final int MOST = 256 * 1024;

    private static final AdaptiveRecvByteBufAllocator ADAPTIVE =
            new AdaptiveRecvByteBufAllocator(LEAST, FIRST, MOST);

    private static final int MOST_COUNTED = 16 * 1024;

    private static final AdaptiveRecvByteBufAllocator SMALL =
            new AdaptiveRecvByteBufAllocator(LEAST, FIRST, MOST_COUNTED);

    private ReceiveBuffers() {}

    /// Sets it for a channel whose bytes are counted, so that it can be stopped soon, and those who share a rate take turns often. One that
    /// has read already goes on as before.
    public static void small(Channel channel) {
        channel.config().setRecvByteBufAllocator(SMALL);
    }

    /// Sets it, for a channel that has not read yet.
    public static void adapt(Channel channel) {
        channel.config().setRecvByteBufAllocator(ADAPTIVE);
    }
}
