package dev.gyre.egress;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The views of a pool. Two of the same blocks are one object, as long as the first is known: whatever is built for a view is built
/// once. Safe for all threads.
final class Views {

    private final List<Block> blocks;
    private final Kinds kinds;
    private final BlockIndex index;

    /// Those that are not narrowed, by the bits of what is wanted.
    private final PoolView[] whole = new PoolView[Reach.SETS];

    private final NarrowedViews narrowed = new NarrowedViews();

    Views(List<Block> blocks, Kinds kinds, BlockIndex index) {
        this.blocks = blocks;
        this.index = index;
        this.kinds = kinds;
        Map<BitSet, PoolView> byKinds = new HashMap<>();
        for (int bits = 0; bits < whole.length; bits++) {
            int before = bits;
            whole[bits] =
                    byKinds.computeIfAbsent(
                            kinds.admitted(new Reach(bits), Narrowing.NONE),
                            admitted -> {
                                List<Block> reaching = admitted(blocks, admitted);
                                return known(reaching, before)
                                        .orElseGet(() -> new PoolView(reaching));
                            });
        }
    }

    PoolView of(Reach wanted, Narrowing narrowing) {
        if (narrowing.isNone()) {
            return whole[wanted.bits()];
        }
        Optional<PoolView> found = narrowed.find(wanted, narrowing);
        return found.isPresent() ? found.get() : made(wanted, narrowing);
    }

    /// The views of another pool that are for what one of these is for.
    List<PoolView> counterparts(PoolView view, Views others) {
        List<PoolView> found = new ArrayList<>(narrowed.counterparts(view, others));
        for (int bits = 0; bits < whole.length; bits++) {
            if (whole[bits] == view && !found.contains(others.whole[bits])) {
                found.add(others.whole[bits]);
            }
        }
        return found;
    }

    /// Of some blocks of the pool, or parts of them.
    PoolView of(List<Block> some, Reach wanted, Narrowing narrowing) {
        List<Block> admitted = admitted(some, kinds.admitted(wanted, narrowing));
        return known(admitted, whole.length).orElseGet(() -> new PoolView(admitted));
    }

    /// Those that are not narrowed, each once.
    Stream<PoolView> whole() {
        return Arrays.stream(whole).distinct();
    }

    PoolView empty() {
        return whole[Reach.NONE.bits()];
    }

    private PoolView made(Reach wanted, Narrowing narrowing) {
        BitSet admitted = kinds.admitted(wanted, narrowing);
        if (admitted.isEmpty()) {
            return empty();
        }
        List<Block> some = admitted(narrowing.source().map(this::only).orElse(blocks), admitted);
        if (some.isEmpty()) {
            return empty();
        }
        PoolView view = known(some, whole.length).orElseGet(() -> new PoolView(some));
        return narrowed.keep(wanted, narrowing, view);
    }

    /// The egress that leaves from an address, if the pool has it.
    private List<Block> only(InetAddress source) {
        Egress egress = new Egress.Direct(source);
        return index
                .find(egress)
                .<Block>map(block -> new Block.One(block.entry(), block.kind(), egress))
                .stream()
                .toList();
    }

    private static List<Block> admitted(List<Block> blocks, BitSet kinds) {
        return blocks.stream().filter(block -> kinds.get(block.kind().id())).toList();
    }

    /// The view of just these blocks among the first that are not narrowed.
    private Optional<PoolView> known(List<Block> some, int first) {
        for (int bits = 0; bits < first; bits++) {
            if (whole[bits].isOf(some)) {
                return Optional.of(whole[bits]);
            }
        }
        return Optional.empty();
    }
}
