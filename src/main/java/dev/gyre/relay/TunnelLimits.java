package dev.gyre.relay;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// How long a tunnel may last and how much it may carry. One that has reached a limit is due: it ends when it is quiet, so that
/// whoever keeps tunnels for ever gets another egress now and then. All are above zero.
///
/// @param maxAge how old a tunnel becomes until it is due; when absent, no age makes it so
/// @param maxBytes how many bytes it carries until it is due, both directions together; when absent, no number makes it so
/// @param idle how long nothing may move in either direction, due or not
/// @param quiet how long nothing must have moved in either direction before one that is due is ended
/// @param grace how long after it was due it is ended even though it was never quiet
public record TunnelLimits(
        Optional<Duration> maxAge,
        OptionalLong maxBytes,
        Duration idle,
        Duration quiet,
        Duration grace) {}
