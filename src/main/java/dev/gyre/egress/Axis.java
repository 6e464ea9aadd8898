package dev.gyre.egress;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.ToIntFunction;

/// The blocks of a view laid end to end, each egress so many units wide: tells the block from a place. Immutable.
///
/// A block of more than [#most] egresses is as long as one of [#most]. That is 2^48, or less where so many huge blocks would make
/// the axis longer than [#LONGEST].
final class Axis {

    /// The longest that an axis gets, in units.
    static final long LONGEST = 1L << 62;

    /// What a huge block counts as.
    static final long MOST = 1L << 48;

    /// Behind which place each block ends.
    private final long[] ends;

    private final long most;

    /// The axis cut into pieces of 2^[#shift] units, about as many as there are blocks: the block at the beginning of each, and the
    /// last one at the end. Between two of them there are few blocks to search.
    private final int[] guide;

    private final int shift;

    private Axis(long[] ends, long most) {
        this.ends = ends;
        this.most = most;
        this.shift = Math.max(0, bits(length()) - bits(ends.length));
        this.guide = ends.length == 0 ? new int[0] : guide(ends, shift);
    }

    private static int[] guide(long[] ends, int shift) {
        int last = ends.length - 1;
        int pieces = (int) ((ends[last] - 1) >>> shift) + 1;
        int[] guide = new int[pieces + 1];
        int block = 0;
        for (int i = 0; i < pieces; i++) {
            while (ends[block] <= (long) i << shift) {
                block++;
            }
            guide[i] = block;
        }
        guide[pieces] = last;
        return guide;
    }

    private static int bits(long number) {
        return Long.SIZE - Long.numberOfLeadingZeros(number);
    }

    /// @param width of each egress of a block, from 1 to [Labels#MOST_WEIGHT]
    static Axis of(Block[] blocks, ToIntFunction<Block> width) {
        long[] ends = new long[blocks.length];
        long most = MOST;
        while (!lay(blocks, width, most, ends)) {
            most >>= 1;
        }
        return new Axis(ends, most);
    }

    private static boolean lay(Block[] blocks, ToIntFunction<Block> width, long most, long[] ends) {
        long end = 0;
        for (int i = 0; i < blocks.length; i++) {
            end += Math.min(blocks[i].count(), most) * width.applyAsInt(blocks[i]);
            if (end > LONGEST) {
                return false;
            }
            ends[i] = end;
        }
        return true;
    }

    long length() {
        return ends.length == 0 ? 0 : ends[ends.length - 1];
    }

    /// The block at a place from 0 to [#length].
    int block(long place) {
        Objects.checkIndex(place, length());
        int piece = (int) (place >>> shift);
        int from = guide[piece];
        int to = guide[piece + 1];
        if (to - from <= 1) {
            return place < ends[from] ? from : to;
        }
        int found = Arrays.binarySearch(ends, from, to, place);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /// Where a block begins.
    long start(int block) {
        return block == 0 ? 0 : ends[block - 1];
    }

    /// How long a block is.
    long length(int block) {
        return ends[block] - start(block);
    }

    /// How many egresses of a block have a place, at most.
    long most() {
        return most;
    }
}
