package dev.gyre.health;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ObjLongConsumer;

/// How often each event came about. Safe for all threads.
public final class HealthCounts {

    private final Map<HealthEvent, AtomicLong> counts = new EnumMap<>(HealthEvent.class);
    private final ObjLongConsumer<HealthEvent> watcher;

    /// @param watcher is told of an event, and how often it has come about, the first time, the second, the fourth, and so on;
    ///     on whatever thread it happens, so that it must not block
    public HealthCounts(ObjLongConsumer<HealthEvent> watcher) {
        this.watcher = watcher;
        for (HealthEvent event : HealthEvent.values()) {
            counts.put(event, new AtomicLong());
        }
    }

    /// Counts in silence.
    public HealthCounts() {
        this((_, _) -> {});
    }

    /// How often it came about.
    public long of(HealthEvent event) {
        return counter(event).get();
    }

    void count(HealthEvent event) {
        long now = counter(event).incrementAndGet();
        if (Long.bitCount(now) == 1) {
            watcher.accept(event, now);
        }
    }

    private AtomicLong counter(HealthEvent event) {
        return Objects.requireNonNull(counts.get(event));
    }
}
