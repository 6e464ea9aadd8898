package dev.gyre.dns;

import java.time.Duration;

/// How long things may take.
///
/// @param attempt one server, asked once over sockets of our own
/// @param overall a question with all its attempts; through hops an attempt may take half of it
/// @param straggler how long one family's answer waits for the other's
/// @param opening how long a connection may take to come up, handshake included: longer than an attempt, so that a server far away is
///     reached by a later one
record Timing(Duration attempt, Duration overall, Duration straggler, Duration opening) {

    static final Timing STANDARD =
            new Timing(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(8),
                    Duration.ofMillis(300),
                    Duration.ofSeconds(10));

    Duration attempt(Route route) {
        return switch (route) {
            case Route.FromSource _, Route.Unbound _ -> attempt;
            case Route.Through _ -> overall.dividedBy(2);
        };
    }
}
