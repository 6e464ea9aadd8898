package dev.gyre.egress;

import dev.gyre.net.Addresses;

import java.net.InetAddress;

/// An unsigned number of 128 bits: an address, or the distance between two.
record Uint128(long high, long low) implements Comparable<Uint128> {

    static Uint128 of(InetAddress address) {
        return new Uint128(Addresses.high(address), Addresses.low(address));
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
