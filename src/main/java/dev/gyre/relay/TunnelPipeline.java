package dev.gyre.relay;

import io.netty.channel.Channel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.timeout.IdleStateHandler;

import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/// The pipelines of a tunnel.
///
/// | phase    | handlers, head to tail |
/// |----------|------------------------|
/// | tunnel   | (TLS of the way out) → `idle` (client side only) → `relay` |
/// | farewell | (TLS of the way out) → `idle` (client side only) → `farewell` |
///
/// A tunnel that one of its sides ends has no farewell.
public final class TunnelPipeline {

    private static final String RELAY = "relay";

    private TunnelPipeline() {}

    /// Joins two channels of one event loop, whose pipelines have no handler left that would take bytes. Bytes that handlers
    /// removed later still hold follow in order.
    ///
    /// @param limits when both are closed though neither side has ended
    /// @param count is told how many bytes have passed, in both directions together: every now and then, and at the end
    public static void join(
            Channel client, Channel upstream, TunnelLimits limits, LongConsumer count) {
        TunnelLife life = new TunnelLife(client, upstream, limits, count);
        client.pipeline()
                .addLast(
                        "idle",
                        new IdleStateHandler(
                                true, 0, 0, limits.idle().toNanos(), TimeUnit.NANOSECONDS));
        client.pipeline().addLast(RELAY, new RelayHandler(upstream, life));
        upstream.pipeline().addLast(RELAY, new RelayHandler(client, life));
        life.begin();
    }

    /// Starts reading on both, once they are joined and nothing is held back any more. A client that has said all already is
    /// taken at its word.
    public static void flow(Channel client, Channel upstream) {
        client.config().setAutoRead(upstream.isWritable());
        upstream.config().setAutoRead(client.isWritable());
        if (client instanceof DuplexChannel duplex && duplex.isInputShutdown()) {
            client.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
    }

    /// From tunnel to farewell: what was read is still written, nothing else is passed on.
    static void end(Channel client, Channel upstream) {
        client.pipeline().replace(RELAY, "farewell", new FarewellHandler());
        upstream.pipeline().replace(RELAY, "farewell", new FarewellHandler());
    }
}
