package dev.gyre.rotation;

import java.time.Duration;
import java.util.Optional;

/// How long sessions last, and what becomes of them.
///
/// @param ttl how long a session keeps its egress, counted from its first request
/// @param idle how long it may be without a request
/// @param max how many are remembered; beyond, the one that was used longest ago is forgotten
/// @param strength whether a session may move to another egress, unless its client says so itself
/// @param secret the key by which names of sessions become egresses; without one, another at each start
public record SessionSettings(
        Duration ttl, Duration idle, int max, Wish.Strength strength, Optional<Secret> secret) {

    /// For as long as most that is browsed or scraped in one go takes; no secret that anybody knows.
    public static final SessionSettings DEFAULT =
            new SessionSettings(
                    Duration.ofMinutes(30),
                    Duration.ofMinutes(10),
                    10_000,
                    Wish.Strength.SOFT,
                    Optional.empty());
}
