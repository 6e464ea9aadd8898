package dev.gyre.rotation;

import java.nio.ByteBuffer;

/// Where in a pool the egress of somebody lies who is to have the same each time.
///
/// @param entry decides on the entry
/// @param within decides on the egress within it
record Placing(long entry, long within) {

    /// Of somebody who has no place.
    static final Placing NONE = new Placing(0, 0);

    static Placing of(byte[] digest) {
        ByteBuffer numbers = ByteBuffer.wrap(digest);
        return new Placing(numbers.getLong(), numbers.getLong());
    }

    /// The place that comes after so many that won't do.
    Placing next(int after) {
        return after == 0 ? this : new Placing(mixed(entry + after), mixed(within - after));
    }

    /// Stafford's variant 13 of the finalizer of MurmurHash3, as in `SplittableRandom`.
    private static long mixed(long value) {
        long z = value * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
