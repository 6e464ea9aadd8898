package dev.gyre.dns;

import java.time.Duration;

/// For how long answers are kept, and how many.
///
/// @param answers how many for each way out and session, at most; none: nothing is kept
/// @param least a shorter time to live is taken for this
/// @param most a longer one is taken for this
/// @param negative as `most`, for what does not exist (RFC 2308 section 5)
/// @param stale how long past its time an answer still serves when no server answers (RFC 8767); zero: not at all
/// @param prefetch whether an answer in use is asked for anew shortly before its time is over: the servers see then that it is in use
public record Keeping(
        int answers,
        Duration least,
        Duration most,
        Duration negative,
        Duration stale,
        boolean prefetch) {

    /// What is kept by default: nothing that the servers or others could see more by.
    public static final Keeping STANDARD =
            new Keeping(
                    256,
                    Duration.ZERO,
                    Duration.ofHours(1),
                    Duration.ofMinutes(5),
                    Duration.ZERO,
                    false);
}
