package dev.gyre.dns;

import java.time.Duration;

/// One thing that was done for a look-up, for people who want to know.
///
/// @param question what was asked for
/// @param whom the name server, or where else the answer came from
/// @param took how long that took
/// @param what what came of it
public record Step(String question, String whom, Duration took, String what) {}
