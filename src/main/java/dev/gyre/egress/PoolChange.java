package dev.gyre.egress;

import dev.gyre.net.Addresses;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// How many egresses a pool has that another has not. Ranges are compared as ranges: the work goes with the number of blocks, not
/// of addresses.
///
/// @param came how many are in the later pool only
/// @param left how many are in the earlier one only
/// @param stayed how many are in both
public record PoolChange(BigInteger came, BigInteger left, BigInteger stayed) {

    public static PoolChange between(EgressPool before, EgressPool after) {
        Content old = Content.of(before);
        Content fresh = Content.of(after);
        BigInteger stayed =
                common(old.ipv4, fresh.ipv4)
                        .add(common(old.ipv6, fresh.ipv6))
                        .add(both(old.others, fresh.others));
        return new PoolChange(
                after.size().subtract(stayed), before.size().subtract(stayed), stayed);
    }

    /// Whether the two have the same egresses.
    public boolean isNone() {
        return came.signum() == 0 && left.signum() == 0;
    }

    /// What is in a pool: addresses as ranges from first to last, of which no two overlap; all else by what it is.
    private record Content(
            TreeMap<BigInteger, BigInteger> ipv4,
            TreeMap<BigInteger, BigInteger> ipv6,
            Map<Long, BigInteger> others) {

        static Content of(EgressPool pool) {
            Content content = new Content(new TreeMap<>(), new TreeMap<>(), new HashMap<>());
            pool.blocks().forEach(content::add);
            return content;
        }

        private void add(Block block) {
            if (block instanceof Sources sources) {
                add(sources.range());
            } else if (block instanceof Block.One(_, _, Egress.Direct direct)) {
                add(AddressRange.of(direct.source()));
            } else {
                others.merge(block.identity(), block.size(), BigInteger::add);
            }
        }

        private void add(AddressRange range) {
            InetAddress first = range.first();
            (first instanceof Inet4Address ? ipv4 : ipv6)
                    .put(Addresses.number(first), Addresses.number(range.last()));
        }
    }

    /// How many numbers two sets of ranges have in common.
    private static BigInteger common(
            TreeMap<BigInteger, BigInteger> one, TreeMap<BigInteger, BigInteger> other) {
        BigInteger sum = BigInteger.ZERO;
        Map.Entry<BigInteger, BigInteger> a = one.firstEntry();
        Map.Entry<BigInteger, BigInteger> b = other.firstEntry();
        while (a != null && b != null) {
            BigInteger from = a.getKey().max(b.getKey());
            BigInteger to = a.getValue().min(b.getValue());
            if (from.compareTo(to) <= 0) {
                sum = sum.add(to.subtract(from)).add(BigInteger.ONE);
            }
            if (a.getValue().compareTo(b.getValue()) < 0) {
                a = one.higherEntry(a.getKey());
            } else {
                b = other.higherEntry(b.getKey());
            }
        }
        return sum;
    }

    private static BigInteger both(Map<Long, BigInteger> one, Map<Long, BigInteger> other) {
        return one.entrySet().stream()
                .map(each ->
                        each.getValue().min(other.getOrDefault(each.getKey(), BigInteger.ZERO)))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }
}
