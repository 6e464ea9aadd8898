package dev.gyre.rotation;

import dev.gyre.egress.Egress;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/// How well each egress would serve one request: the lower its rank, the better. Made for one choice, used on one thread.
final class Ranking {

    /// Nothing speaks against it.
    static final int GOOD = 0;

    /// This client was given it last.
    static final int LAST = 1;

    /// The session before this one left by it.
    static final int PREVIOUS = 2;

    /// The target's site saw it too short a while ago.
    static final int NEAR = 4;

    /// It failed a short while ago.
    static final int SET_BACK = 8;

    /// It must not be taken.
    static final int EXCLUDED = 16;

    private final Set<Egress> tried;
    private final Setbacks setbacks;
    private final @Nullable SiteHistory history;
    private final boolean strict;
    private final @Nullable Egress previous;
    private final @Nullable Egress last;
    private boolean sawNear;

    /// @param tried what failed for this very request
    /// @param history of the target's site; none where it makes no difference
    /// @param strict whether an egress that is near must not be taken
    Ranking(
            Set<Egress> tried,
            Setbacks setbacks,
            @Nullable SiteHistory history,
            boolean strict,
            @Nullable Egress previous,
            @Nullable Egress last) {
        this.tried = tried;
        this.setbacks = setbacks;
        this.history = history;
        this.strict = strict;
        this.previous = previous;
        this.last = last;
    }

    /// The sum of all that speaks against this egress.
    int of(Egress egress) {
        if (!tried.isEmpty() && tried.contains(egress)) {
            return EXCLUDED;
        }
        int rank = setbacks.holds(egress) ? SET_BACK : GOOD;
        if (history != null && history.isNear(egress)) {
            sawNear = true;
            rank += strict ? EXCLUDED + NEAR : NEAR;
        }
        if (egress.equals(previous)) {
            rank += PREVIOUS;
        }
        if (egress.equals(last)) {
            rank += LAST;
        }
        return rank;
    }

    /// Whether any that was looked at was near.
    boolean sawNear() {
        return sawNear;
    }
}
