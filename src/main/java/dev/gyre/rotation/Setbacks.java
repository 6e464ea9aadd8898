package dev.gyre.rotation;

import dev.gyre.egress.Egress;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// The egresses that failed a short while ago: they stand behind all others. Safe for all threads, and bounded.
final class Setbacks {

    /// For how long a failed egress stands behind the others.
    static final long NANOS = 30_000_000_000L;

    /// How many are remembered.
    static final int MOST = 4096;

    private final ConcurrentHashMap<Egress, Long> until = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    Setbacks(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void failed(Egress egress) {
        long now = nanoTime.getAsLong();
        if (until.size() >= MOST) {
            until.values().removeIf(end -> end - now <= 0);
            if (until.size() >= MOST) {
                // All of so many failed within half a minute: which of them are remembered makes no
                // difference.
                until.keySet().stream().limit(MOST / 4).forEach(until::remove);
            }
        }
        until.put(egress, now + NANOS);
    }

    void recovered(Egress egress) {
        if (!until.isEmpty()) {
            until.remove(egress);
        }
    }

    boolean holds(Egress egress) {
        if (until.isEmpty()) {
            return false;
        }
        Long end = until.get(egress);
        if (end == null) {
            return false;
        }
        if (end - nanoTime.getAsLong() <= 0) {
            until.remove(egress, end);
            return false;
        }
        return true;
    }
}
