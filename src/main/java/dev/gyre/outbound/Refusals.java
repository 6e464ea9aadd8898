package dev.gyre.outbound;

import dev.gyre.net.Failure;
import dev.gyre.net.Target;
import dev.gyre.rotation.Leasing.Refused;

import org.jspecify.annotations.Nullable;

/// What it means for a request that no egress is leased to it.
final class Refusals {

    private Refusals() {}

    /// @param before why the session's egress could not be used, if it was tried
    static DialFailure failure(Refused refused, Target target, @Nullable Throwable before) {
        return switch (refused) {
            case NO_EGRESS -> new DialFailure(Failure.NO_EGRESS, "no egress reaches " + target);
            case SESSION_LOST ->
                    new DialFailure(
                            Failure.SESSION_LOST,
                            "the session keeps to its egress, which can't be used"
                                    + (before == null ? "" : ": " + before.getMessage()));
            case TOO_SOON ->
                    new DialFailure(
                            Failure.TOO_SOON,
                            "every egress is within reuse-distance for " + target);
            case ALL_OUT -> new DialFailure(Failure.ALL_OUT, text(refused, target));
            case ALL_FULL -> new DialFailure(Failure.ALL_FULL, text(refused, target));
            case ALL_COOLING -> new DialFailure(Failure.ALL_COOLING, text(refused, target));
        };
    }

    private static String text(Refused refused, Target target) {
        return refused.text() + ", for " + target;
    }
}
