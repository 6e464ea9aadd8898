package dev.gyre.inbound.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;

import java.util.concurrent.TimeUnit;

/// Closes a connection on which the client may still be sending: says that nothing more will come, and goes on reading for a
/// while, so that the reply isn't lost to a reset (RFC 9112 9.6).
final class LingeringClose {

    private static final long SECONDS = 2;

    private LingeringClose() {}

    /// @param inputEnded whether the client has said all
    static void begin(Channel channel, boolean inputEnded) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(_ -> {
                    if (inputEnded
                            || !channel.isActive()
                            || !(channel instanceof DuplexChannel duplex)) {
                        channel.close();
                        return;
                    }
                    duplex.shutdownOutput();
                    var patience =
                            channel.eventLoop()
                                    .schedule(() -> channel.close(), SECONDS, TimeUnit.SECONDS);
                    channel.closeFuture().addListener(_ -> patience.cancel(false));
                });
    }
}
