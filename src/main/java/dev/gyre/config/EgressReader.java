package dev.gyre.config;

import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.Hop;

import org.snakeyaml.engine.v2.nodes.Node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Reads one entry under `egress`: a mapping with the key that says of which kind it is.
final class EgressReader implements NodeReader<EgressEntry> {

    private static final NodeReader<Hop> HOP = new ScalarReader<>(HopUrl.EXPECTED, HopUrl::parse);

    /// The kinds of entries: what each key stands for.
    private static final Map<String, NodeReader<? extends EgressEntry>> KINDS = kinds();

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
        Optional<EgressEntry> entry = Optional.empty();
        for (Map.Entry<String, NodeReader<? extends EgressEntry>> kind : KINDS.entrySet()) {
            Optional<EgressEntry> read = keys.take(kind.getKey(), kind.getValue()).map(one -> one);
            entry = entry.or(() -> read);
        }
        return entry;
    }

    private static Map<String, NodeReader<? extends EgressEntry>> kinds() {
        Map<String, NodeReader<? extends EgressEntry>> kinds = new LinkedHashMap<>();
        kinds.put(
                "interface",
                new ScalarReader<>("the name of a network interface, or any", EgressReader::named));
        kinds.put(
                "source",
                new ScalarReader<>(
                        SourceAddresses.EXPECTED,
                        text -> new EgressEntry.Source(SourceAddresses.parse(text))));
        kinds.put("proxy", mapped(HOP, hop -> new EgressEntry.Through(List.of(hop))));
        kinds.put("chain", mapped(ListReader.of(HOP), EgressEntry.Through::new));
        return kinds;
    }

    private static <T> NodeReader<EgressEntry> mapped(
            NodeReader<T> reader, Function<T, EgressEntry> entry) {
        return (reading, what, node) -> reader.read(reading, what, node).map(entry);
    }

    private static EgressEntry named(String name) throws BadValue {
        if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c == '/' || c == 0x7f)) {
            throw new BadValue("is not the name of a network interface");
        }
        return new EgressEntry.Interface(name);
    }
}
