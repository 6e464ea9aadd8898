package dev.gyre.access.limits;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Spreads bytes over time. Whoever has passed some is told how long to pause before it reads again: until all that had passed before is
/// paid for, and its own. So those who share one take turns, however many they are and however fast each could be. Safe for all threads.
public final class Shaper {

    /// For how long a quiet one saves up.
    private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /// What is told at once at most, so that a product fits into a long.
    private static final long MOST_AT_ONCE = 1L << 32;

    private final LongSupplier nanoTime;
    private long rate;

    /// When all that has passed is paid for.
    private long paid;

    /// @param rate bytes in a second, above zero
    /// @param nanoTime a clock that never goes back
    public Shaper(long rate, LongSupplier nanoTime) {
        this.rate = rate;
        this.nanoTime = nanoTime;
        this.paid = nanoTime.getAsLong() - BURST_NANOS;
    }

    /// Goes by another rate from now on.
    synchronized void use(long next) {
        if (next != rate) {
            long now = nanoTime.getAsLong();
            long debt = Math.max(0, paid - now);
            paid = now + (long) ((double) debt * rate / next);
            rate = next;
        }
    }

    /// Bytes have passed, or none.
    ///
    /// @return nanoseconds for which to read no more; 0 for none
    public synchronized long passed(long bytes) {
        long now = nanoTime.getAsLong();
        if (paid - (now - BURST_NANOS) < 0) {
            paid = now - BURST_NANOS;
        }
        paid += Math.min(bytes, MOST_AT_ONCE) * SECOND / rate;
        return Math.max(0, paid - now);
    }

    /// Whether it has saved up all that it may.
    synchronized boolean isQuiet() {
        return paid - (nanoTime.getAsLong() - BURST_NANOS) <= 0;
    }
}
