package dev.gyre.rotation;

import dev.gyre.egress.Egress;
import dev.gyre.egress.PoolView;
import dev.gyre.health.Health;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Of two good ones that are drawn, the one that costs less by [Health#cost]: the power of two choices (Mitzenmacher) keeps away
/// from what is slow or full, and never sends all to the one that happens to be the fastest.
record Fastest(Health health, Supplier<RandomGenerator> random) implements Order {

    @Override
    public @Nullable Egress next(PoolView view, Ranking ranking, Placing placing) {
        long size = view.size();
        if (size == 0) {
            return null;
        }
        RandomGenerator source = random.get();
        @Nullable Egress first = null;
        for (int i = 0; i < DRAWS; i++) {
            Egress drawn = view.any(source);
            if (ranking.of(drawn) != Ranking.GOOD) {
                continue;
            }
            if (first == null) {
                first = drawn;
            } else if (!first.equals(drawn)) {
                return health.cost(drawn) < health.cost(first) ? drawn : first;
            }
        }
        return first != null ? first : Order.best(view, ranking, source.nextLong(size), source);
    }
}
