package dev.gyre.relay;

import io.netty.channel.Channel;
import io.netty.handler.timeout.IdleStateHandler;

import org.jspecify.annotations.Nullable;

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
    /// @param toll counts what passes, and may end it; nothing when nobody does
    ///
    /// @return what passes
    public static Carried join(
            Channel client,
            Channel upstream,
            TunnelLimits limits,
            LongConsumer count,
            @Nullable Toll toll) {
        TunnelLife life = new TunnelLife(client, upstream, limits, count, toll != null);
        client.pipeline()
                .addLast(
                        "idle",
                        new IdleStateHandler(
                                true, 0, 0, limits.idle().toNanos(), TimeUnit.NANOSECONDS));
        client.pipeline().addLast(RELAY, new RelayHandler(upstream, life, toll));
        upstream.pipeline().addLast(RELAY, new RelayHandler(client, life, toll));
        life.begin();
        if (toll != null) {
            // What passed before them may not be paid for yet.
            long pause = toll.pass(0);
            if (pause > 0) {
                Pace.pause(client, pause, toll::more);
                Pace.pause(upstream, pause, toll::more);
            }
        }
        return life;
    }

    /// Starts reading on both, once they are joined and nothing is held back any more. A client that has said all already is
    /// taken at its word.
    public static void flow(Channel client, Channel upstream) {
        Pace.read(client, upstream.isWritable());
        Pace.read(upstream, client.isWritable());
        if (ChannelEnds.isInputEnded(client)) {
            RelayHandler relay = client.pipeline().get(RelayHandler.class);
            relay.endInput(client.pipeline().context(relay));
        }
    }

    /// From tunnel to farewell: what was read is still written, nothing else is passed on.
    static void end(Channel client, Channel upstream) {
        client.pipeline().replace(RELAY, "farewell", new FarewellHandler());
        upstream.pipeline().replace(RELAY, "farewell", new FarewellHandler());
    }
}
