package dev.gyre.rotation;

import dev.gyre.egress.Egress;
import dev.gyre.health.Look;
import dev.gyre.health.Standing;

import org.jspecify.annotations.Nullable;

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

    /// The target's site does not want it now.
    static final int COOLING = 16;

    /// It must not be taken. What makes it so is added.
    static final int EXCLUDED = 32;

    /// It failed for this very request.
    static final int TRIED = EXCLUDED << 1;

    /// As much is under way by it as may be.
    static final int FULL = EXCLUDED << 2;

    /// It failed too often.
    static final int OUT = EXCLUDED << 3;

    /// It tells targets too much.
    static final int GRADE = EXCLUDED << 4;

    /// Its limits are used up.
    static final int USED_UP = EXCLUDED << 5;

    private final Tried tried;
    private final Look look;
    private final @Nullable SiteHistory history;
    private final boolean strictlyFar;
    private final boolean strictlyCool;
    private final @Nullable Egress previous;
    private final @Nullable Egress last;
    private int seen;
    private @Nullable Egress due;

    /// @param tried what failed for this very request
    /// @param history of the target's site; none where it makes no difference
    /// @param strictlyFar whether an egress that is near must not be taken
    /// @param strictlyCool whether one that the site does not want must not be taken
    Ranking(
            Tried tried,
            Look look,
            @Nullable SiteHistory history,
            boolean strictlyFar,
            boolean strictlyCool,
            @Nullable Egress previous,
            @Nullable Egress last) {
        this.tried = tried;
        this.look = look;
        this.history = history;
        this.strictlyFar = strictlyFar;
        this.strictlyCool = strictlyCool;
        this.previous = previous;
        this.last = last;
    }

    /// The sum of all that speaks against this egress.
    int of(Egress egress) {
        if (tried.has(egress)) {
            seen |= TRIED;
            return EXCLUDED + TRIED;
        }
        int standing = look.of(egress);
        int rank = standing == Standing.GOOD ? GOOD : ofStanding(standing);
        if (history != null && history.isNear(egress)) {
            rank |= strictlyFar ? EXCLUDED | NEAR : NEAR;
        }
        if (egress.equals(previous)) {
            rank |= PREVIOUS;
        }
        if (egress.equals(last)) {
            rank |= LAST;
        }
        if (rank >= EXCLUDED) {
            seen |= gravest(rank);
            if ((standing & Standing.DUE) != 0 && mayTry(rank)) {
                due = egress;
            }
        }
        return rank;
    }

    /// What would have to change first for it to serve.
    private int gravest(int rank) {
        int forGood = rank & (OUT | GRADE | USED_UP);
        if (forGood != 0) {
            return forGood;
        }
        if (strictlyCool && (rank & COOLING) != 0) {
            return COOLING;
        }
        return strictlyFar && (rank & NEAR) != 0 ? NEAR : rank & FULL;
    }

    private int ofStanding(int standing) {
        int rank = (standing & Standing.SET_BACK) != 0 ? SET_BACK : GOOD;
        if ((standing & Standing.COOLING) != 0) {
            rank |= strictlyCool ? EXCLUDED | COOLING : COOLING;
        }
        if ((standing & ~(Standing.SET_BACK | Standing.COOLING)) != 0) {
            rank |= EXCLUDED;
            rank |= (standing & Standing.FULL) != 0 ? FULL : 0;
            rank |= (standing & Standing.OUT) != 0 ? OUT : 0;
            rank |= (standing & Standing.GRADE) != 0 ? GRADE : 0;
            rank |= (standing & Standing.USED_UP) != 0 ? USED_UP : 0;
        }
        return rank;
    }

    /// Whether nothing but its being out forbids this one.
    private boolean mayTry(int rank) {
        int others = FULL | GRADE | USED_UP;
        return (rank & others) == 0
                && !(strictlyFar && (rank & NEAR) != 0)
                && !(strictlyCool && (rank & COOLING) != 0);
    }

    /// One that was looked at and is out, but may be tried; once.
    @Nullable Egress takeDue() {
        @Nullable Egress its = due;
        due = null;
        return its;
    }

    /// Whether this was the gravest that forbade any that was looked at.
    boolean saw(int constant) {
        return (seen & constant) != 0;
    }

    /// Whether nothing but being out and grades spoke against what was looked at, which time alone does not change.
    boolean sawOnlyOut() {
        return seen != 0 && (seen & ~(OUT | GRADE)) == 0;
    }

    /// More egresses than can have anything against them: of so many and one, one is good.
    long most() {
        return look.most() + (history == null ? 0 : history.size()) + tried.size() + 2;
    }
}
