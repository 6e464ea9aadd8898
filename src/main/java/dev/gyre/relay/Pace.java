package dev.gyre.relay;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Has a channel not be read for a while, whatever those want by then who pass its bytes on. They say what they want by [#read], so that
/// neither undoes what the other does. One timer at most; none while there is no pause.
///
/// On the channel's event loop.
public final class Pace {

    private static final AttributeKey<Pace> PACE = AttributeKey.valueOf(Pace.class, "pace");

    private final Channel channel;
    private LongSupplier more = () -> 0;
    private @Nullable Future<?> timer;
    private long end;

    /// Whether it is to be read once the pause is over.
    private boolean wanted;

    private Pace(Channel channel) {
        this.channel = channel;
        channel.closeFuture().addListener(_ -> cancel());
    }

    /// Reads the channel, or doesn't, from now on or from the end of its pause on.
    public static void read(Channel channel, boolean on) {
        Pace its = channel.hasAttr(PACE) ? channel.attr(PACE).get() : null;
        if (its == null || its.timer == null) {
            channel.config().setAutoRead(on);
        } else {
            its.wanted = on;
            channel.config().setAutoRead(false);
        }
    }

    /// Whether it is not read for now, since too much has passed.
    static boolean isPaused(Channel channel) {
        return channel.hasAttr(PACE) && channel.attr(PACE).get().timer != null;
    }

    /// Doesn't read it for so long. Pauses that overlap are one, which ends with the last of them.
    ///
    /// @param more asked at the end: for how many nanoseconds more
    public static void pause(Channel channel, long nanos, LongSupplier more) {
        Pace its = channel.attr(PACE).get();
        if (its == null) {
            its = new Pace(channel);
            channel.attr(PACE).set(its);
        }
        its.pause(nanos, more);
    }

    /// Ends its pause, if there is one: who has the channel now decides alone.
    public static void end(Channel channel) {
        Pace its = channel.hasAttr(PACE) ? channel.attr(PACE).get() : null;
        if (its != null) {
            its.cancel();
        }
    }

    private void pause(long nanos, LongSupplier asked) {
        if (!channel.isOpen()) {
            return;
        }
        long until = now() + nanos;
        more = asked;
        if (timer == null) {
            wanted = channel.config().isAutoRead();
            channel.config().setAutoRead(false);
            end = until;
            schedule(nanos);
            return;
        }
        if (channel.config().isAutoRead()) {
            // Somebody who knows nothing of pauses has had it read.
            wanted = true;
            channel.config().setAutoRead(false);
        }
        if (until - end > 0) {
            end = until;
        }
    }

    private void schedule(long nanos) {
        timer = loop().schedule(this::fired, nanos, TimeUnit.NANOSECONDS);
    }

    private void fired() {
        long left = end - now();
        if (left <= 0) {
            left = more.getAsLong();
            end = now() + left;
        }
        if (left > 0) {
            schedule(left);
            return;
        }
        timer = null;
        if (wanted) {
            channel.config().setAutoRead(true);
        }
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private long now() {
        return loop().ticker().nanoTime();
    }

    private EventLoop loop() {
        return channel.eventLoop();
    }
}
