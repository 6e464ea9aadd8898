package dev.gyre.rotation;

import dev.gyre.egress.Egress;
import dev.gyre.egress.PoolView;
import dev.gyre.health.Health;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/// One by which the fewest requests and tunnels are under way, for its weight: of all in a pool of up to [#ALL], of [#OF] that
/// are drawn in a larger one.
///
/// @param weights the weight of an egress
record LeastUsed(Health health, ToIntFunction<Egress> weights, Supplier<RandomGenerator> random)
        implements Order {

    /// Up to so many are all looked at.
    static final int ALL = 64;

    /// Else so many good ones.
    static final int OF = 8;

    @Override
    public @Nullable Egress next(PoolView view, Ranking ranking, Placing placing) {
        long size = view.size();
        if (size == 0) {
            return null;
        }
        RandomGenerator source = random.get();
        if (size <= ALL) {
            return ofAll(view, ranking, source.nextLong(size));
        }
        @Nullable Egress least = null;
        double use = Double.MAX_VALUE;
        int good = 0;
        for (int i = 0; i < DRAWS && good < OF && use > 0; i++) {
            Egress drawn = view.any(source);
            if (ranking.of(drawn) == Ranking.GOOD) {
                good++;
                double its = use(drawn);
                if (its < use) {
                    use = its;
                    least = drawn;
                }
            }
        }
        return least != null ? least : Order.best(view, ranking, source.nextLong(size), source);
    }

    private @Nullable Egress ofAll(PoolView view, Ranking ranking, long start) {
        long size = view.size();
        @Nullable Egress least = null;
        double use = Double.MAX_VALUE;
        int lowest = Ranking.EXCLUDED;
        for (int i = 0; i < size; i++) {
            Egress each = view.at((start + i) % size);
            int rank = ranking.of(each);
            if (rank < Ranking.EXCLUDED && rank <= lowest) {
                double its = use(each);
                if (rank < lowest || its < use) {
                    lowest = rank;
                    use = its;
                    least = each;
                }
            }
        }
        return least;
    }

    private double use(Egress egress) {
        int underWay = health.underWay(egress);
        return underWay == 0 ? 0 : (double) underWay / weights.applyAsInt(egress);
    }
}
