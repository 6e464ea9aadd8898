package dev.gyre.config;

import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.Hop;
import dev.gyre.egress.HopScheme;
import dev.gyre.egress.Labels;
import dev.gyre.lists.HopText;

import org.snakeyaml.engine.v2.nodes.Node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Entries of a pool file as they are written into one, passwords included.
public final class EntryLines {

    private static final String INDENT = "  - {";

    private EntryLines() {}

    /// An entry as one line under `egress`, with its end.
    ///
    /// @throws IllegalArgumentException when it is neither a source nor a proxy or chain
    public static String of(EgressEntry entry) {
        String kind =
                switch (entry) {
                    case EgressEntry.Source source -> "source: " + ListKeys.quoted(source.range());
                    case EgressEntry.Through through when through.hops().size() == 1 ->
                            "proxy: " + words(through.hops().getFirst());
                    case EgressEntry.Through through ->
                            through.hops().stream()
                                    .map(hop ->
                                            hop.isToldAddressesByChoice()
                                                    ? "{proxy: " + words(hop) + "}"
                                                    : url(hop))
                                    .collect(Collectors.joining(", ", "chain: [", "]"));
                    case EgressEntry.Interface _,
                            EgressEntry.Prefix _,
                            EgressEntry.Tor _,
                            EgressEntry.Gateway _,
                            EgressEntry.Listing _ ->
                            throw new IllegalArgumentException("not what a list has");
                };
        return line(kind, entry.labels());
    }

    /// One line for a whole file of lines.
    public static String ofFile(String path, HopScheme scheme, Labels labels) {
        return line("file: " + ListKeys.quoted(path) + ", scheme: " + scheme.text(), labels);
    }

    /// Labels as `key=value`, with the keys and values of the pool file. What is given twice, as `tags` may be, becomes a list.
    ///
    /// @throws BadValue says what is wrong, without what was given
    public static Labels labels(List<String> given) throws BadValue {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String each : given) {
            int sign = each.indexOf('=');
            if (sign <= 0 || each.chars().anyMatch(Character::isISOControl)) {
                throw new BadValue("is not of the form key=value");
            }
            values.computeIfAbsent(each.substring(0, sign), _ -> new ArrayList<>())
                    .add(ListKeys.quoted(each.substring(sign + 1)));
        }
        String yaml =
                values.entrySet().stream()
                        .map(each ->
                                ListKeys.quoted(each.getKey())
                                        + ": "
                                        + (each.getValue().size() == 1
                                                ? each.getValue().getFirst()
                                                : each.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
        YamlSource source = new YamlSource("--label", yaml);
        Problems problems = new Problems(source);
        Reading reading = new Reading(source, problems, _ -> Optional.empty());
        Optional<Node> root = new YamlReader(source, problems).read();
        Optional<Labels> labels =
                root.flatMap(node ->
                        MappingReader.read(
                                reading,
                                "labels",
                                node,
                                keys -> Optional.of(LabelKeys.read(keys))));
        if (!problems.none()) {
            throw new BadValue(problems.all().getFirst().message());
        }
        return labels.orElse(Labels.NONE);
    }

    private static String line(String kind, Labels labels) {
        return INDENT
                + kind
                + LabelKeys.text(labels).stream()
                        .map(each -> ", " + each)
                        .collect(Collectors.joining())
                + "}\n";
    }

    private static String words(Hop hop) {
        return url(hop) + (hop.isToldAddressesByChoice() ? ", resolve: through" : "");
    }

    /// What would be a variable is percent-encoded.
    private static String url(Hop hop) {
        return ListKeys.quoted(HopText.url(hop));
    }
}
