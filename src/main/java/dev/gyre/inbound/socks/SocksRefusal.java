package dev.gyre.inbound.socks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import java.util.Optional;

/// What a client is told that is not served, whatever it asks for.
public final class SocksRefusal {

    private static final byte NO_METHOD = (byte) 0xff;

    private SocksRefusal() {}

    /// The whole reply to whoever says this first; nothing when that is no SOCKS.
    public static Optional<ByteBuf> reply(int first) {
        return switch (first) {
            case 4 -> Optional.of(SocksReply.socks4(false));
            case 5 -> Optional.of(Unpooled.wrappedBuffer(new byte[] {5, NO_METHOD}));
            default -> Optional.empty();
        };
    }
}
