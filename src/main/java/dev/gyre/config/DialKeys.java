package dev.gyre.config;

import java.time.Duration;
import java.util.Optional;

/// The keys that say how ways are found.
final class DialKeys {

    private static final NodeReader<Duration> DURATION =
            new ScalarReader<>(Durations.EXPECTED, Durations::parse);

    private DialKeys() {}

    /// After how long without a connection another egress is tried beside the first; nothing: never.
    static Optional<Duration> hedge(MappingReader keys) {
        return keys.take("hedge", DURATION);
    }

    static String print(Optional<Duration> hedge) {
        return hedge.map(time -> "hedge: " + Durations.text(time) + "\n").orElse("");
    }
}
