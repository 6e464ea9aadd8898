package dev.gyre.egress;

import dev.gyre.net.Addresses;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                sum(common(old.ipv4, fresh.ipv4))
                        .add(sum(common(old.ipv6, fresh.ipv6)))
                        .add(ofPrefixes(old, fresh))
                        .add(both(old.others, fresh.others));
        return new PoolChange(
                after.size().subtract(stayed), before.size().subtract(stayed), stayed);
    }

    /// Whether the two have the same egresses.
    public boolean isNone() {
        return came.signum() == 0 && left.signum() == 0;
    }

    /// What is in a pool: addresses as ranges from first to last, of which no two overlap; of prefixes the same, each for itself;
    /// all else by all that it is.
    private record Content(
            TreeMap<BigInteger, BigInteger> ipv4,
            TreeMap<BigInteger, BigInteger> ipv6,
            Map<Prefix.Sort, List<AddressRange>> prefixes,
            Map<Object, BigInteger> others) {

        /// Sessions at a gateway: with another password, they are others.
        private record Sessions(GatewayTemplate template, Optional<String> country) {}

        static Content of(EgressPool pool) {
            Content content =
                    new Content(new TreeMap<>(), new TreeMap<>(), new HashMap<>(), new HashMap<>());
            pool.blocks().forEach(content::add);
            return content;
        }

        private void add(Block block) {
            switch (block) {
                case Sources sources -> add(sources.range());
                case Block.One(_, _, Egress.Direct direct) -> add(AddressRange.of(direct.source()));
                case Block.One(_, _, Egress.Chain chain) -> add(chain, block);
                case Prefix prefix ->
                        prefixes.computeIfAbsent(prefix.sort(), _ -> new ArrayList<>())
                                .addAll(prefix.ranges());
                case Gateway gateway ->
                        add(new Sessions(gateway.template(), gateway.country()), block);
                case Tor tor -> add(tor.hop(), block);
            }
        }

        private void add(Object what, Block block) {
            others.merge(what, block.size(), BigInteger::add);
        }

        private void add(AddressRange range) {
            InetAddress first = range.first();
            put(range, first instanceof Inet4Address ? ipv4 : ipv6);
        }

        private static void put(AddressRange range, TreeMap<BigInteger, BigInteger> to) {
            to.put(Addresses.number(range.first()), Addresses.number(range.last()));
        }

        private static TreeMap<BigInteger, BigInteger> numbers(List<AddressRange> ranges) {
            TreeMap<BigInteger, BigInteger> numbers = new TreeMap<>();
            ranges.forEach(range -> put(range, numbers));
            return numbers;
        }
    }

    /// How many addresses of prefixes two pools have in common.
    private static BigInteger ofPrefixes(Content one, Content other) {
        BigInteger sum = BigInteger.ZERO;
        for (Map.Entry<Prefix.Sort, List<AddressRange>> each : one.prefixes.entrySet()) {
            List<AddressRange> both = new ArrayList<>();
            InetAddress like = each.getKey().block().network();
            common(
                            Content.numbers(each.getValue()),
                            Content.numbers(other.prefixes.getOrDefault(each.getKey(), List.of())))
                    .forEach((from, to) ->
                            both.add(
                                    new AddressRange(
                                            Addresses.of(from, like), Addresses.of(to, like))));
            sum = sum.add(each.getKey().size(both));
        }
        return sum;
    }

    private static BigInteger sum(TreeMap<BigInteger, BigInteger> ranges) {
        BigInteger sum = BigInteger.ZERO;
        for (Map.Entry<BigInteger, BigInteger> each : ranges.entrySet()) {
            sum = sum.add(each.getValue()).subtract(each.getKey()).add(BigInteger.ONE);
        }
        return sum;
    }

    /// What two sets of ranges have in common.
    private static TreeMap<BigInteger, BigInteger> common(
            TreeMap<BigInteger, BigInteger> one, TreeMap<BigInteger, BigInteger> other) {
        TreeMap<BigInteger, BigInteger> both = new TreeMap<>();
        Map.Entry<BigInteger, BigInteger> a = one.firstEntry();
        Map.Entry<BigInteger, BigInteger> b = other.firstEntry();
        while (a != null && b != null) {
            BigInteger from = a.getKey().max(b.getKey());
            BigInteger to = a.getValue().min(b.getValue());
            if (from.compareTo(to) <= 0) {
                both.put(from, to);
            }
            if (a.getValue().compareTo(b.getValue()) < 0) {
                a = one.higherEntry(a.getKey());
            } else {
                b = other.higherEntry(b.getKey());
            }
        }
        return both;
    }

    private static BigInteger both(Map<Object, BigInteger> one, Map<Object, BigInteger> other) {
        return one.entrySet().stream()
                .map(each ->
                        each.getValue().min(other.getOrDefault(each.getKey(), BigInteger.ZERO)))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }
}
