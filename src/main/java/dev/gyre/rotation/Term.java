package dev.gyre.rotation;

import java.util.concurrent.atomic.AtomicInteger;

/// How long a session lasts: a time in all, a time without a request, a number of requests. Safe for all threads.
final class Term {

    /// More nanoseconds than any proxy runs for.
    private static final long EVER = Long.MAX_VALUE / 4;

    private final long begin;
    private final long nanos;
    private final long idleNanos;
    private final boolean counted;
    private final boolean open;
    private final AtomicInteger left;
    private volatile long used;

    private Term(long now, long nanos, long idleNanos, int requests, boolean open) {
        this.begin = now;
        this.nanos = nanos;
        this.idleNanos = idleNanos;
        this.counted = requests > 0;
        this.open = open;
        this.left = new AtomicInteger(requests);
        this.used = now;
    }

    /// So many nanoseconds in all, and so many without a request.
    static Term of(long now, long nanos, long idleNanos) {
        return new Term(now, nanos, idleNanos, 0, false);
    }

    /// So many requests, however long they take.
    static Term limited(long now, int requests) {
        return new Term(now, EVER, EVER, requests, false);
    }

    /// As long as a client's connection, which tells when it is over.
    static Term open(long now) {
        return new Term(now, EVER, EVER, 0, true);
    }

    boolean isOpen() {
        return open;
    }

    /// Whether one more request belongs to it, which is counted.
    boolean take(long now) {
        if (isOver(now)) {
            return false;
        }
        if (counted && left.getAndDecrement() <= 0) {
            return false;
        }
        used = now;
        return true;
    }

    /// Whether its time is up, or its last request has been taken.
    boolean isOver(long now) {
        return (counted && left.get() <= 0) || now - begin >= nanos || now - used >= idleNanos;
    }

    /// When its time is up, if it is not used before.
    long end(long now) {
        return now + Math.max(0, Math.min(begin + nanos - now, used + idleNanos - now));
    }
}
