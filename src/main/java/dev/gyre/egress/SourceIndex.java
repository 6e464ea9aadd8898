package dev.gyre.egress;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The blocks of source addresses of one family, in the order of their addresses. No two overlap. Immutable.
final class SourceIndex {

    private record Located(Uint128 first, Uint128 last, Block block) {}

    private final Uint128[] firsts;
    private final Uint128[] lasts;
    private final Block[] blocks;

    /// @param family blocks of source addresses in any order
    SourceIndex(List<Block> family) {
        List<Located> located = new ArrayList<>(family.size());
        for (Block block : family) {
            located.add(located(block));
        }
        located.sort(Comparator.comparing(Located::first));
        firsts = located.stream().map(Located::first).toArray(Uint128[]::new);
        lasts = located.stream().map(Located::last).toArray(Uint128[]::new);
        blocks = located.stream().map(Located::block).toArray(Block[]::new);
    }

    /// The block that this address is in.
    Optional<Block> find(InetAddress source) {
        Uint128 number = Uint128.of(source);
        int at = lastUpTo(number);
        return at >= 0 && number.compareTo(lasts[at]) <= 0
                ? Optional.of(blocks[at])
                : Optional.empty();
    }

    /// What the pool has of these addresses, in their order: blocks, and parts of blocks.
    List<Block> within(AddressRange network) {
        Uint128 from = Uint128.of(network.first());
        Uint128 to = Uint128.of(network.last());
        List<Block> found = new ArrayList<>();
        for (int at = Math.max(0, lastUpTo(from));
                at < firsts.length && firsts[at].compareTo(to) <= 0;
                at++) {
            if (lasts[at].compareTo(from) >= 0) {
                found.add(
                        switch (blocks[at]) {
                            case Block.One one -> one;
                            case Sources sources -> sources.within(network);
                        });
            }
        }
        return found;
    }

    /// The place of the last block that begins at this number or before; -1 when there is none.
    private int lastUpTo(Uint128 number) {
        int found = Arrays.binarySearch(firsts, number);
        return found >= 0 ? found : -found - 2;
    }

    private static Located located(Block block) {
        return switch (block) {
            case Sources sources ->
                    new Located(
                            Uint128.of(sources.range().first()),
                            Uint128.of(sources.range().last()),
                            block);
            case Block.One(_, _, Egress.Direct(InetAddress source)) -> {
                Uint128 number = Uint128.of(source);
                yield new Located(number, number, block);
            }
            case Block.One(_, _, Egress.Chain chain) ->
                    throw new IllegalArgumentException(chain + " is no source address");
        };
    }
}
