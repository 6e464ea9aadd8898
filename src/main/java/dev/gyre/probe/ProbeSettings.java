package dev.gyre.probe;

import java.time.Duration;
import java.util.Optional;

/// Whether egresses are tried without a client's request, and how. It may cost quota: it is off unless the pool file has it.
///
/// @param every how often each is tried
/// @param target the URL that is asked for; nothing for the built-in judge, which hops on other machines can't reach
/// @param expect the status that tells that it works
/// @param concurrency how many are tried at a time
/// @param perSecond how many are tried in a second at most
public record ProbeSettings(
        Duration every, Optional<String> target, int expect, int concurrency, int perSecond) {}
