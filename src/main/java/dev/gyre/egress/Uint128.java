package dev.gyre.egress;

import dev.gyre.net.Addresses;

import java.math.BigInteger;
import java.net.InetAddress;

/// An unsigned number of 128 bits: an address, or the distance between two.
record Uint128(long high, long low) implements Comparable<Uint128> {

    static final Uint128 ZERO = new Uint128(0, 0);

    static Uint128 of(InetAddress address) {
        return new Uint128(Addresses.high(address), Addresses.low(address));
    }

    /// The last 128 bits of a number.
    static Uint128 of(BigInteger number) {
        return new Uint128(number.shiftRight(Long.SIZE).longValue(), number.longValue());
    }

    BigInteger number() {
        return unsigned(high).shiftLeft(Long.SIZE).or(unsigned(low));
    }

    private static BigInteger unsigned(long bits) {
        BigInteger signed = BigInteger.valueOf(bits);
        return bits < 0 ? signed.add(BigInteger.ONE.shiftLeft(Long.SIZE)) : signed;
    }

    /// How many bits it takes: none for 0.
    int bits() {
        return high != 0
                ? 2 * Long.SIZE - Long.numberOfLeadingZeros(high)
                : Long.SIZE - Long.numberOfLeadingZeros(low);
    }

    /// Whether a `long` holds it.
    boolean isLong() {
        return high == 0 && low >= 0;
    }

    Uint128 plus(Uint128 other) {
        long sum = low + other.low;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        return new Uint128(high + other.high + carry, sum);
    }

    /// @param bits from 0 to 127
    Uint128 shiftLeft(int bits) {
        if (bits == 0) {
            return this;
        }
        return bits < Long.SIZE
                ? new Uint128((high << bits) | (low >>> (Long.SIZE - bits)), low << bits)
                : new Uint128(low << (bits - Long.SIZE), 0);
    }

    /// @param bits from 0 to 127
    Uint128 shiftRight(int bits) {
        if (bits == 0) {
            return this;
        }
        return bits < Long.SIZE
                ? new Uint128(high >>> bits, (low >>> bits) | (high << (Long.SIZE - bits)))
                : new Uint128(0, high >>> (bits - Long.SIZE));
    }

    Uint128 or(long lower) {
        return new Uint128(high, low | lower);
    }

    /// How far this lies behind one that is no greater.
    Uint128 minus(Uint128 other) {
        long borrow = Long.compareUnsigned(low, other.low) < 0 ? 1 : 0;
        return new Uint128(high - other.high - borrow, low - other.low);
    }

    Uint128 min(Uint128 other) {
        return compareTo(other) <= 0 ? this : other;
    }

    Uint128 max(Uint128 other) {
        return compareTo(other) >= 0 ? this : other;
    }

    @Override
    public int compareTo(Uint128 other) {
        int order = Long.compareUnsigned(high, other.high);
        return order != 0 ? order : Long.compareUnsigned(low, other.low);
    }
}
