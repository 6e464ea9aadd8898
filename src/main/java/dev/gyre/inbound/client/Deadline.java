package dev.gyre.inbound.client;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// One deadline that is moved often. Moving it costs a look at the clock: the timer behind it is set anew only when it would
/// fire too late, and finds out for itself when it has fired too early.
///
/// On one event loop, whose clock it goes by.
public final class Deadline {

    private final EventLoop loop;
    private final Runnable expired;
    private @Nullable Future<?> timer;
    private long timerAt;
    private boolean set;
    private long at;

    /// @param expired run when the deadline has passed; it is not set any more by then
    public Deadline(EventLoop loop, Runnable expired) {
        this.loop = loop;
        this.expired = expired;
    }

    /// Moves it to so long from now.
    public void in(Duration time) {
        long now = loop.ticker().nanoTime();
        at = now + time.toNanos();
        set = true;
        if (timer != null && timerAt - at > 0) {
            timer.cancel(false);
            timer = null;
        }
        if (timer == null) {
            schedule(now);
        }
    }

    /// There is none for now.
    public void clear() {
        set = false;
    }

    /// There won't be one again: lets go of what it holds.
    public void end() {
        set = false;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void schedule(long now) {
        timerAt = at;
        timer = loop.schedule(this::fired, at - now, TimeUnit.NANOSECONDS);
    }

    private void fired() {
        timer = null;
        if (!set) {
            return;
        }
        long now = loop.ticker().nanoTime();
        if (at - now > 0) {
            schedule(now);
        } else {
            set = false;
            expired.run();
        }
    }
}
