package dev.gyre.health;

import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// By what all egresses go.
///
/// @param current the settings that are gone by now
/// @param trials those that are out and in the pool, unless one is being tried
/// @param floor counts those that are out and in the pool
/// @param random the source of randomness of the calling thread
/// @param improvements how often anything became usable by other means than time
record Rules(
        Supplier<HealthSettings> current,
        Trials trials,
        Floor floor,
        Supplier<RandomGenerator> random,
        AtomicLong improvements) {

    HealthSettings settings() {
        return current.get();
    }

    /// A time within a fifth of this, so that what went out together does not come back together; never more than the most.
    long scattered(long nanos) {
        long capped = Math.min(nanos, settings().most().toNanos() / 6 * 5);
        return (long) (capped * random.get().nextDouble(0.8, 1.2));
    }

    /// How many requests may be under way.
    static int cap(OptionalInt first, OptionalInt otherwise) {
        return first.orElse(otherwise.orElse(Integer.MAX_VALUE));
    }
}
