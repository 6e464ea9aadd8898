package dev.gyre.health;

import java.time.Duration;
import java.util.Map;

/// When an egress is set aside for one site, since that does not want it.
///
/// @param statuses for how long, by the status of the site's reply; twice as long each time it says so again soon after
/// @param ban for how long when a client says that it was refused
/// @param most for how long at most, also where the site asks for more with `Retry-After`
/// @param strict whether nothing serves rather than an egress that is set aside for the site; else the one whose time is over first
/// @param moves whether a session that lasts, and is not hard, moves to another egress then; else it stays
public record CoolDownSettings(
        Map<Integer, Duration> statuses,
        Duration ban,
        Duration most,
        boolean strict,
        boolean moves) {

    public static final CoolDownSettings DEFAULT =
            new CoolDownSettings(
                    Map.of(
                            403, Duration.ofMinutes(1),
                            429, Duration.ofMinutes(1),
                            503, Duration.ofSeconds(30)),
                    Duration.ofMinutes(5),
                    Duration.ofHours(1),
                    false,
                    false);

    public CoolDownSettings {
        statuses = Map.copyOf(statuses);
    }
}
