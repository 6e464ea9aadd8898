package dev.gyre.egress;

import dev.gyre.net.Host;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Turns entries into blocks in which no egress is twice: the first entry that names an egress has it.
final class PoolBlocks {

    /// A range of at most this many addresses keeps those that were made.
    static final int MOST_KEPT_OF_ONE = 1 << 16;

    /// All ranges together keep at most this many; those that come later in the pool keep none.
    static final int MOST_KEPT = 1 << 18;

    private final Supply supply;
    private final Kinds kinds;
    private final List<Block> blocks = new ArrayList<>();
    private final Coverage ipv4 = new Coverage();
    private final Coverage ipv6 = new Coverage();
    private final Set<Egress.Chain> chains = new HashSet<>();
    private int kept;

    private PoolBlocks(Supply supply, Kinds kinds) {
        this.supply = supply;
        this.kinds = kinds;
    }

    /// The blocks of these entries, in their order.
    ///
    /// @param kinds learns what kinds there are
    static List<Block> of(List<EgressEntry> entries, Supply supply, Kinds kinds) {
        PoolBlocks all = new PoolBlocks(supply, kinds);
        for (int i = 0; i < entries.size(); i++) {
            all.add(i, entries.get(i));
        }
        return List.copyOf(all.blocks);
    }

    private void add(int place, EgressEntry entry) {
        switch (entry) {
            case EgressEntry.Interface(String name, Labels labels) ->
                    supply.addresses(name).forEach(range -> add(place, labels, range));
            case EgressEntry.Source(AddressRange range, Labels labels) -> add(place, labels, range);
            case EgressEntry.Through(List<Hop> hops, Labels labels) -> {
                Egress.Chain chain = new Egress.Chain(hops);
                if (chains.add(chain)) {
                    Labels its = located(labels, chain.last().server().host());
                    blocks.add(new Block.One(place, kinds.of(its, chain.reach()), chain));
                }
            }
            case EgressEntry.Listing listing ->
                    supply.listed(listing).forEach(each -> add(place, each));
        }
    }

    private void add(int place, Labels labels, AddressRange range) {
        Coverage family = range.first() instanceof Inet4Address ? ipv4 : ipv6;
        for (AddressRange fresh : family.add(range)) {
            Labels its = located(labels, new Host.Address(fresh.first()));
            Kind kind = kinds.of(its, Reach.ofSource(fresh.first()));
            blocks.add(
                    fresh.first().equals(fresh.last())
                            ? new Block.One(place, kind, new Egress.Direct(fresh.first()))
                            : new Sources(place, kind, fresh, keeps(fresh.size())));
        }
    }

    /// With the country that the address is in, where none is given.
    private Labels located(Labels labels, Host host) {
        return labels.country().isEmpty() && host instanceof Host.Address(InetAddress address)
                ? supply.country(address).map(labels::in).orElse(labels)
                : labels;
    }

    private boolean keeps(BigInteger size) {
        if (size.compareTo(BigInteger.valueOf(Math.min(MOST_KEPT_OF_ONE, MOST_KEPT - kept))) > 0) {
            return false;
        }
        kept += size.intValueExact();
        return true;
    }
}
