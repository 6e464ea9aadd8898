package dev.gyre.egress;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;

/// Maglev hashing over the blocks of a view (Eisenbud et al., NSDI 2016): each block has slots in a table by its share of the
/// view, at least one; a hash has the block of its slot. When a block comes or goes, few hashes of the others move: each block asks
/// for slots in an order that comes from nothing but what the block is.
///
/// The size of the table is one of a few, so that it seldom changes: when it does, about all hashes move.
///
/// Safe for all threads. The table is made when it is first needed: some milliseconds for thousands of blocks.
final class Maglev {

    /// Slots for each block, where that does not make the table larger than [#MOST].
    private static final int SLOTS = 16;

    private static final int LEAST = 1 << 12;
    private static final int MOST = 1 << 20;
    private static final int FREE = -1;

    private record Asking(int block, long identity, long share) {}

    private final Block[] blocks;
    private final Axis shares;
    private volatile int @Nullable [] table;

    /// @param shares how long each block is beside the others
    Maglev(Block[] blocks, Axis shares) {
        this.blocks = blocks;
        this.shares = shares;
    }

    /// The place of the block that a hash has. There must be a block.
    int block(long hash) {
        int[] slots = table;
        if (slots == null) {
            slots = filled();
        }
        return slots[Math.floorMod(hash, slots.length)];
    }

    /// How many slots there are for so many blocks: a prime a little above a power of two.
    static int size(int blocks) {
        long wanted = Math.max(Math.min((long) SLOTS * blocks, MOST), 2L * blocks);
        long power = Math.max(LEAST, Long.highestOneBit(2 * wanted - 1));
        return BigInteger.valueOf(power).nextProbablePrime().intValueExact();
    }

    private synchronized int[] filled() {
        int[] slots = table;
        if (slots == null) {
            slots = fill();
            table = slots;
        }
        return slots;
    }

    private int[] fill() {
        int size = size(blocks.length);
        Asking[] asking = new Asking[blocks.length];
        for (int i = 0; i < asking.length; i++) {
            asking[i] = new Asking(i, blocks[i].identity(), shares.length(i));
        }
        // Who is asked first must not come from the order of the pool.
        Arrays.sort(asking, Comparator.comparingLong(Asking::identity));
        int[] next = new int[asking.length];
        int[] step = new int[asking.length];
        for (int i = 0; i < asking.length; i++) {
            next[i] = Math.floorMod(Hashing.mix(asking[i].identity()), size);
            step[i] = 1 + Math.floorMod(Hashing.mix(~asking[i].identity()), size - 1);
        }
        int[] slots = new int[size];
        Arrays.fill(slots, FREE);
        for (int turn : Turns.of(Arrays.stream(asking).mapToLong(Asking::share).toArray(), size)) {
            int slot = next[turn];
            while (slots[slot] != FREE) {
                slot = (slot + step[turn]) % size;
            }
            slots[slot] = asking[turn].block();
            next[turn] = slot;
        }
        return slots;
    }
}
