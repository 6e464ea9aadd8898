package dev.gyre.config;

import dev.gyre.health.CapSettings;

import java.time.Duration;
import java.util.OptionalInt;

/// The key `caps`: how much may be under way at a time.
final class CapKeys {

    private static final NodeReader<Duration> DURATION =
            new ScalarReader<>(Durations.EXPECTED, Durations::parse);
    private static final NodeReader<Integer> COUNT = Sizes.number(1, 1_000_000);
    private static final NodeReader<Integer> WAITING = Sizes.number(0, 1_000_000);

    private CapKeys() {}

    static CapSettings caps(MappingReader keys) {
        CapSettings otherwise = CapSettings.NONE;
        return new CapSettings(
                count(keys, "in-flight"),
                count(keys, "per-site"),
                keys.take("wait", DURATION, otherwise.patience()),
                keys.take("waiting", WAITING, otherwise.waiting()));
    }

    private static OptionalInt count(MappingReader keys, String key) {
        return keys.take(key, COUNT).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    /// The key and its value as a line of YAML.
    static String print(CapSettings settings) {
        StringBuilder yaml = new StringBuilder("caps: {");
        settings.inFlight()
                .ifPresent(count -> yaml.append("in-flight: ").append(count).append(", "));
        settings.perSite().ifPresent(count -> yaml.append("per-site: ").append(count).append(", "));
        return yaml.append("wait: ")
                .append(Durations.text(settings.patience()))
                .append(", waiting: ")
                .append(settings.waiting())
                .append("}\n")
                .toString();
    }
}
