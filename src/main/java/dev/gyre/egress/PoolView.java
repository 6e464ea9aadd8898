package dev.gyre.egress;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// The part of a pool that can serve a request: its egresses by number, or any of them.
public final class PoolView {

    private final Block[] blocks;

    /// Behind which place each block ends.
    private final long[] ends;

    PoolView(Block[] blocks) {
        this.blocks = blocks;
        this.ends = new long[blocks.length];
        long end = 0;
        for (int i = 0; i < blocks.length; i++) {
            end = Math.min(end + blocks[i].weight(), Long.MAX_VALUE - Block.MOST);
            ends[i] = end;
        }
    }

    /// How many egresses there are. A block of more than 2^48 addresses counts as 2^48.
    public long size() {
        return ends.length == 0 ? 0 : ends[ends.length - 1];
    }

    /// The egress at a place from 0 to [#size].
    public Egress at(long index) {
        int block = blockOf(index);
        return blocks[block].at(index - (block == 0 ? 0 : ends[block - 1]));
    }

    /// Any egress, each as likely as another. There must be one.
    public Egress any(RandomGenerator random) {
        return blocks.length == 1
                ? blocks[0].any(random)
                : blocks[blockOf(random.nextLong(size()))].any(random);
    }

    private int blockOf(long index) {
        int found = Arrays.binarySearch(ends, index);
        return found >= 0 ? found + 1 : -found - 1;
    }
}
