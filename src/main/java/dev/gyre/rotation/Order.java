package dev.gyre.rotation;

import dev.gyre.egress.Egress;
import dev.gyre.egress.PoolView;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The order in which the egresses of a view are taken. Safe for all threads.
sealed interface Order {

    /// Up to this many egresses are looked at one by one; in a larger pool more than that are never unacceptable at once.
    int LOOK_AT_MOST = 3 * Setbacks.MOST;

    /// The next egress that is acceptable, or nothing when there is none.
    Optional<Egress> next(PoolView view, Predicate<Egress> acceptable);

    /// Each acceptable egress as likely as another.
    record Random(Supplier<RandomGenerator> random) implements Order {

        private static final int DRAWS = 64;

        @Override
        public Optional<Egress> next(PoolView view, Predicate<Egress> acceptable) {
            long size = view.size();
            if (size == 0) {
                return Optional.empty();
            }
            if (size == 1) {
                return Optional.of(view.at(0)).filter(acceptable);
            }
            RandomGenerator source = random.get();
            for (int i = 0; i < DRAWS; i++) {
                Egress drawn = view.any(source);
                if (acceptable.test(drawn)) {
                    return Optional.of(drawn);
                }
            }
            return among(view, acceptable, source);
        }

        /// Few are acceptable: counts them out. Beyond [#LOOK_AT_MOST] the first that is found is taken.
        private static Optional<Egress> among(
                PoolView view, Predicate<Egress> acceptable, RandomGenerator source) {
            long size = view.size();
            long start = source.nextLong(size);
            int looks = (int) Math.min(size, LOOK_AT_MOST);
            Egress chosen = null;
            int found = 0;
            for (int i = 0; i < looks; i++) {
                Egress each = view.at((start + i) % size);
                if (acceptable.test(each) && source.nextInt(++found) == 0) {
                    chosen = each;
                }
            }
            return Optional.ofNullable(chosen);
        }
    }

    /// One after the other; each view has a cursor of its own.
    final class RoundRobin implements Order {

        private final AtomicLong cursor = new AtomicLong();

        @Override
        public Optional<Egress> next(PoolView view, Predicate<Egress> acceptable) {
            long size = view.size();
            int looks = (int) Math.min(size, LOOK_AT_MOST);
            for (int i = 0; i < looks; i++) {
                Egress each = view.at(Math.floorMod(cursor.getAndIncrement(), size));
                if (acceptable.test(each)) {
                    return Optional.of(each);
                }
            }
            return Optional.empty();
        }
    }
}
