package dev.gyre.rotation;

import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.PoolView;
import dev.gyre.egress.Reach;
import dev.gyre.health.Health;
import dev.gyre.health.Look;
import dev.gyre.health.Standing;
import dev.gyre.health.Use;
import dev.gyre.net.Site;
import dev.gyre.net.Target;
import dev.gyre.rotation.Leasing.Refused;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/// One choice of an egress, from the pool as it is at its beginning. Used on one thread.
final class Choice {

    /// How often an egress is chosen anew because another request was faster to take it.
    private static final int RACES = 64;

    /// How many that may be tried are looked at for one request.
    private static final int TRIALS = 16;

    /// An egress that was chosen.
    ///
    /// @param use of it, which has begun
    record Taken(Egress egress, Use use) {}

    private final Choosing by;
    private final Health health;
    private final EgressPool pool;
    private final Session session;
    private final Tried tried;
    private final Reach wanted;
    private final @Nullable Site site;
    private final @Nullable SiteHistory history;
    private final Look look;
    private final Ranking ranking;
    private boolean nothing;

    /// Whether others took what had looked free.
    private boolean late;

    /// @param target nothing when no site sees who asks
    Choice(
            Choosing by,
            EgressPool pool,
            Session session,
            Reach wanted,
            Set<Egress> tried,
            @Nullable Target target) {
        this.by = by;
        this.health = by.health();
        this.pool = pool;
        this.session = session;
        this.tried = new Tried(tried, pool);
        this.wanted = wanted;
        SiteHistories histories = by.histories();
        this.site =
                target == null || (histories == null && !health.usesSites())
                        ? null
                        : Site.of(target.host());
        this.history = histories == null || site == null ? null : histories.of(site);
        this.look = health.look(site);
        this.ranking =
                new Ranking(
                        this.tried,
                        look,
                        history,
                        by.settings().distance().strict(),
                        health.settings().coolDowns().strict(),
                        session.previous(),
                        avoidsLast() ? by.recent().of(session.client()) : null);
    }

    /// An order that has a place or a measure for each egress goes by that alone.
    private boolean avoidsLast() {
        Pick pick = by.settings().pick();
        return session.placing() == null && (pick == Pick.RANDOM || pick == Pick.ROUND_ROBIN);
    }

    Ranking ranking() {
        return ranking;
    }

    @Nullable SiteHistory history() {
        return history;
    }

    boolean has(Egress egress) {
        return pool.contains(egress) && isOfPart(egress);
    }

    /// Whether it is in the part of the pool that the session has.
    private boolean isOfPart(Egress egress) {
        return session.narrowing().isNone()
                || session.narrowing().admits(egress, pool.labels(egress));
    }

    /// The bits of an egress's [Standing].
    int standing(Egress egress) {
        return look.of(egress);
    }

    /// Any egress that will do; one that was out, in its turn.
    @Nullable Taken ofAll() {
        PoolView view = pool.view(wanted, session.narrowing());
        boolean trials = health.mayBeTried();
        if (trials && tried.isEmpty() && !session.isHard()) {
            @Nullable Taken trial = trial(view);
            if (trial != null) {
                return trial;
            }
        }
        if (!trials && by.isOut(view)) {
            nothing = true;
            return null;
        }
        long improvements = health.improvements();
        for (int i = 0; i < RACES; i++) {
            @Nullable Taken taken = among(view, Ranking.EXCLUDED);
            @Nullable Egress due = ranking.takeDue();
            if (taken != null || due == null) {
                if (taken == null && !trials && ranking.sawOnlyOut()) {
                    by.isOut(view, improvements);
                }
                return taken;
            }
            taken = begin(due);
            if (taken != null) {
                stays(due);
                return taken;
            }
        }
        return null;
    }

    /// Any egress that the site has nothing against, of which none is tried that was out.
    @Nullable Taken ofWelcome() {
        return among(pool.view(wanted, session.narrowing()), Ranking.COOLING);
    }

    /// One that was out: the session's own at once, else any, when it is time for one.
    private @Nullable Taken trial(PoolView view) {
        Placing placing = session.placing();
        if (placing != null && view.size() > 0) {
            Egress own = view.hashed(placing.entry(), placing.within());
            if ((look.of(own) & Standing.DUE) != 0 && mayTry(own)) {
                return visit(own);
            }
        }
        if (!by.isTimeForTrial(placing != null)) {
            return null;
        }
        for (Egress each : health.toBeTried(TRIALS)) {
            if (mayTry(each)) {
                @Nullable Taken taken = visit(each);
                if (taken != null) {
                    return taken;
                }
            }
        }
        return null;
    }

