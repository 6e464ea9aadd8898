package dev.gyre.egress;

/// Puts the numbers from 0 to a last one into an order that nobody without the key can foresee: each number comes once.
///
/// A Feistel network over as many bits as the last number has; what comes out beyond it goes in again until it does not (cycle
/// walking), less than twice on average. Keeps nothing: the place of any number is computed.
final class Permutation {

    private static final int ROUNDS = 8;

    private Permutation() {}

    /// What comes at a place.
    ///
    /// @param key orders of different keys have nothing in common
    /// @param last the largest number
    /// @param place no larger than it
    static Uint128 at(PoolKey key, Uint128 last, Uint128 place) {
        int bits = last.bits();
        if (bits == 0) {
            return place;
        }
        int lower = bits / 2;
        long upperMask = ones(bits - lower);
        long lowerMask = ones(lower);
        Uint128 number = place;
        do {
            long left = number.shiftRight(lower).low() & upperMask;
            long right = number.low() & lowerMask;
            for (int round = 0; round < ROUNDS; round += 2) {
                left ^= key.hash(right, round, bits) & upperMask;
                right ^= key.hash(left, round + 1, bits) & lowerMask;
            }
            number = new Uint128(0, left).shiftLeft(lower).or(right);
        } while (number.compareTo(last) > 0);
        return number;
    }

    private static long ones(int bits) {
        return bits == 0 ? 0 : -1L >>> (Long.SIZE - bits);
    }
}
