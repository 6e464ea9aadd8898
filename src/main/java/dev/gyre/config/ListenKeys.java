package dev.gyre.config;

import dev.gyre.net.Addresses;

import org.snakeyaml.engine.v2.nodes.Node;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The key `listen`: addresses for those who speak HTTP and SOCKS, and with `dns://` before them for those who ask for names by DNS.
final class ListenKeys {

    private static final String DNS = "dns://";

    private static final Places DEFAULT =
            new Places(
                    List.of(
                            new InetSocketAddress(
                                    Addresses.parse("127.0.0.1").orElseThrow(), 8080)),
                    List.of());

    private ListenKeys() {}

    /// @param proxies for HTTP and SOCKS
    /// @param names for DNS
    record Places(List<InetSocketAddress> proxies, List<InetSocketAddress> names) {}

    private record Place(InetSocketAddress address, boolean dns) {}

    static Places take(MappingReader keys) {
        return keys.take("listen", ListenKeys::read, DEFAULT);
    }

    private static Optional<Places> read(Reading reading, String what, Node node) {
        Set<InetSocketAddress> seen = new HashSet<>();
        Optional<Places> places =
                ListReader.orSingle(
                                new ScalarReader<>(
                                        ListenAddress.EXPECTED, text -> place(text, seen)))
                        .read(reading, what, node)
                        .map(ListenKeys::sorted);
        places.filter(each -> each.proxies().isEmpty())
                .ifPresent(_ ->
                        reading.problem(
                                node, "listen has no address for HTTP and SOCKS, only for DNS"));
        return places.filter(each -> !each.proxies().isEmpty());
    }

    private static Place place(String text, Set<InetSocketAddress> seen) throws BadValue {
        boolean dns = text.startsWith(DNS);
        return new Place(ListenAddress.parse(dns ? text.substring(DNS.length()) : text, seen), dns);
    }

    private static Places sorted(List<Place> all) {
        List<InetSocketAddress> proxies = new ArrayList<>();
        List<InetSocketAddress> names = new ArrayList<>();
        all.forEach(place -> (place.dns ? names : proxies).add(place.address));
        return new Places(List.copyOf(proxies), List.copyOf(names));
    }

    /// The value as it is written in the file.
    static String text(List<InetSocketAddress> proxies, List<InetSocketAddress> names) {
        List<String> all = new ArrayList<>();
        proxies.forEach(address -> all.add("'" + EffectiveSettings.text(address) + "'"));
        names.forEach(address -> all.add("'" + DNS + EffectiveSettings.text(address) + "'"));
        return "[" + String.join(", ", all) + "]";
    }
}
