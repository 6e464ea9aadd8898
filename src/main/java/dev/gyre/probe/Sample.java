package dev.gyre.probe;

import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.PoolView;
import dev.gyre.egress.Reach;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// The egresses of a pool, of which ranges stand for some only: nobody tries a /64.
public final class Sample {

    private Sample() {}

    /// All egresses that stand for themselves, and of each range so many that are chosen at random; all in the order of the pool.
    ///
    /// @param perRange at least 1
    public static List<Egress> of(EgressPool pool, int perRange, RandomGenerator random) {
        PoolView all = pool.reaching(Reach.ALL);
        List<PoolView.Row> rows = all.rows();
        List<Egress> sample = new ArrayList<>(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            long count = rows.get(row).count();
            if (count <= perRange) {
                for (long place = 0; place < count; place++) {
                    sample.add(all.at(row, place));
                }
                continue;
            }
            Set<Long> places = new HashSet<>();
            while (places.size() < perRange) {
                places.add(random.nextLong(count));
            }
            for (long place : places) {
                sample.add(all.at(row, place));
            }
        }
        return sample;
    }
}
