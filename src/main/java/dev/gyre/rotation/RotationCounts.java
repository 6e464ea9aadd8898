package dev.gyre.rotation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ObjLongConsumer;

/// How often each event came about. Safe for all threads.
public final class RotationCounts {

    private final Map<RotationEvent, AtomicLong> counts = new EnumMap<>(RotationEvent.class);
    private final ObjLongConsumer<RotationEvent> watcher;

    /// @param watcher is told of an event, and how often it has come about, the first time, the second, the fourth, and so on;
    ///     on whatever thread it happens, so that it must not block
    public RotationCounts(ObjLongConsumer<RotationEvent> watcher) {
        this.watcher = watcher;
        for (RotationEvent event : RotationEvent.values()) {
            counts.put(event, new AtomicLong());
        }
    }

    /// Counts in silence.
    public RotationCounts() {
        this((_, _) -> {});
    }

    /// How often it came about.
    public long of(RotationEvent event) {
        return counter(event).get();
    }

    void count(RotationEvent event) {
        long now = counter(event).incrementAndGet();
        if (Long.bitCount(now) == 1) {
            watcher.accept(event, now);
        }
    }

    private AtomicLong counter(RotationEvent event) {
        return Objects.requireNonNull(counts.get(event));
    }
}
