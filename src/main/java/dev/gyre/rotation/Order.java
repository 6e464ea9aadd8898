package dev.gyre.rotation;

import dev.gyre.egress.Egress;
import dev.gyre.egress.PoolView;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The order in which the egresses of a view are taken. Safe for all threads; what it costs does not grow with the pool as long as
/// one in a few of its egresses is good.
sealed interface Order permits Order.Random, Order.InTurn, Order.Hashed, LeastUsed, Fastest {

    /// How many egresses are drawn before they are looked at one by one.
    int DRAWS = 64;

    /// Of a larger view, only so many are looked at before one serves that is not good; a good one may be overlooked then.
    int SETTLES = 1 << 17;

    /// So many good ones are enough to choose from.
    int ENOUGH = 8;

    /// The next egress: one of the lowest rank that was found, and nothing when all are excluded.
    ///
    /// @param placing where an order that has a fixed place for each session finds it
    @Nullable Egress next(PoolView view, Ranking ranking, Placing placing);

    /// Looks at the egresses one by one, at no more than it takes for one of them to be good if any is.
    ///
    /// @param start where to begin
    /// @param random decides among those of the lowest rank; without it, the first is taken
    static @Nullable Egress best(
            PoolView view, Ranking ranking, long start, @Nullable RandomGenerator random) {
        long size = view.size();
        long looks = Math.min(size, ranking.most() + (random == null ? 1 : ENOUGH));
        @Nullable Egress best = null;
        int lowest = Ranking.EXCLUDED;
        int found = 0;
        for (long i = 0; i < looks && (i < SETTLES || best == null); i++) {
            Egress each = view.at((start + i) % size);
            int rank = ranking.of(each);
            if (rank < lowest) {
                lowest = rank;
                best = each;
                found = 1;
                if (rank == Ranking.GOOD && random == null) {
                    return best;
                }
            } else if (rank == lowest && rank < Ranking.EXCLUDED && random != null) {
                if (random.nextInt(++found) == 0) {
                    best = each;
                }
                if (rank == Ranking.GOOD && found == ENOUGH) {
                    return best;
                }
            }
        }
        return best;
    }

    /// Each as likely as its weight says.
    record Random(Supplier<RandomGenerator> random) implements Order {

        @Override
        public @Nullable Egress next(PoolView view, Ranking ranking, Placing placing) {
            long size = view.size();
            if (size == 0) {
                return null;
            }
            RandomGenerator source = random.get();
            if (size > 1) {
                for (int i = 0; i < DRAWS; i++) {
                    Egress drawn = view.any(source);
                    if (ranking.of(drawn) == Ranking.GOOD) {
                        return drawn;
                    }
                }
            }
            return best(view, ranking, source.nextLong(size), source);
        }
    }

    /// One after the other; each view has a cursor of its own.
    ///
    /// @param weighted whether each comes as often as its weight says
    record InTurn(Cursors cursors, boolean weighted) implements Order {

        @Override
        public @Nullable Egress next(PoolView view, Ranking ranking, Placing placing) {
            long size = view.size();
            if (size == 0) {
                return null;
            }
            Cursors.Cursor cursor = cursors.of(view, weighted);
            long looks = Math.min(size, weighted ? DRAWS : ranking.most() + 1);
            for (long i = 0; i < looks; i++) {
                long place = cursor.next();
                Egress each = weighted ? view.atWeight(place) : view.at(place);
                if (ranking.of(each) == Ranking.GOOD) {
                    return each;
                }
            }
            return best(view, ranking, cursor.at() % size, null);
        }
    }

    /// Each session has its place.
    record Hashed() implements Order {

        @Override
        public @Nullable Egress next(PoolView view, Ranking ranking, Placing placing) {
            if (view.size() == 0) {
                return null;
            }
            for (int i = 0; i < DRAWS; i++) {
                Placing place = placing.next(i);
                Egress each = view.hashed(place.entry(), place.within());
                if (ranking.of(each) == Ranking.GOOD) {
                    return each;
                }
            }
            return best(view, ranking, Math.floorMod(placing.entry(), view.size()), null);
        }
    }
}
