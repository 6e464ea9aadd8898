package dev.gyre.dns;

import java.time.Duration;

/// How long things may take.
///
/// @param attempt one server, asked once over sockets of our own
/// @param overall a question with all its attempts; through hops an attempt may take half of it
/// @param straggler how long one family's answer waits for the other's
record Timing(Duration attempt, Duration overall, Duration straggler) {

    static final Timing STANDARD =
            new Timing(Duration.ofSeconds(2), Duration.ofSeconds(8), Duration.ofMillis(300));

    Duration attempt(Route route) {
        return switch (route) {
            case Route.FromSource _, Route.Unbound _ -> attempt;
            case Route.Through _ -> overall.dividedBy(2);
        };
    }
}
