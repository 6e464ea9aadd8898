package dev.gyre.outbound;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ObjLongConsumer;

/// How often each event came about. Safe for all threads.
public final class DialCounts {

    private final Map<DialEvent, AtomicLong> counts = new EnumMap<>(DialEvent.class);
    private final ObjLongConsumer<DialEvent> watcher;

    /// @param watcher is told of an event, and how often it has come about, the first time, the second, the fourth, and so on;
    ///     on whatever thread it happens, so that it must not block
    public DialCounts(ObjLongConsumer<DialEvent> watcher) {
        this.watcher = watcher;
        for (DialEvent event : DialEvent.values()) {
            counts.put(event, new AtomicLong());
        }
    }

    /// How often it came about.
    public long of(DialEvent event) {
        return counter(event).get();
    }

    void count(DialEvent event) {
        long now = counter(event).incrementAndGet();
        if (Long.bitCount(now) == 1) {
            watcher.accept(event, now);
        }
    }

    private AtomicLong counter(DialEvent event) {
        return Objects.requireNonNull(counts.get(event));
    }
}
