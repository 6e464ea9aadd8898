package dev.gyre.config;

import dev.gyre.egress.Limits;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The keys of an egress entry that say how much may pass by each of its egresses: `max-in-flight`, `max-requests`, `max-bytes`, and
/// the `period` of the last two.
final class LimitKeys {

    private static final NodeReader<Integer> IN_FLIGHT = Sizes.number(1, 1_000_000);
    private static final NodeReader<Integer> REQUESTS = Sizes.number(1, 999_999_999);
    private static final NodeReader<Long> BYTES = Sizes.upTo(1L << 60);
    private static final NodeReader<Duration> PERIOD =
            new ScalarReader<>(Durations.EXPECTED, Durations::parse);

    private LimitKeys() {}

    static Limits read(MappingReader keys) {
        Optional<Integer> inFlight = keys.take("max-in-flight", IN_FLIGHT);
        Optional<Integer> requests = keys.take("max-requests", REQUESTS);
        Optional<Long> bytes = keys.take("max-bytes", BYTES);
        Duration period = keys.take("period", PERIOD, Limits.DEFAULT_PERIOD);
        if (keys.has("period") && !keys.has("max-requests") && !keys.has("max-bytes")) {
            keys.problem("period", "'period' needs 'max-requests' or 'max-bytes' beside it");
        }
        if (inFlight.isEmpty() && requests.isEmpty() && bytes.isEmpty()) {
            return Limits.NONE;
        }
        return new Limits(
                inFlight.map(OptionalInt::of).orElseGet(OptionalInt::empty),
                requests.map(OptionalLong::of).orElseGet(OptionalLong::empty),
                bytes.map(OptionalLong::of).orElseGet(OptionalLong::empty),
                period);
    }

    /// The limits as they are written in the file: what is not said is left out.
    static List<String> text(Limits limits) {
        List<String> text = new ArrayList<>();
        limits.inFlight().ifPresent(most -> text.add("max-in-flight: " + most));
        limits.requests().ifPresent(most -> text.add("max-requests: " + most));
        limits.bytes().ifPresent(most -> text.add("max-bytes: " + Sizes.text(most)));
        if (limits.isMetered()) {
            text.add("period: " + Durations.text(limits.period()));
        }
        return text;
    }
}
