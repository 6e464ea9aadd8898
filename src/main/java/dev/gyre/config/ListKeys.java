package dev.gyre.config;

import dev.gyre.egress.Egress;
import dev.gyre.egress.HopScheme;
import dev.gyre.egress.Labels;
import dev.gyre.egress.ListSource;
import dev.gyre.lists.HopText;
import dev.gyre.lists.ListFile;
import dev.gyre.lists.ListText;
import dev.gyre.lists.Parsed;
import dev.gyre.lists.UnreadableList;
import dev.gyre.net.Addresses;
import dev.gyre.net.Target;

import org.snakeyaml.engine.v2.nodes.Node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The keys of an egress entry that stands for a list: `file` or `url`, and how it is read, fetched and kept.
final class ListKeys {

    /// The keys that make an entry one of this sort.
    static final List<String> KINDS = List.of("file", "url");

    private static final Duration DEFAULT_INTERVAL = Duration.ofHours(1);
    private static final Duration LEAST_INTERVAL = Duration.ofSeconds(10);
    private static final int DEFAULT_LIMIT = 8 << 20;

    /// What becomes of lines that can't be read.
    private enum BadLines {
        SKIP,
        FAIL
    }

    private static final NodeReader<HopScheme> SCHEME = Choice.of(HopScheme.values());
    private static final NodeReader<BadLines> BAD_LINES = Choice.of(BadLines.values());
    private static final NodeReader<Path> FILE = new PathReader("the path of a list", true);
    private static final NodeReader<Path> COPY = new PathReader("the path of a file", false);
    private static final NodeReader<String> URL =
            new ScalarReader<>("an http or https URL", ListKeys::url);
    private static final NodeReader<Egress> VIA =
            new ScalarReader<>("an address of this machine or a proxy URL", ListKeys::via);
    private static final NodeReader<Integer> LIMIT = Sizes.between(1, ListFile.MOST_OCTETS);
    private static final NodeReader<Duration> INTERVAL =
            new ScalarReader<>(
                    Durations.EXPECTED,
                    text -> {
                        Duration interval = Durations.parse(text);
                        if (interval.compareTo(LEAST_INTERVAL) < 0) {
                            throw new BadValue(
                                    "must be at least " + Durations.text(LEAST_INTERVAL));
                        }
                        return interval;
                    });

    private ListKeys() {}

    /// The list that the entry stands for; nothing when it is of another kind, or can't be read.
    static Optional<ListSource> read(MappingReader keys) {
        if (KINDS.stream().noneMatch(keys::has)) {
            return Optional.empty();
        }
        ListSource.Reading reading =
                new ListSource.Reading(
                        keys.take("scheme", SCHEME, ListSource.Reading.DEFAULT.scheme()),
                        keys.take("bad-lines", BAD_LINES, BadLines.SKIP) == BadLines.FAIL,
                        ResolveKey.isThrough(keys));
        Optional<ListSource> file = keys.take("file", file(reading)).map(list -> list);
        if (!keys.has("url")) {
            return file;
        }
        Optional<ListSource.Url> list = url(keys, DEFAULT_INTERVAL, DEFAULT_LIMIT, reading);
        return file.or(() -> list);
    }

    /// The list that is fetched from `url`, which is there.
    ///
    /// @param usually how long between two fetches, if the file doesn't say
    /// @param most how large it may be, if the file doesn't say
    static Optional<ListSource.Url> url(
            MappingReader keys, Duration usually, int most, ListSource.Reading how) {
        Optional<String> url = keys.take("url", URL);
        Optional<Egress> via = keys.take("via", VIA);
        if (!keys.has("via")) {
            keys.problem(
                    "url",
                    "'via' is missing: by which way the list is to be fetched; none is taken that"
                            + " is not named");
        }
        Duration interval = keys.take("interval", INTERVAL, usually);
        int limit = keys.take("limit", LIMIT, most);
        Optional<Path> copy = keys.take("copy", COPY);
        Optional<ListSource.Url> list =
                url.flatMap(from ->
                        via.map(way -> new ListSource.Url(from, way, interval, limit, copy, how)));
        copy.ifPresent(path -> keys.writes("copy", path, list));
        return list;
    }

    /// The list as it is written in the file. What is not the host of a URL may be a secret.
    static String text(ListSource source) {
        return place(source)
                + ", scheme: "
                + source.reading().scheme().text()
                + ", bad-lines: "
                + Choice.word(source.reading().badIsFatal() ? BadLines.FAIL : BadLines.SKIP)
                + (source.reading().addressesOnly() ? ", resolve: through" : "");
    }

    /// Where it comes from, as it is written in the file.
    static String place(ListSource source) {
        return switch (source) {
            case ListSource.File file -> "file: " + quoted(file.path());
            case ListSource.Url url ->
                    "url: "
                            + quoted(url.toString())
                            + ", via: "
                            + quoted(url.via().toString())
                            + ", interval: "
                            + Durations.text(url.interval())
                            + ", limit: "
                            + Sizes.text(url.most())
                            + url.copy().map(copy -> ", copy: " + quoted(copy)).orElse("");
        };
    }

    static String quoted(Object text) {
        return "'" + text.toString().replace("'", "''") + "'";
    }

    private static NodeReader<ListSource.File> file(ListSource.Reading how) {
        return (reading, what, node) -> {
            Optional<Path> path = FILE.read(reading, what, node);
            return path.filter(there -> check(reading, what, node, there, how))
                    .map(there -> new ListSource.File(there, how));
        };
    }

    /// A list is read here only if a bad line in it is a problem of this file.
    private static boolean check(
            Reading reading, String what, Node node, Path path, ListSource.Reading how) {
        if (!how.badIsFatal() && Files.isRegularFile(path) && Files.isReadable(path)) {
            return true;
        }
        try {
            Parsed list = ListText.parse(path.toString(), ListFile.read(path), how, Labels.NONE);
            if (how.badIsFatal()) {
                list.report()
                        .forEach(line -> reading.problem(node, what + " has a bad line: " + line));
            }
            return !how.badIsFatal() || list.badLines() == 0;
        } catch (UnreadableList unreadable) {
            reading.problem(
                    node, what + " cannot be used, " + unreadable.getMessage() + ": " + path);
            return false;
        }
    }

    private static String url(String text) throws BadValue {
        int slashes = text.indexOf("://");
        String scheme = slashes < 0 ? "" : text.substring(0, slashes).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new BadValue("is not an http or https URL");
        }
        if (text.chars().anyMatch(c -> c <= ' ' || c >= 0x7f || c == '#')) {
            throw new BadValue("holds a character that must be percent-encoded");
        }
        int from = slashes + 3;
        int end = from;
        while (end < text.length() && text.charAt(end) != '/' && text.charAt(end) != '?') {
            end++;
        }
        String authority = text.substring(from, end);
        if (authority.indexOf('@') >= 0) {
            throw new BadValue("must not have a user name or password");
        }
        if (Target.parse(authority, scheme.equals("http") ? 80 : 443).isEmpty()) {
            throw new BadValue("has a host or port that is none");
        }
        return text;
    }

    private static Egress via(String text) throws BadValue {
        if (text.contains("://")) {
            return new Egress.Chain(List.of(HopUrl.parse(text)));
        }
        if (Addresses.parse(text).isEmpty()) {
            throw new BadValue("is neither an address of this machine nor " + HopText.EXPECTED);
        }
        return new Egress.Direct(SourceAddresses.parse(text).first());
    }
}
