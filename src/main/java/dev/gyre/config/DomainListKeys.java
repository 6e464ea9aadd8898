package dev.gyre.config;

import dev.gyre.access.domains.BlockingSettings;
import dev.gyre.egress.ListSource;

import org.snakeyaml.engine.v2.nodes.Node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The key `lists`, lists of domains, and those that say what becomes of what is in them: `block`, `allow` and `allow-only`.
final class DomainListKeys {

    static final String KEY = "lists";

    private static final String BLOCK = "block";
    private static final String ALLOW = "allow";
    private static final String ALLOW_ONLY = "allow-only";

    private static final Duration DEFAULT_INTERVAL = Duration.ofHours(24);
    private static final int DEFAULT_LIMIT = 32 << 20;
    private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private static final NodeReader<String> NAME =
            new ScalarReader<>("a name", DomainListKeys::name);
    private static final PathReader PATH = new PathReader("the path of a list", true);
    private static final NodeReader<ListSource> FILE =
            (reading, what, node) ->
                    PATH.read(reading, what, node)
                            .filter(path -> isThere(reading, what, node, path))
                            .map(path -> new ListSource.File(path, ListSource.Reading.DEFAULT));

    private DomainListKeys() {}

    /// Those whom the file names, and what it has them do.
    static DomainListings take(MappingReader keys) {
        Map<String, Integer> seen = new HashMap<>();
        NodeReader<DomainListing> list =
                (reading, _, node) ->
                        MappingReader.read(
                                reading, "a list", node, inner -> list(inner, seen, node));
        List<DomainListing> all = keys.take(KEY, ListReader.of(list), List.of());
        NodeReader<List<String>> some = ListReader.orSingle(known(seen.keySet()));
        return new DomainListings(
                all,
                new BlockingSettings(
                        keys.take(BLOCK, some, List.of()),
                        keys.take(ALLOW, some, List.of()),
                        keys.take(ALLOW_ONLY, some, List.of())));
    }

    private static Optional<DomainListing> list(
            MappingReader keys, Map<String, Integer> seen, Node node) {
        Optional<String> name = keys.take("name", NAME);
        if (!keys.has("name")) {
            keys.problem("'name' is missing");
        }
        name.map(each -> seen.putIfAbsent(each, Reading.line(node)))
                .ifPresent(line ->
                        keys.problem("name", "there is a list of this name in line " + line));
        if (keys.has("file") == keys.has("url")) {
            keys.problem("a list needs one of file, url");
        }
        Optional<ListSource> file = keys.take("file", FILE);
        Optional<ListSource> source =
                keys.has("url")
                        ? ListKeys.url(
                                        keys,
                                        DEFAULT_INTERVAL,
                                        DEFAULT_LIMIT,
                                        ListSource.Reading.DEFAULT)
                                .map(url -> url)
                        : file;
        keys.knows(ListKeys.KINDS);
        return name.flatMap(known -> source.map(from -> new DomainListing(known, from)));
    }

    private static String name(String text) throws BadValue {
        if (!NAMES.matcher(text).matches()) {
            throw new BadValue("must be 1 to 64 letters, digits, '.', '_' or '-'");
        }
        return text;
    }

    /// Reads the name of a list.
    ///
    /// @param names those that there are
    static NodeReader<String> known(Set<String> names) {
        return new ScalarReader<>(
                "the name of a list",
                text -> {
                    if (!names.contains(text)) {
                        throw names.isEmpty()
                                ? new BadValue("names a list, and the file has no '" + KEY + "'")
                                : new BadValue(
                                        "is no list of '" + KEY + "'",
                                        Optional.of(Suggestion.orAll(new TreeSet<>(names), text)));
                    }
                    return text;
                });
    }

    /// What is in it is seen when it is read, which takes its time.
    private static boolean isThere(Reading reading, String what, Node node, Path path) {
        String why =
                Files.isDirectory(path)
                        ? "it is a directory, not a file"
                        : !Files.exists(path)
                                ? "there is no such file"
                                : !Files.isReadable(path)
                                        ? "it cannot be read: permission denied"
                                        : "";
        if (!why.isEmpty()) {
            reading.problem(node, what + " cannot be used, " + why + ": " + path);
        }
        return why.isEmpty();
    }

    /// The keys and their values as lines of YAML.
    static String print(DomainListings lists) {
        StringBuilder yaml = new StringBuilder();
        if (!lists.all().isEmpty()) {
            yaml.append(KEY).append(":\n");
            for (DomainListing list : lists.all()) {
                yaml.append("  - {name: ")
                        .append(ListKeys.quoted(list.name()))
                        .append(", ")
                        .append(ListKeys.place(list.source()))
                        .append("}\n");
            }
        }
        return yaml.append(names(BLOCK, lists.blocking().block()))
                .append(names(ALLOW, lists.blocking().allow()))
                .append(names(ALLOW_ONLY, lists.blocking().allowOnly()))
                .toString();
    }

    private static String names(String key, List<String> names) {
        return names.isEmpty()
                ? ""
                : names.stream()
                        .map(ListKeys::quoted)
                        .collect(Collectors.joining(", ", key + ": [", "]\n"));
    }
}
