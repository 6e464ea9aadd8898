package dev.gyre.access.limits;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// A clock that stands still until it is told to go on.
final class StandingClock implements InstantSource, LongSupplier {

    private Instant now;
    private long nanos = Long.MAX_VALUE - 5_000_000_000L; // it overflows after five seconds

    StandingClock(String now) {
        this.now = Instant.parse(now);
    }

    void goesOn(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }

    /// The operator sets the time of day.
    void isSetTo(String time) {
        now = Instant.parse(time);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public long getAsLong() {
        return nanos;
    }
}
