package dev.gyre.egress;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// The set of egresses now configured: an immutable snapshot, safe for all threads. No egress is in it twice.
///
/// Ranges stay ranges: a pool of 2^64 addresses takes no more memory than one of two.
public final class EgressPool {

    private final List<Block> blocks;
    private final PoolView[] views = new PoolView[Reach.SETS];

    private EgressPool(List<Block> blocks) {
        this.blocks = List.copyOf(blocks);
        for (int bits = 0; bits < views.length; bits++) {
            Reach reach = new Reach(bits);
            views[bits] =
                    new PoolView(
                            blocks.stream()
                                    .filter(block -> block.reach().meets(reach))
                                    .toArray(Block[]::new));
        }
    }

    /// The pool of these entries, in their order.
    ///
    /// @param addresses what can be bound on the interface of a name, as [Interfaces#addresses] says
    public static EgressPool of(
            List<EgressEntry> entries, Function<String, List<AddressRange>> addresses) {
        List<Block> blocks = new ArrayList<>();
        Coverage ipv4 = new Coverage();
        Coverage ipv6 = new Coverage();
        Set<Egress.Chain> chains = new LinkedHashSet<>();
        for (EgressEntry entry : entries) {
            List<AddressRange> ranges =
                    switch (entry) {
                        case EgressEntry.Interface(String name) -> addresses.apply(name);
                        case EgressEntry.Source(AddressRange range) -> List.of(range);
                        case EgressEntry.Through(List<Hop> hops) -> {
                            Egress.Chain chain = new Egress.Chain(hops);
                            if (chains.add(chain)) {
                                blocks.add(new Block.Single(chain));
                            }
                            yield List.of();
                        }
                    };
            for (AddressRange range : ranges) {
                Coverage family = range.first() instanceof Inet4Address ? ipv4 : ipv6;
                for (AddressRange fresh : family.add(range)) {
                    blocks.add(Block.Sources.of(fresh));
                }
            }
        }
        return new EgressPool(blocks);
    }

    /// The egresses that can get to at least one of these kinds of addresses.
    public PoolView reaching(Reach wanted) {
        return views[wanted.bits()];
    }

    /// How many egresses there are.
    public BigInteger size() {
        return blocks.stream().map(EgressPool::size).reduce(BigInteger.ZERO, BigInteger::add);
    }

    /// How many source addresses there are that reach exactly this.
    public BigInteger sources(Reach reach) {
        return blocks.stream()
                .filter(block -> block instanceof Block.Sources && block.reach().equals(reach))
                .map(EgressPool::size)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    /// How many chains there are of one hop, or of several.
    public long chains(boolean ofOneHop) {
        return blocks.stream()
                .filter(block ->
                        block instanceof Block.Single(Egress.Chain chain)
                                && (chain.hops().size() == 1) == ofOneHop)
                .count();
    }

    private static BigInteger size(Block block) {
        return switch (block) {
            case Block.Sources sources -> sources.size();
            case Block.Single _ -> BigInteger.ONE;
        };
    }

    @Override
    public String toString() {
        return Arrays.toString(blocks.toArray());
    }
}
