package dev.gyre.relay;

import io.netty.channel.Channel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.timeout.IdleStateHandler;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The pipelines of a tunnel.
///
/// | phase  | handlers, head to tail |
/// |--------|------------------------|
/// | tunnel | (TLS of the way out) → `idle` (client side only) → `relay` |
public final class TunnelPipeline {

    private TunnelPipeline() {}

    /// Joins two channels of one event loop, whose pipelines have no handler left that would take bytes. Bytes that handlers
    /// removed later still hold follow in order.
    ///
    /// @param idle how long nothing may move in either direction before both are closed
    public static void join(Channel client, Channel upstream, Duration idle) {
        client.pipeline()
                .addLast(
                        "idle",
                        new IdleStateHandler(true, 0, 0, idle.toNanos(), TimeUnit.NANOSECONDS));
        client.pipeline().addLast("relay", new RelayHandler(upstream));
        upstream.pipeline().addLast("relay", new RelayHandler(client));
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
}
