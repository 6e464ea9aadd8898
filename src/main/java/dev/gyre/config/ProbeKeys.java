package dev.gyre.config;

import dev.gyre.fetch.FetchUrl;
import dev.gyre.probe.ProbeSettings;

import java.time.Duration;
import java.util.Optional;

/// The key `probes`: whether and how egresses are tried without a client's request.
final class ProbeKeys {

    private static final String JUDGE = "judge";
    private static final String TARGET = "judge, or a URL of http or https";
    private static final int MOST_AT_A_TIME = 1000;
    private static final int MOST_PER_SECOND = 1000;

    private static final NodeReader<Duration> DURATION =
            new ScalarReader<>(Durations.EXPECTED, Durations::parse);

    private static final ProbeSettings DEFAULT =
            new ProbeSettings(Duration.ofMinutes(5), Optional.empty(), 200, 8, 5);

    private ProbeKeys() {}

    static ProbeSettings probes(MappingReader keys) {
        return new ProbeSettings(
                keys.take("every", DURATION, DEFAULT.every()),
                keys.take(
                        "target", new ScalarReader<>(TARGET, ProbeKeys::target), DEFAULT.target()),
                keys.take("expect", Sizes.number(200, 599), DEFAULT.expect()),
                keys.take("concurrency", Sizes.number(1, MOST_AT_A_TIME), DEFAULT.concurrency()),
                keys.take("rate", Sizes.number(1, MOST_PER_SECOND), DEFAULT.perSecond()));
    }

    private static Optional<String> target(String text) throws BadValue {
        if (text.equals(JUDGE)) {
            return Optional.empty();
        }
        return Optional.of(
                FetchUrl.parse(text)
                        .orElseThrow(() -> new BadValue("is not " + TARGET))
                        .toString());
    }

    /// The key and its value as a line of YAML.
    static String print(ProbeSettings settings) {
        return "probes: {every: "
                + Durations.text(settings.every())
                + ", target: '"
                + settings.target().orElse(JUDGE).replace("'", "''")
                + "', expect: "
                + settings.expect()
                + ", concurrency: "
                + settings.concurrency()
                + ", rate: "
                + settings.perSecond()
                + "}\n";
    }
}
