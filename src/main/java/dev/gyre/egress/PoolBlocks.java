package dev.gyre.egress;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Turns entries into blocks in which no egress is twice: the first entry that names an egress has it.
final class PoolBlocks {

    /// A range of at most this many addresses keeps those that were made.
    static final int MOST_KEPT_OF_ONE = 1 << 16;

    /// All ranges together keep at most this many; those that come later in the pool keep none.
    static final int MOST_KEPT = 1 << 18;

    private final Function<String, List<AddressRange>> addresses;
    private final Kinds kinds;
    private final List<Block> blocks = new ArrayList<>();
    private final Coverage ipv4 = new Coverage();
    private final Coverage ipv6 = new Coverage();
    private final Set<Egress.Chain> chains = new HashSet<>();
    private int kept;

    private PoolBlocks(Function<String, List<AddressRange>> addresses, Kinds kinds) {
        this.addresses = addresses;
        this.kinds = kinds;
    }

    /// The blocks of these entries, in their order.
    ///
    /// @param kinds learns what kinds there are
    static List<Block> of(
            List<EgressEntry> entries,
            Function<String, List<AddressRange>> addresses,
            Kinds kinds) {
        PoolBlocks all = new PoolBlocks(addresses, kinds);
        for (int i = 0; i < entries.size(); i++) {
            all.add(i, entries.get(i));
        }
        return List.copyOf(all.blocks);
    }

    private void add(int place, EgressEntry entry) {
        switch (entry) {
            case EgressEntry.Interface(String name, Labels labels) ->
                    addresses.apply(name).forEach(range -> add(place, labels, range));
            case EgressEntry.Source(AddressRange range, Labels labels) -> add(place, labels, range);
            case EgressEntry.Through(List<Hop> hops, Labels labels) -> {
                Egress.Chain chain = new Egress.Chain(hops);
                if (chains.add(chain)) {
                    blocks.add(new Block.One(place, kinds.of(labels, chain.reach()), chain));
                }
            }
        }
    }

    private void add(int place, Labels labels, AddressRange range) {
        Coverage family = range.first() instanceof Inet4Address ? ipv4 : ipv6;
        for (AddressRange fresh : family.add(range)) {
            Kind kind = kinds.of(labels, Reach.ofSource(fresh.first()));
            blocks.add(
                    fresh.first().equals(fresh.last())
                            ? new Block.One(place, kind, new Egress.Direct(fresh.first()))
                            : new Sources(place, kind, fresh, keeps(fresh.size())));
        }
    }

    private boolean keeps(BigInteger size) {
        if (size.compareTo(BigInteger.valueOf(Math.min(MOST_KEPT_OF_ONE, MOST_KEPT - kept))) > 0) {
            return false;
        }
        kept += size.intValueExact();
        return true;
    }
}
