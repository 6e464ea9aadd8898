package dev.gyre.app;

import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;
import dev.gyre.net.Host;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts networks, /24 (IPv4) and /48 (IPv6), and what is in each. Of a range that spans many, all are counted, and the first few
/// known one by one. Not thread-safe.
final class NetworkCount {

    private static final int MOST_OF_ONE_RANGE = 256;
    private static final int LARGEST = 10;

    private final Map<Cidr, BigInteger> known = new HashMap<>();
    private BigInteger others = BigInteger.ZERO;

    /// A hop; one that is known by its name is in no network.
    void add(Host host) {
        if (host instanceof Host.Address(InetAddress address)) {
            add(address, BigInteger.ONE);
        }
    }

    /// So many addresses, from this one on.
    void add(InetAddress first, BigInteger size) {
        int bits = first instanceof Inet4Address ? 32 : 128;
        int free = bits - (bits == 32 ? 24 : 48);
        BigInteger from = Addresses.number(first);
        BigInteger end = from.add(size);
        for (int i = 0; i < MOST_OF_ONE_RANGE && from.compareTo(end) < 0; i++) {
            BigInteger next = from.shiftRight(free).add(BigInteger.ONE).shiftLeft(free).min(end);
            known.merge(
                    new Cidr(Addresses.of(from, first), bits - free),
                    next.subtract(from),
                    BigInteger::add);
            from = next;
        }
        if (from.compareTo(end) < 0) {
            BigInteger last = end.subtract(BigInteger.ONE).shiftRight(free);
            others = others.add(last.subtract(from.shiftRight(free)).add(BigInteger.ONE));
        }
    }

    BigInteger count() {
        return others.add(BigInteger.valueOf(known.size()));
    }

    Map<String, BigInteger> largest() {
        Map<String, BigInteger> largest = new LinkedHashMap<>();
        known.entrySet().stream()
                .sorted(
                        Map.Entry.<Cidr, BigInteger>comparingByValue()
                                .reversed()
                                .thenComparing(
                                        each -> Addresses.number(each.getKey().network()),
                                        Comparator.naturalOrder()))
                .limit(LARGEST)
                .forEach(each -> largest.put(each.getKey().toString(), each.getValue()));
        return largest;
    }
}
