package dev.gyre.egress;

import dev.gyre.net.Addresses;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
        Map<Block, Integer> order = fresh.order();
        int looks = Math.min(old.blockCount(), MOST_GONE);
        for (int i = 0; i < looks; i++) {
            Block one = old.block((block + i) % old.blockCount());
            long within = i == 0 ? offset : 0;
            Optional<Block> its = next.block(one.at(within));
            Integer there = its.map(order::get).orElse(null);
            if (there != null) {
                Block same = its.orElseThrow();
                long found = fresh.place(there, offset(one, within, same), weighted);
                // In the midst of an egress that weighs as much, it goes on there.
                return i == 0 && same.weight() == one.weight()
                        ? found + old.unit(block, place, weighted)
                        : found;
            }
            Integer rest = rest(one, within, order).map(order::get).orElse(null);
            if (rest != null) {
                return fresh.place(rest, 0, weighted);
            }
        }
        return 0;
    }

    /// Of a range of which an address has gone, the first part behind it that has stayed.
    private static Optional<Sources> rest(Block old, long offset, Map<Block, Integer> order) {
        if (!(old instanceof Sources range) || !(old.at(offset) instanceof Egress.Direct gone)) {
            return Optional.empty();
        }
        BigInteger from = Addresses.number(gone.source());
        BigInteger to = Addresses.number(range.range().last());
        boolean sameFamily = gone.source() instanceof Inet4Address;
        return order.keySet().stream()
                .filter(each ->
                        each instanceof Sources part
                                && part.range().first() instanceof Inet4Address == sameFamily
                                && Addresses.number(part.range().first()).compareTo(from) > 0
                                && Addresses.number(part.range().first()).compareTo(to) <= 0)
                .map(Sources.class::cast)
                .min(Comparator.comparing(part -> Addresses.number(part.range().first())));
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
