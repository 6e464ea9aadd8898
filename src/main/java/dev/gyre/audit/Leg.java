package dev.gyre.audit;

import dev.gyre.config.PoolFile;

import java.util.Optional;

/// One subject, and one judge that it is to be driven to.
///
/// @param outside the judge; the audit's own if empty
/// @param pool what the proxy runs with; empty when this judge can't be reached
/// @param whyNot why it can't
record Leg(
        Subject subject, Optional<OutsideJudge> outside, Optional<PoolFile> pool, String whyNot) {

    static Leg to(Subject subject, Optional<OutsideJudge> outside, PoolFile pool) {
        return new Leg(subject, outside, Optional.of(pool), "");
    }

    static Leg nowhere(Subject subject, String whyNot) {
        return new Leg(subject, Optional.empty(), Optional.empty(), whyNot);
    }
}
