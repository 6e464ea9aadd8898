package dev.gyre.config;

import dev.gyre.egress.AddressRange;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.Hop;
import dev.gyre.egress.HopScheme;
import dev.gyre.egress.Labels;
import dev.gyre.egress.ListSource;
import dev.gyre.net.Target;

import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads one entry under `egress`: a mapping with the key that says of which kind it is, and with what is said of its egresses.
final class EgressReader implements NodeReader<EgressEntry> {

    /// An entry that lacks nothing but its labels.
    interface Unlabelled {
        EgressEntry with(Labels labels);
    }

    /// Reads an entry of one kind, with the keys that only this kind has.
    private interface Kind {
        Optional<Unlabelled> read(MappingReader keys);
    }

    private static final String TOR = "tor";
    private static final String CHAIN = "chain";
    private static final int TOR_PORT = 9050;

    private static final NodeReader<Hop> URL = new ScalarReader<>(HopUrl.EXPECTED, HopUrl::parse);

    private static final NodeReader<Target> TOR_SERVER =
            new ScalarReader<>("the SOCKS port of a Tor process", EgressReader::torServer);

    /// A URL, or a mapping that says more of the hop.
    private static final NodeReader<Hop> HOP =
            (reading, what, node) ->
                    node instanceof MappingNode
                            ? MappingReader.read(reading, what + " hop", node, EgressReader::hop)
                            : URL.read(reading, what, node);

    /// The kinds of entries: what each key stands for.
    private static final Map<String, Kind> KINDS = kinds();

    @Override
    public Optional<EgressEntry> read(Reading reading, String what, Node node) {
        return MappingReader.read(reading, what + " entry", node, EgressReader::entry);
    }

    private static Optional<EgressEntry> entry(MappingReader keys) {
        Optional<Unlabelled> entry = Optional.empty();
        String first = "";
        for (Map.Entry<String, Kind> kind : KINDS.entrySet()) {
            String key = kind.getKey();
            if (!keys.has(key)) {
                continue;
            }
            Optional<Unlabelled> read = kind.getValue().read(keys);
            entry = entry.isPresent() ? entry : read;
            if (first.isEmpty()) {
                first = key;
            } else {
                keys.problem(
                        key,
                        "egress entry is already of the kind '" + first + "'; write another entry");
            }
        }
        if (first.isEmpty()) {
            keys.problem("egress entry needs one of " + String.join(", ", KINDS.keySet()));
        }
        keys.knows(KINDS.keySet());
        // A gateway's countries are its own.
        Labels labels =
                keys.has(GatewayKeys.GATEWAY)
                        ? LabelKeys.read(keys, Optional.empty())
                        : LabelKeys.read(keys);
        return entry.map(unlabelled -> unlabelled.with(labels));
    }

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        put(
                kinds,
                "interface",
                new ScalarReader<>("the name of a network interface, or any", EgressReader::named));
        put(
                kinds,
                "source",
                new ScalarReader<>(
                        SourceAddresses.EXPECTED,
                        text -> {
                            AddressRange range = SourceAddresses.parse(text);
                            return labels -> new EgressEntry.Source(range, labels);
                        }));
        kinds.put(PrefixKeys.PREFIX, PrefixKeys::read);
        kinds.put("proxy", keys -> hop(keys).map(hop -> through(List.of(hop))));
        kinds.put(CHAIN, keys -> chain(keys).map(EgressReader::through));
        kinds.put(GatewayKeys.GATEWAY, GatewayKeys::read);
        kinds.put(TOR, EgressReader::tor);
        for (String list : ListKeys.KINDS) {
            kinds.put(list, keys -> ListKeys.read(keys).map(EgressReader::listed));
        }
        return kinds;
    }

    private static void put(Map<String, Kind> kinds, String key, NodeReader<Unlabelled> reader) {
        kinds.put(key, keys -> keys.take(key, reader));
    }

    /// The hop of a mapping with the key `proxy`.
    private static Optional<Hop> hop(MappingReader keys) {
        Optional<Hop> hop = ResolveKey.read(keys, TrustKeys.read(keys, keys.take("proxy", URL)));
        if (!keys.has("proxy")) {
            keys.problem("a hop needs 'proxy'");
        }
        return hop;
    }

    private static Unlabelled through(List<Hop> hops) {
        return labels -> new EgressEntry.Through(hops, labels);
    }

    /// What is said of the whole chain holds for its last hop, to which the target is told.
    private static Optional<List<Hop>> chain(MappingReader keys) {
        Optional<List<Hop>> hops = keys.take(CHAIN, ListReader.of(HOP));
        Optional<Hop> last = ResolveKey.read(keys, hops.map(List::getLast));
        return hops.flatMap(all ->
                last.map(its ->
                        Stream.concat(all.stream().limit(all.size() - 1), Stream.of(its))
                                .toList()));
    }

    private static Optional<Unlabelled> tor(MappingReader keys) {
        return ResolveKey.read(
                        keys,
                        keys.take(TOR, TOR_SERVER)
                                .map(server ->
                                        new Hop(HopScheme.SOCKS5H, server, Optional.empty())))
                .map(hop -> labels -> new EgressEntry.Tor(hop, labels));
    }

    private static Target torServer(String text) throws BadValue {
        return Target.parse(text, TOR_PORT)
                .orElseThrow(
                        () -> new BadValue("is not an address and port, such as 127.0.0.1:9050"));
    }

    private static Unlabelled listed(ListSource source) {
        return labels -> new EgressEntry.Listing(source, labels);
    }

    private static Unlabelled named(String name) throws BadValue {
        if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c == '/' || c == 0x7f)) {
            throw new BadValue("is not the name of a network interface");
        }
        return labels -> new EgressEntry.Interface(name, labels);
    }
}
