package dev.gyre.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/// Watches one tunnel: when it is due by its [TunnelLimits], ends it at the next quiet moment, or when its grace is over.
///
/// What passes costs an addition and no look at the clock, and is told in large parts to whoever counts it. That is for the timer, of which there is one at most, and none while
/// no limit is set; it goes with the first of the channels that closes. On the event loop of both.
final class TunnelLife implements Carried {

    /// After so many bytes more, whoever counts them is told.
    private static final long PART = 64 << 10;

    /// No sum of bytes: something was on its way when the timer looked.
    private static final long MOVING = -1;

    private final Channel client;
    private final Channel upstream;
    private final TunnelLimits limits;
    private final LongConsumer count;
    private final boolean isTolled;
    private final long most;
    private long bytes;
    private long toClient;
    private long told;
    private long before;
    private long end;

    /// Due already, or over: nothing makes it due any more.
    private boolean settled;

    private boolean isCut;

    private @Nullable Future<?> timer;

    /// @param count is told of every 64 KiB that have passed, and of the rest at the end
    /// @param isTolled whether it may be cut
    TunnelLife(
            Channel client,
            Channel upstream,
            TunnelLimits limits,
            LongConsumer count,
            boolean isTolled) {
        this.isTolled = isTolled;
        this.client = client;
        this.upstream = upstream;
        this.limits = limits;
        this.count = count;
        this.most = limits.maxBytes().orElse(Long.MAX_VALUE);
    }

    /// Its age counts from now on.
    void begin() {
        client.closeFuture().addListener(_ -> tell());
        upstream.closeFuture().addListener(_ -> tell());
        if (!isTolled && limits.maxAge().isEmpty() && limits.maxBytes().isEmpty()) {
            return;
        }
        client.closeFuture().addListener(_ -> over());
        upstream.closeFuture().addListener(_ -> over());
        if (!settled && limits.maxAge().isPresent()) {
            timer = in(nanos(limits.maxAge().get()), this::due);
        }
    }

    @Override
    public long toTarget() {
        return bytes - toClient;
    }

    @Override
    public long toClient() {
        return toClient;
    }

    /// So many bytes were read on one side and written to the other.
    void carried(int more, Channel to) {
        bytes += more;
        if (to.equals(client)) {
            toClient += more;
        }
        if (bytes - told >= PART) {
            tell();
        }
        if (bytes >= most && !settled) {
            due();
        }
    }

    /// Ends it now, whatever moves: what was read before is still written.
    void cut() {
        if (!isCut) {
            isCut = true;
            settled = true;
            cancel();
            timer = in(0, () -> TunnelPipeline.end(client, upstream));
        }
    }

    private void tell() {
        long more = bytes - told;
        told = bytes;
        if (more > 0) {
            count.accept(more);
        }
    }

    private void due() {
        settled = true;
        cancel();
        end = now() + nanos(limits.grace());
        // Not at once: what was read just now is still to be flushed.
        timer = in(0, this::watch);
    }

    /// Looks again after a time in which nothing may move, or when the grace is over.
    private void watch() {
        before = isWaiting(client) || isWaiting(upstream) ? MOVING : bytes;
        timer = in(Math.min(nanos(limits.quiet()), end - now()), this::look);
    }

    private void look() {
        timer = null;
        // Where nothing was waiting and nothing came, nothing can be waiting.
        if (bytes == before || end - now() <= 0) {
            TunnelPipeline.end(client, upstream);
        } else {
            watch();
        }
    }

    /// Whether the other end of this channel has not taken all yet that it was sent.
    private static boolean isWaiting(Channel channel) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer != null && buffer.totalPendingWriteBytes() > 0;
    }

    private void over() {
        settled = true;
        cancel();
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private Future<?> in(long nanos, Runnable task) {
        return loop().schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    private long now() {
        return loop().ticker().nanoTime();
    }

    private EventLoop loop() {
        return client.eventLoop();
    }

    private static long nanos(Duration time) {
        return time.toNanos();
    }
}
