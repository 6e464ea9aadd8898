package dev.gyre.egress;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The part of a pool that can serve a request: its egresses by number, by weight, by a hash, or any of them. Immutable, safe for
/// all threads.
///
/// A block of more than 2^48 addresses counts as 2^48 beside the others, or as fewer where there are so many of such blocks that
/// the sum would pass 2^62. Whatever takes a number has the first of them only; [#any] and [#hashed] take all.
public final class PoolView {

    /// What is told of egresses that lie side by side.
    ///
    /// @param entry where their entry stands in the pool file, from 0
    /// @param text what they are, with passwords masked
    /// @param count how many they are; `Long.MAX_VALUE` for that many or more
    public record Row(int entry, String text, long count, Labels labels, Reach reach) {

        static Row of(Block block) {
            return new Row(
                    block.entry(),
                    block.toString(),
                    block.count(),
                    block.kind().labels(),
                    block.kind().reach());
        }
    }

    private final Block[] blocks;
    private final Axis counts;

    /// Where each egress is as many units wide as it weighs.
    private final Axis weights;

    private final Maglev hashes;

    PoolView(List<Block> blocks) {
        this.blocks = blocks.toArray(Block[]::new);
        this.counts = Axis.of(this.blocks, _ -> 1);
        boolean weighted = blocks.stream().anyMatch(block -> block.weight() > 1);
        this.weights = weighted ? Axis.of(this.blocks, Block::weight) : counts;
        this.hashes = new Maglev(this.blocks, weights);
    }

    /// How many egresses there are.
    public long size() {
        return counts.length();
    }

    /// The egress at a place from 0 to [#size].
    public Egress at(long index) {
        int block = counts.block(index);
        return blocks[block].at(index - counts.start(block));
    }

    /// How many egresses there are, each counted as often as it weighs.
    public long weight() {
        return weights.length();
    }

    /// The egress that has a unit from 0 to [#weight]. Each has as many units as it weighs, one after the other; where all weigh 1,
    /// this is [#at].
    public Egress atWeight(long unit) {
        int block = weights.block(unit);
        return atWeight(block, unit);
    }

    /// Any egress, each as likely as its weight is to the others'. There must be one.
    public Egress any(RandomGenerator random) {
        if (blocks.length == 1) {
            return blocks[0].any(random);
        }
        long unit = random.nextLong(weight());
        int block = weights.block(unit);
        return blocks[block].count() <= weights.most() && !blocks[block].isSequence()
                ? atWeight(block, unit)
                : blocks[block].any(random);
    }

    /// The egress of a key: the same as long as the pool is the same. Of a pool that gains or loses an entry, most keys keep theirs.
    /// Keys are spread by weight. There must be an egress.
    ///
    /// @param entryHash a hash of the key with all 64 bits: chooses among blocks
    /// @param withinHash another hash of the key: chooses within the block
    public Egress hashed(long entryHash, long withinHash) {
        return blocks[blocks.length == 1 ? 0 : hashes.block(entryHash)].hashed(withinHash);
    }

    /// How many blocks of egresses that lie side by side there are.
    public int blockCount() {
        return blocks.length;
    }

    /// The blocks, in the order of the pool.
    public List<Row> rows() {
        return Arrays.stream(blocks).map(Row::of).toList();
    }

    /// The egress at a place, from 0 to its count, of one of the [#rows].
    public Egress at(int row, long place) {
        return blocks[row].at(place);
    }

    private Egress atWeight(int block, long unit) {
        long offset = unit - weights.start(block);
        int weight = blocks[block].weight();
        return blocks[block].at(weight == 1 ? offset : offset / weight);
    }

    /// Which block has a place of [#at], or of [#atWeight].
    int block(long place, boolean weighted) {
        return (weighted ? weights : counts).block(place);
    }

    Block block(int block) {
        return blocks[block];
    }

    /// Which egress of its block has a place.
    long offset(int block, long place, boolean weighted) {
        return weighted
                ? (place - weights.start(block)) / blocks[block].weight()
                : place - counts.start(block);
    }

    /// Which of the units of its egress a place is.
    long unit(int block, long place, boolean weighted) {
        return weighted ? (place - weights.start(block)) % blocks[block].weight() : 0;
    }

    /// Where each block stands.
    Map<Block, Integer> order() {
        Map<Block, Integer> order = HashMap.newHashMap(blocks.length);
        for (int i = 0; i < blocks.length; i++) {
            order.put(blocks[i], i);
        }
        return order;
    }

    /// The place of an egress of a block, or of the last of the block that has one.
    long place(int block, long offset, boolean weighted) {
        Axis axis = weighted ? weights : counts;
        long width = weighted ? blocks[block].weight() : 1;
        return axis.start(block) + Math.min(offset, axis.length(block) / width - 1) * width;
    }

    /// Whether this view has just these blocks, in this order.
    boolean isOf(List<Block> others) {
        return blocks.length == others.size() && Arrays.asList(blocks).equals(others);
    }

    boolean isOf(PoolView other) {
        return Arrays.equals(blocks, other.blocks);
    }

    @Override
    public String toString() {
        return Arrays.toString(blocks);
    }
}
