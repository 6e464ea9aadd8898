package dev.gyre.access.limits;

import java.time.Duration;

/// How many requests there may be in a time. All are above zero.
///
/// @param requests how many
/// @param per in which time: an hour at most
/// @param burst how many of them may come at once
public record RequestRate(int requests, Duration per, int burst) {

    /// How many there may be of each.
    public static final int MOST = 1_000_000;

    /// Nanoseconds from one to the next; rather a nanosecond too long, so that there is never one too many.
    long interval() {
        return Math.ceilDiv(per.toNanos(), requests);
    }
}
