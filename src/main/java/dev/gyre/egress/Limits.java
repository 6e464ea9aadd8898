package dev.gyre.egress;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// How much may pass by each egress of a pool entry.
///
/// @param inFlight how many requests and tunnels at a time
/// @param requests how many requests and tunnels may begin within one [#period]
/// @param bytes how many octets, of both directions together, may pass within one [#period]; what is under way when they are used up
///     comes to its end
/// @param period after which the last two are counted anew
public record Limits(
        OptionalInt inFlight, OptionalLong requests, OptionalLong bytes, Duration period) {

    /// Without another word.
    public static final Duration DEFAULT_PERIOD = Duration.ofDays(1);

    /// No limit at all.
    public static final Limits NONE =
            new Limits(
                    OptionalInt.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    DEFAULT_PERIOD);

    /// Whether requests or octets are counted.
    public boolean isMetered() {
        return requests.isPresent() || bytes.isPresent();
    }
}
