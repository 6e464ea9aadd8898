package dev.gyre.egress;

import dev.gyre.net.Addresses;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/// How whoever goes through a view of one pool, egress by egress, goes on in the pool that comes after it. Not for event loops: it
/// may look at all blocks of a view.
///
/// @param before the pool that goes
/// @param next the one that comes
public record Succession(EgressPool before, EgressPool next) {

    /// How many blocks that have gone are passed over.
    private static final int MOST_GONE = 1024;

    /// The views of the next pool that are for what this one was for.
    public List<PoolView> of(PoolView view) {
        return before.views().counterparts(view, next.views());
    }

    /// Where to go on in a view of the next pool: at the same egress if it has that; else at the next one of the old view that it has.
    ///
    /// @param place whose turn it is in the old view
    /// @param weighted whether places are those of [PoolView#atWeight], else those of [PoolView#at]
    public long place(PoolView old, long place, PoolView fresh, boolean weighted) {
        if (place >= (weighted ? old.weight() : old.size())) {
            return 0;
        }
        int block = old.block(place, weighted);
        long offset = old.offset(block, place, weighted);
        int looks = Math.min(old.blockCount(), MOST_GONE);
        for (int i = 0; i < looks; i++) {
            Block one = old.block((block + i) % old.blockCount());
            long within = i == 0 ? offset : 0;
            Optional<Block> its = next.block(one.at(within));
            if (its.isPresent()) {
                long found = fresh.place(its.get(), offset(one, within, its.get()), weighted);
                if (found >= 0) {
                    return found;
                }
            }
        }
        return 0;
    }

    /// Which egress of a block was that of a block of the pool before. In the order of a prefix of which other addresses are used now,
    /// any is as good.
    private static long offset(Block old, long offset, Block fresh) {
        if (fresh instanceof Sources sources && old.at(offset) instanceof Egress.Direct direct) {
            BigInteger distance =
                    Addresses.number(direct.source())
                            .subtract(Addresses.number(sources.range().first()));
            return distance.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
        }
        return offset % fresh.count();
    }
}
