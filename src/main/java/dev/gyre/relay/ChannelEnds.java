package dev.gyre.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;

import org.jspecify.annotations.Nullable;

/// How a connection's two directions end, also where a client has TLS on it. On the channel's event loop.
public final class ChannelEnds {

    /// On a channel whose directions end in a way of its own.
    public static final AttributeKey<Halves> HALVES =
            AttributeKey.valueOf(ChannelEnds.class, "halves");

    /// That way. On the channel's event loop.
    public interface Halves {

        /// Whether the other end has said all.
        boolean isInputEnded();

        /// Whether it has been told that no more will come.
        boolean isOutputEnded();

        /// Tells it so.
        void endOutput();

        /// Breaks off.
        void reset();
    }

    private ChannelEnds() {}

    /// Whether the other end has said all.
    public static boolean isInputEnded(Channel channel) {
        if (channel instanceof DuplexChannel duplex && duplex.isInputShutdown()) {
            return true;
        }
        Halves halves = halves(channel);
        if (halves != null) {
            return halves.isInputEnded();
        }
        SslHandler tls = tlsOfClient(channel);
        return tls != null && tls.sslCloseFuture().isSuccess();
    }

    /// Whether it has been told that no more will come.
    public static boolean isOutputEnded(Channel channel) {
        Halves halves = halves(channel);
        return halves != null
                ? halves.isOutputEnded()
                : channel instanceof DuplexChannel duplex && duplex.isOutputShutdown();
    }

    /// Tells the other end that no more will come. All that was written has to be flushed. A channel that can't say it is closed.
    public static void endOutput(Channel channel) {
        Halves halves = halves(channel);
        if (halves != null) {
            halves.endOutput();
            return;
        }
        if (!(channel instanceof DuplexChannel duplex) || !channel.isActive()) {
            channel.close();
            return;
        }
        SslHandler tls = tlsOfClient(channel);
        if (tls == null) {
            duplex.shutdownOutput();
        } else {
            // Without its own last word, what was sent would look cut (RFC 8446 6.1).
            tls.closeOutbound().addListener(_ -> duplex.shutdownOutput());
        }
    }

    /// Breaks it off, so that the other end can't take what it has for the whole.
    public static void reset(Channel channel) {
        Halves halves = halves(channel);
        if (halves != null) {
            halves.reset();
            return;
        }
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        ChannelHandlerContext tls = channel.pipeline().context(SslHandler.class);
        if (tls == null) {
            channel.close();
        } else {
            tls.close(); // past TLS, whose last word would make the end look like one that is meant
        }
    }

    /// Sockets have none: only other channels are asked.
    private static @Nullable Halves halves(Channel channel) {
        return channel instanceof DuplexChannel ? null : channel.attr(HALVES).get();
    }

    private static @Nullable SslHandler tlsOfClient(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        return tls == null || tls.engine().getUseClientMode() ? null : tls;
    }
}
