package dev.gyre.config;

import dev.gyre.observe.RequestLogSettings;
import dev.gyre.observe.RequestLogSettings.Client;
import dev.gyre.observe.RequestLogSettings.Format;
import dev.gyre.observe.RequestLogSettings.Place;
import dev.gyre.observe.RequestLogSettings.Targets;

import org.snakeyaml.engine.v2.nodes.Node;

import java.nio.file.Path;
import java.util.Optional;

/// The key `log`: what is written of each request, and where. Nothing, unless it says so.
final class LogKeys {

    private static final String STDERR = "stderr";
    private static final NodeReader<Path> FILE =
            new PathReader("the path of a file, or stderr", false);

    private static final int LEAST_SIZE = 4096;
    private static final long MOST_SIZE = 1L << 40;
    private static final int MOST_KEPT = 1000;

    private LogKeys() {}

    static RequestLogSettings take(MappingReader keys) {
        return keys.take("log", MappingReader.of(LogKeys::log), RequestLogSettings.NONE);
    }

    private static RequestLogSettings log(MappingReader keys) {
        RequestLogSettings usual = RequestLogSettings.NONE;
        Optional<Place> place = keys.take("requests", LogKeys::place);
        place.ifPresent(each -> {
            if (each instanceof Place.File(Path path)) {
                keys.writes("requests", path, "log");
            }
        });
        if (!keys.has("requests")) {
            keys.problem("'requests' is missing: the file to write to, or stderr");
        }
        RequestLogSettings log =
                new RequestLogSettings(
                        place.orElse(usual.place()),
                        keys.take("format", Choice.of(Format.values()), usual.format()),
                        keys.take("client", Choice.of(Client.values()), usual.client()),
                        keys.take("users", Flag.READER, usual.users()),
                        keys.take("targets", Choice.of(Targets.values()), usual.targets()),
                        keys.take("queries", Flag.READER, usual.queries()),
                        keys.take("max-size", Sizes.upTo(MOST_SIZE), usual.maxSize()),
                        keys.take("keep", Sizes.number(1, MOST_KEPT), usual.keep()));
        if (log.queries() && log.targets() != Targets.FULL) {
            keys.problem("queries", "queries are told with 'targets: full' only");
        }
        if (log.maxSize() < LEAST_SIZE) {
            keys.problem("max-size", "max-size must be at least " + Sizes.text(LEAST_SIZE));
        }
        return log;
    }

    private static Optional<Place> place(Reading reading, String what, Node node) {
        return FILE.read(reading, what, node)
                .map(path ->
                        path.equals(reading.beside(Path.of(STDERR)))
                                ? new Place.Stderr()
                                : new Place.File(path));
    }

    /// The key and its value as a line of YAML; empty when nothing is written.
    static String print(RequestLogSettings log) {
        String place =
                switch (log.place()) {
                    case Place.Nowhere _ -> "";
                    case Place.Stderr _ -> STDERR;
                    case Place.File(Path path) -> ListKeys.quoted(path);
                };
        return place.isEmpty()
                ? ""
                : "log: {requests: "
                        + place
                        + ", format: "
                        + Choice.word(log.format())
                        + ", client: "
                        + Choice.word(log.client())
                        + ", users: "
                        + log.users()
                        + ", targets: "
                        + Choice.word(log.targets())
                        + ", queries: "
                        + log.queries()
                        + ", max-size: "
                        + Sizes.text(log.maxSize())
                        + ", keep: "
                        + log.keep()
                        + "}\n";
    }
}
