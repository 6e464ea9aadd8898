package dev.gyre.config;

import dev.gyre.relay.TunnelLimits;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// The key `tunnels`: when a tunnel has lasted long enough.
final class TunnelKeys {

    private static final NodeReader<Duration> DURATION =
            new ScalarReader<>(Durations.EXPECTED, Durations::parse);
    private static final NodeReader<Long> SIZE = Sizes.upTo(1L << 40);

    private static final Duration DEFAULT_QUIET = Duration.ofSeconds(2);
    private static final Duration DEFAULT_GRACE = Duration.ofMinutes(5);

    private TunnelKeys() {}

    /// What holds without the key: no tunnel is ended while it carries something.
    ///
    /// @param idle how long any connection may carry nothing
    static TunnelLimits without(Duration idle) {
        return new TunnelLimits(
                Optional.empty(), OptionalLong.empty(), idle, DEFAULT_QUIET, DEFAULT_GRACE);
    }

    /// @param idle what holds for tunnels, too, unless they have an `idle` of their own
    static TunnelLimits limits(MappingReader keys, Duration idle) {
        return new TunnelLimits(
                keys.take("max-age", DURATION),
                keys.take("max-bytes", SIZE).map(OptionalLong::of).orElse(OptionalLong.empty()),
                keys.take("idle", DURATION, idle),
                keys.take("quiet", DURATION, DEFAULT_QUIET),
                keys.take("grace", DURATION, DEFAULT_GRACE));
    }

    /// The key and its value as a line of YAML.
    static String print(TunnelLimits limits) {
        StringBuilder yaml = new StringBuilder("tunnels: {");
        limits.maxAge()
                .ifPresent(
                        age -> yaml.append("max-age: ").append(Durations.text(age)).append(", "));
        limits.maxBytes()
                .ifPresent(
                        size -> yaml.append("max-bytes: ").append(Sizes.text(size)).append(", "));
        return yaml.append("idle: ")
                .append(Durations.text(limits.idle()))
                .append(", quiet: ")
                .append(Durations.text(limits.quiet()))
                .append(", grace: ")
                .append(Durations.text(limits.grace()))
                .append("}\n")
                .toString();
    }
}
