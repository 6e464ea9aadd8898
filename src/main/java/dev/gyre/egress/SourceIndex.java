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
            located.addAll(located(block));
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
        boolean found =
                at >= 0
                        && number.compareTo(lasts[at]) <= 0
                        && !(blocks[at] instanceof Prefix prefix && !prefix.has(source));
        return found ? Optional.of(blocks[at]) : Optional.empty();
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
                switch (blocks[at]) {
                    case Block.One one -> found.add(one);
                    case Sources sources -> found.add(sources.within(network));
                    case Prefix prefix ->
                            prefix.within(range(prefix, at), network).ifPresent(found::add);
                    case Gateway _, Tor _ -> throw noSource(blocks[at]);
                }
            }
        }
        return found;
    }

    /// The place of the last block that begins at this number or before; -1 when there is none.
    private int lastUpTo(Uint128 number) {
        int found = Arrays.binarySearch(firsts, number);
        return found >= 0 ? found : -found - 2;
    }

    /// The range of a prefix that begins where the block at this place does.
    private AddressRange range(Prefix prefix, int at) {
        return prefix.ranges().stream()
                .filter(range -> Uint128.of(range.first()).equals(firsts[at]))
                .findFirst()
                .orElseThrow();
    }

    private static List<Located> located(Block block) {
        return switch (block) {
            case Sources sources -> List.of(located(sources.range(), block));
            case Prefix prefix ->
                    prefix.ranges().stream().map(range -> located(range, block)).toList();
            case Block.One(_, _, Egress.Direct(InetAddress source)) ->
                    List.of(located(AddressRange.of(source), block));
            case Block.One(_, _, Egress.Chain _) -> throw noSource(block);
            case Gateway _, Tor _ -> throw noSource(block);
        };
    }

    private static Located located(AddressRange range, Block block) {
        return new Located(Uint128.of(range.first()), Uint128.of(range.last()), block);
    }

    private static IllegalArgumentException noSource(Block block) {
        return new IllegalArgumentException(block + " is no source address");
    }
}
