package dev.gyre.config;

import dev.gyre.config.Upkeep.Drain;

import java.nio.file.Path;
import java.util.Optional;

/// The keys `reload` and `state`: how a running proxy keeps up with its files.
final class UpkeepKeys {

    private static final NodeReader<Boolean> TRUTH =
            new ScalarReader<>(
                    "true or false",
                    text ->
                            switch (text) {
                                case "true" -> true;
                                case "false" -> false;
                                default -> throw new BadValue("must be true or false");
                            });

    private static final NodeReader<Path> FILE = new PathReader("the path of a file", false);

    private UpkeepKeys() {}

    /// How the keys of the pool file itself come to it.
    static Upkeep read(MappingReader keys) {
        Upkeep reload = keys.take("reload", MappingReader.of(UpkeepKeys::reload), Upkeep.DEFAULT);
        Optional<Path> state = keys.take("state", FILE);
        state.ifPresent(path -> keys.writes("state", path, "state"));
        return new Upkeep(reload.watch(), reload.drain(), state, reload.countries());
    }

    private static Upkeep reload(MappingReader keys) {
        return new Upkeep(
                keys.take("watch", TRUTH, Upkeep.DEFAULT.watch()),
                keys.take("drain", Choice.of(Drain.values()), Upkeep.DEFAULT.drain()),
                Optional.empty(),
                Optional.empty());
    }

    /// The keys and their values as lines of YAML.
    static String print(Upkeep upkeep) {
        return "reload: {watch: "
                + upkeep.watch()
                + ", drain: "
                + Choice.word(upkeep.drain())
                + "}\n"
                + upkeep.state().map(file -> "state: " + ListKeys.quoted(file) + "\n").orElse("");
    }
}
