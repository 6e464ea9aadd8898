package dev.gyre.config;

import dev.gyre.egress.AddressRange;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.Hop;
import dev.gyre.egress.Labels;

import org.snakeyaml.engine.v2.nodes.Node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Reads one entry under `egress`: a mapping with the key that says of which kind it is, and with what is said of its egresses.
final class EgressReader implements NodeReader<EgressEntry> {

    /// An entry that lacks nothing but its labels.
    private interface Unlabelled {
        EgressEntry with(Labels labels);
    }

    private static final NodeReader<Hop> HOP = new ScalarReader<>(HopUrl.EXPECTED, HopUrl::parse);

    /// The kinds of entries: what each key stands for.
    private static final Map<String, NodeReader<Unlabelled>> KINDS = kinds();

    @Override
    public Optional<EgressEntry> read(Reading reading, String what, Node node) {
        return MappingReader.read(reading, what + " entry", node, EgressReader::entry);
    }

    private static Optional<EgressEntry> entry(MappingReader keys) {
        List<String> present = KINDS.keySet().stream().filter(keys::has).toList();
        if (present.isEmpty()) {
            keys.problem("egress entry needs one of " + String.join(", ", KINDS.keySet()));
        }
        for (String another : present.stream().skip(1).toList()) {
            keys.problem(
                    another,
                    "egress entry is already of the kind '"
                            + present.getFirst()
                            + "'; write another entry");
        }
        Optional<Unlabelled> entry = Optional.empty();
        for (Map.Entry<String, NodeReader<Unlabelled>> kind : KINDS.entrySet()) {
            Optional<Unlabelled> read = keys.take(kind.getKey(), kind.getValue());
            entry = entry.or(() -> read);
        }
        Labels labels = LabelKeys.read(keys);
        return entry.map(unlabelled -> unlabelled.with(labels));
    }

    private static Map<String, NodeReader<Unlabelled>> kinds() {
        Map<String, NodeReader<Unlabelled>> kinds = new LinkedHashMap<>();
        kinds.put(
                "interface",
                new ScalarReader<>("the name of a network interface, or any", EgressReader::named));
        kinds.put(
                "source",
                new ScalarReader<>(
                        SourceAddresses.EXPECTED,
                        text -> {
                            AddressRange range = SourceAddresses.parse(text);
                            return labels -> new EgressEntry.Source(range, labels);
                        }));
        kinds.put("proxy", mapped(HOP, hop -> through(List.of(hop))));
        kinds.put("chain", mapped(ListReader.of(HOP), EgressReader::through));
        return kinds;
    }

    private static <T> NodeReader<Unlabelled> mapped(
            NodeReader<T> reader, Function<T, Unlabelled> entry) {
        return (reading, what, node) -> reader.read(reading, what, node).map(entry);
    }

    private static Unlabelled through(List<Hop> hops) {
        return labels -> new EgressEntry.Through(hops, labels);
    }

    private static Unlabelled named(String name) throws BadValue {
        if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c == '/' || c == 0x7f)) {
            throw new BadValue("is not the name of a network interface");
        }
        return labels -> new EgressEntry.Interface(name, labels);
    }
}
