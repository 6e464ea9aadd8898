package dev.gyre.health;

import java.time.Duration;
import java.util.OptionalInt;

/// How many requests and tunnels may be under way at a time.
///
/// @param inFlight by one egress, unless its entry says otherwise
/// @param perSite by one egress to one site
/// @param patience for how long a request waits when all that could serve it are full
/// @param waiting how many requests may wait so
public record CapSettings(
        OptionalInt inFlight, OptionalInt perSite, Duration patience, int waiting) {

    /// No limit but those of entries.
    public static final CapSettings NONE =
            new CapSettings(OptionalInt.empty(), OptionalInt.empty(), Duration.ofSeconds(1), 1024);
}
