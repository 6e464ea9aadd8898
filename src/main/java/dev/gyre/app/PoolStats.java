package dev.gyre.app;

import dev.gyre.config.PoolFile;
import dev.gyre.egress.AddressRange;
import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.Supply;
import dev.gyre.lists.Parsed;
import dev.gyre.observe.Notices;

import java.io.IOException;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a pool comes to, counted. Free of secrets.
///
/// @param egresses how many there are, none twice
/// @param counts how many there are of each `kind`, `scheme` (of the last hop), `country`, `group` and `tag`; those of which nothing is
///     said are not counted, and one of several tags is counted at each
/// @param networks in how many networks they are: /24 for IPv4, /48 for IPv6; hops that are known by a name are in none
/// @param largest the networks that have the most of them, most first
/// @param duplicates how many lines of lists and egresses of entries say what another has said
/// @param badLines how many lines of lists can't be read
/// @param bad the first of them, with why
public record PoolStats(
        BigInteger egresses,
        Map<String, Map<String, BigInteger>> counts,
        BigInteger networks,
        Map<String, BigInteger> largest,
        BigInteger duplicates,
        int badLines,
        List<String> bad) {

    private static final List<String> HEADINGS =
            List.of("kind", "scheme", "country", "group", "tag");

    /// Counts what the entries of a pool file come to on this machine now. Blocks.
    ///
    /// @throws IOException when the map of countries can't be read
    public static PoolStats of(PoolFile file) throws IOException {
        // What it is told of is counted here.
        Supplies supplies = Supplies.of(file, Notices.NONE);
        EgressPool pool = EgressPool.of(file.egress(), supplies);
        Map<String, Map<String, BigInteger>> counts = new LinkedHashMap<>();
        HEADINGS.forEach(heading -> counts.put(heading, new TreeMap<>()));
        NetworkCount networks = new NetworkCount();
        for (EgressPool.Part part : pool.parts()) {
            count(counts, "kind", kind(part.first()), part.size());
            part.labels().country().ifPresent(is -> count(counts, "country", is, part.size()));
            part.labels().group().ifPresent(is -> count(counts, "group", is, part.size()));
            part.labels().tags().forEach(is -> count(counts, "tag", is, part.size()));
            switch (part.first()) {
                case Egress.Direct direct -> networks.add(direct.source(), part.size());
                case Egress.Chain chain -> {
                    count(counts, "scheme", chain.last().scheme().text(), part.size());
                    networks.add(chain.last().server().host());
                }
            }
        }
        BigInteger named = BigInteger.ZERO;
        BigInteger duplicates = BigInteger.ZERO;
        int badLines = 0;
        List<String> bad = new ArrayList<>();
        for (EgressEntry entry : file.egress()) {
            named = named.add(size(entry, supplies));
            if (entry instanceof EgressEntry.Listing listing) {
                Parsed parsed = supplies.parsed(listing);
                duplicates = duplicates.add(BigInteger.valueOf(parsed.duplicates()));
                badLines += parsed.badLines();
                bad.addAll(parsed.report());
            }
        }
        return new PoolStats(
                pool.size(),
                counts,
                networks.count(),
                networks.largest(),
                duplicates.add(named.subtract(pool.size())),
                badLines,
                List.copyOf(bad));
    }

    private static BigInteger size(EgressEntry entry, Supply supply) {
        return switch (entry) {
            case EgressEntry.Source source -> source.range().size();
            case EgressEntry.Through _ -> BigInteger.ONE;
            case EgressEntry.Prefix _, EgressEntry.Tor _, EgressEntry.Gateway _ ->
                    EgressPool.of(List.of(entry), supply).size();
            case EgressEntry.Interface all ->
                    supply.addresses(all.name()).stream()
                            .map(AddressRange::size)
                            .reduce(BigInteger.ZERO, BigInteger::add);
            case EgressEntry.Listing listing ->
                    supply.listed(listing).stream()
                            .map(each -> size(each, supply))
                            .reduce(BigInteger.ZERO, BigInteger::add);
        };
    }

    private static String kind(Egress egress) {
        return switch (egress) {
            case Egress.Direct(InetAddress source) when source.isLoopbackAddress() ->
                    "loopback address";
            case Egress.Direct(InetAddress source) ->
                    source instanceof Inet4Address ? "IPv4 address" : "IPv6 address";
            case Egress.Chain chain -> chain.hops().size() == 1 ? "hop" : "chain";
        };
    }

    private static void count(
            Map<String, Map<String, BigInteger>> counts,
            String heading,
            String word,
            BigInteger size) {
        Map<String, BigInteger> words = counts.get(heading);
        if (words != null) {
            words.merge(word, size, BigInteger::add);
        }
    }
}
