package dev.gyre.egress;

import dev.gyre.net.Addresses;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The addresses of one family that a pool has already, so that none is in it twice.
final class Coverage {

    private final TreeMap<BigInteger, BigInteger> covered = new TreeMap<>();

    /// Covers the range.
    ///
    /// @return the parts of it that were not covered before, in order
    List<AddressRange> add(AddressRange range) {
        InetAddress like = range.first();
        BigInteger from = Addresses.number(range.first());
        BigInteger to = Addresses.number(range.last());
        List<AddressRange> fresh = new ArrayList<>();
        Map.Entry<BigInteger, BigInteger> before = covered.floorEntry(from);
        BigInteger next =
                before != null && before.getValue().compareTo(from) >= 0
                        ? before.getValue().add(BigInteger.ONE)
                        : from;
        for (Map.Entry<BigInteger, BigInteger> old :
                List.copyOf(covered.subMap(from, false, to, true).entrySet())) {
            if (old.getKey().compareTo(next) > 0) {
                fresh.add(range(next, old.getKey().subtract(BigInteger.ONE), like));
            }
            next = next.max(old.getValue().add(BigInteger.ONE));
        }
        if (next.compareTo(to) <= 0) {
            fresh.add(range(next, to, like));
        }
        for (AddressRange part : fresh) {
            covered.put(Addresses.number(part.first()), Addresses.number(part.last()));
        }
        return fresh;
    }

    private static AddressRange range(BigInteger first, BigInteger last, InetAddress like) {
        return new AddressRange(Addresses.of(first, like), Addresses.of(last, like));
    }
}
