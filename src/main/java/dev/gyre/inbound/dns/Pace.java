package dev.gyre.inbound.dns;

import java.util.concurrent.TimeUnit;

/// How fast one may go: so many at once, and so many a second. On one thread.
final class Pace {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int atOnce;
    private final int aSecond;
    private double left;
    private long last;

    /// @param now by a clock that never goes back, in nanoseconds
    Pace(int atOnce, int aSecond, long now) {
        this.atOnce = atOnce;
        this.aSecond = aSecond;
        this.left = atOnce;
        this.last = now;
    }

    /// Goes one step, if that is not too fast.
    boolean allows(long now) {
        left = Math.min(atOnce, left + (double) (now - last) / SECOND * aSecond);
        last = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
