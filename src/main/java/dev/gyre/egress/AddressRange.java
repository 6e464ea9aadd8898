package dev.gyre.egress;

import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Arrays;

/// Addresses of one family from first to last, both included.
public record AddressRange(InetAddress first, InetAddress last) {

    public AddressRange {
        if (!Addresses.sameFamily(first, last)
                || Addresses.number(first).compareTo(Addresses.number(last)) > 0) {
            throw new IllegalArgumentException(
                    Addresses.text(first) + " to " + Addresses.text(last) + " is no range");
        }
    }

    /// All addresses of a block.
    public static AddressRange of(Cidr block) {
        int free = block.network().getAddress().length * 8 - block.prefix();
        BigInteger ones = BigInteger.ONE.shiftLeft(free).subtract(BigInteger.ONE);
        return new AddressRange(
                block.network(), Addresses.withLowBits(block.network(), free, ones));
    }

    /// One address.
    public static AddressRange of(InetAddress address) {
        return new AddressRange(address, address);
    }

    /// Whether the address is one of them. One of the other family never is.
    public boolean contains(InetAddress address) {
        return Addresses.sameFamily(first, address)
                && Arrays.compareUnsigned(first.getAddress(), address.getAddress()) <= 0
                && Arrays.compareUnsigned(address.getAddress(), last.getAddress()) <= 0;
    }

    /// How many addresses there are.
    public BigInteger size() {
        return Addresses.number(last).subtract(Addresses.number(first)).add(BigInteger.ONE);
    }

    @Override
    public String toString() {
        return first.equals(last)
                ? Addresses.text(first)
                : Addresses.text(first) + "-" + Addresses.text(last);
    }
}