    private boolean mayTry(Egress egress) {
        return isWanted(egress)
                && (ranking.of(egress)
                                & (Ranking.FULL
                                        | Ranking.GRADE
                                        | Ranking.USED_UP
                                        | Ranking.COOLING
                                        | Ranking.NEAR
                                        | Ranking.PREVIOUS))
                        == 0;
    }

    /// Any good one that belongs with this one.
    @Nullable Taken near(Egress egress) {
        PoolView view = pool.near(egress, wanted, session.narrowing());
        @Nullable Egress chosen = by.neighbours().next(view, ranking, Placing.NONE);
        return chosen != null && ranking.of(chosen) < Ranking.NEAR ? visit(chosen) : null;
    }

    /// @param below which rank it is to have
    private @Nullable Taken among(PoolView view, int below) {
        Placing placing = session.placing();
        for (int i = 0; i < RACES; i++) {
            @Nullable Egress chosen =
                    placing == null
                            ? by.order().next(view, ranking, Placing.NONE)
                            : Choosing.HASHED.next(view, ranking, placing);
            int rank = chosen == null ? below : ranking.of(chosen);
            if (chosen == null || rank >= below) {
                if (chosen != null && rank >= Ranking.EXCLUDED) {
                    continue; // full meanwhile
                }
                return null;
            }
            @Nullable Taken taken =
                    rank >= Ranking.COOLING
                            ? again(look.firstOver(this::servesWhileCooling).orElse(chosen))
                            : (rank & Ranking.NEAR) != 0 ? nearAgain(chosen) : visit(chosen);
            if (taken != null) {
                return taken;
            }
        }
        return null;
    }

    /// Takes one that the site need not have seen a while ago, unless another request was faster.
    private @Nullable Taken visit(Egress egress) {
        @Nullable Taken taken = begin(egress);
        if (taken != null && history != null && !history.visit(egress)) {
            taken.use().ended();
            return null;
        }
        return taken;
    }

    /// Every egress that is left is too near: the one that the site saw longest ago serves.
    private @Nullable Taken nearAgain(Egress otherwise) {
        if (history == null) {
            return begin(otherwise);
        }
        Egress longest = history.longestAgo(this::servesAgain).orElse(otherwise);
        @Nullable Taken taken = begin(longest);
        if (taken != null) {
            history.visitAgain(longest);
            by.counts().count(RotationEvent.REUSED_EARLY);
        }
        return taken;
    }

    /// The site wants none that is left: the one serves that it will want again first.
    private @Nullable Taken again(Egress egress) {
        @Nullable Taken taken = begin(egress);
        if (taken != null) {
            stays(egress);
            by.counts().count(RotationEvent.COOLING_USED);
        }
        return taken;
    }

    private boolean servesAgain(Egress egress) {
        return isWanted(egress) && ranking.of(egress) < Ranking.SET_BACK;
    }

    private boolean servesWhileCooling(Egress egress) {
        return isWanted(egress) && ranking.of(egress) < Ranking.EXCLUDED;
    }

    private boolean isWanted(Egress egress) {
        return egress.reach().meets(wanted)
                && !tried.has(egress)
                && pool.contains(egress)
                && isOfPart(egress);
    }

    /// Takes just this egress, unless it can't be had.
    @Nullable Taken begin(Egress egress) {
        @Nullable Use use = health.begin(egress, site, by.measures());
        late |= use == null;
        return use == null ? null : new Taken(egress, use);
    }

    /// A session that goes on by its egress visits the site once more.
    void stays(Egress egress) {
        if (history != null) {
            history.visitAgain(egress);
        }
    }

    /// Why there is none.
    Refused refusal() {
        RotationCounts counts = by.counts();
        if (ranking.saw(Ranking.FULL)) {
            counts.count(RotationEvent.ALL_FULL);
            return Refused.ALL_FULL;
        }
        if (ranking.saw(Ranking.COOLING)) {
            counts.count(RotationEvent.ALL_COOLING);
            return Refused.ALL_COOLING;
        }
        if (ranking.saw(Ranking.NEAR)) {
            counts.count(RotationEvent.REFUSED_EARLY);
            return Refused.TOO_SOON;
        }
        if (nothing || ranking.saw(Ranking.OUT | Ranking.GRADE | Ranking.USED_UP)) {
            counts.count(RotationEvent.ALL_OUT);
            return Refused.ALL_OUT;
        }
        if (late) {
            counts.count(RotationEvent.ALL_FULL);
            return Refused.ALL_FULL;
        }
        return Refused.NO_EGRESS;
    }
}
