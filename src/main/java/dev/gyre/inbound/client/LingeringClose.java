package dev.gyre.inbound.client;

import dev.gyre.relay.ChannelEnds;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;

import java.util.concurrent.TimeUnit;

/// Closes a connection on which the client may still be sending: says that nothing more will come, and goes on reading for a
/// while, so that the last words aren't lost to a reset (RFC 9112 9.6).
///
/// What the client still sends is its handler's to throw away.
public final class LingeringClose {

    /// How long the client has to take the last words.
    private static final long WRITE_SECONDS = 10;

    /// How long it may go on sending after them.
    private static final long READ_SECONDS = 2;

    private LingeringClose() {}

    /// Closes once all that was written is flushed.
    ///
    /// @param inputEnded whether the client has said all
    public static void begin(Channel channel, boolean inputEnded) {
        begin(channel, inputEnded, Unpooled.EMPTY_BUFFER);
    }

    /// Closes after these last words, which it owns.
    public static void begin(Channel channel, boolean inputEnded, ByteBuf last) {
        channel.config().setAutoRead(true);
        Future<?> patience = close(channel, WRITE_SECONDS);
        channel.writeAndFlush(last)
                .addListener(_ -> {
                    patience.cancel(false);
                    if (inputEnded || !channel.isActive()) {
                        channel.close();
                        return;
                    }
                    ChannelEnds.endOutput(channel);
                    Future<?> rest = close(channel, READ_SECONDS);
                    channel.closeFuture().addListener(_ -> rest.cancel(false));
                });
    }

    private static Future<?> close(Channel channel, long seconds) {
        return channel.eventLoop().schedule(() -> channel.close(), seconds, TimeUnit.SECONDS);
    }
}
