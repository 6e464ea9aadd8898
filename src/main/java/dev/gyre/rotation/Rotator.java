package dev.gyre.rotation;

import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.PoolView;
import dev.gyre.egress.Reach;
import dev.gyre.net.Site;
import dev.gyre.net.Target;
import dev.gyre.rotation.Leasing.Refused;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Chooses the egress for each request. Safe for all threads; knows nothing of connections.
public final class Rotator {

    /// How often an egress is chosen anew because another request was faster to visit the same site by it.
    private static final int RACES = 8;

    private static final Order HASHED = new Order.Hashed();

    private volatile EgressPool pool;
    private final RotationSettings settings;
    private final RotationCounts counts;
    private final Setbacks setbacks;
    private final RecentPicks recent = new RecentPicks();
    private final @Nullable SiteHistories histories;
    private final @Nullable Load load;
    private final Order order;

    /// For those that a session may move to.
    private final Order neighbours;

    /// @param random the source of randomness of the calling thread
    /// @param nanoTime a clock that never goes back
    public Rotator(
            EgressPool pool,
            RotationSettings settings,
            RotationCounts counts,
            Supplier<RandomGenerator> random,
            LongSupplier nanoTime) {
        this.pool = pool;
        this.settings = settings;
        this.counts = counts;
        this.setbacks = new Setbacks(nanoTime);
        this.histories =
                settings.distance().equals(ReuseDistance.NONE)
                        ? null
                        : new SiteHistories(settings.distance(), nanoTime);
        this.neighbours = new Order.Random(random);
        Load counted = new Load(nanoTime);
        this.order =
                switch (settings.pick()) {
                    case RANDOM -> new Order.Random(random);
                    case ROUND_ROBIN -> new Order.InTurn(new Cursors(), false);
                    case WEIGHTED -> new Order.InTurn(new Cursors(), true);
                    case LEAST_USED ->
                            new LeastUsed(
                                    counted, egress -> this.pool.labels(egress).weight(), random);
                    case FASTEST -> new Fastest(counted, random);
                    case HASH -> HASHED;
                };
        this.load =
                settings.pick() == Pick.LEAST_USED || settings.pick() == Pick.FASTEST
                        ? counted
                        : null;
    }

    /// Goes by another pool from now on. Sessions whose egress is in it keep it, and what was learned about an egress that stayed is
    /// kept too.
    public void use(EgressPool next) {
        pool = next;
    }

    /// An egress for a request of this session.
    ///
    /// A session that lasts keeps its own. When that can't be used, a hard session is refused; a soft one moves, to one of the
    /// same group or network if it can. Else the next one of the order is taken; never one that was tried, and, as long as there is
    /// a choice: none that failed a short while ago, none that the target's site has seen within the reuse distance, not the one
    /// that the request before left by, and not the one that this client was given last.
    ///
    /// @param wanted the kinds of addresses that the target may have
    /// @param tried what failed for this very request
    /// @param target to which the request goes
    public Leasing lease(Session session, Reach wanted, Set<Egress> tried, Target target) {
        if (!session.lasts()) {
            Choice choice = new Choice(session, wanted, tried, target);
            @Nullable Egress chosen = choice.ofAll();
            return chosen == null ? choice.refusal() : leased(session, chosen, null, false, choice);
        }
        synchronized (session) {
            return kept(session, wanted, tried, target);
        }
    }

    /// As [#lease], and tells why.
    public Explanation explain(Session session, Reach wanted, Target target) {
        Choice choice = new Choice(session, wanted, Set.of(), target);
        List<Explanation.Row> rows =
                new Explaining(choice.now, wanted, session.narrowing(), choice.ranking).rows();
        boolean held = session.held(wanted) != null;
        Leasing outcome = lease(session, wanted, Set.of(), target);
        String why =
                switch (outcome) {
                    case Lease lease when lease.sessionMoved() -> "the session had to move";
                    case Lease _ when held -> "the session keeps it";
                    case Lease _ when session.placing() != null ->
                            "the session's name, the client and the secret decide on it";
                    case Lease _ -> settings.pick().text();
                    case Refused refused -> refused.text();
                };
        return new Explanation(rows, outcome, why);
    }

    private Leasing kept(Session session, Reach wanted, Set<Egress> tried, Target target) {
        Session.@Nullable Hold held = session.held(wanted);
        Choice choice = new Choice(session, wanted, tried, target);
        if (held != null) {
            boolean usable = !tried.contains(held.egress()) && choice.has(held.egress());
            boolean fixed = session.isHard() && held.isProven();
            // What failed for others need not fail here, and a move is seen.
            if (usable && (held.isProven() || !setbacks.holds(held.egress()))) {
                choice.stays(held.egress());
                return leased(session, held.egress(), held, false, choice);
            }
            if (fixed) {
                counts.count(RotationEvent.SESSION_LOST);
                return Refused.SESSION_LOST;
            }
        }
        @Nullable Egress chosen = null;
        boolean moves = held != null && held.isProven();
        if (held != null && moves) {
            chosen = choice.near(held.egress());
        }
        if (chosen == null) {
            chosen = choice.ofAll();
        }
        if (chosen == null) {
            return choice.refusal();
        }
        if (held != null && chosen.equals(held.egress())) {
            return leased(session, chosen, held, false, choice);
        }
        if (moves) {
            counts.count(RotationEvent.SESSION_MOVED);
        }
        return leased(session, chosen, session.keep(chosen, held), moves, choice);
    }

    private Lease leased(
            Session session,
            Egress egress,
            Session.@Nullable Hold hold,
            boolean moved,
            Choice choice) {
        session.leavesBy(egress);
        recent.picked(session.client(), egress);
        return new Lease(egress, session, hold, moved, setbacks, choice.history, load);
    }

    /// One choice of an egress, from the pool as it is at its beginning.
    private final class Choice {
        private final EgressPool now = pool;
        private final Session session;
        private final Set<Egress> tried;
        private final Reach wanted;
        private final @Nullable SiteHistory history;
        private final Ranking ranking;

        Choice(Session session, Reach wanted, Set<Egress> tried, Target target) {
            this.session = session;
            this.tried = tried;
            this.wanted = wanted;
            this.history = histories == null ? null : histories.of(Site.of(target.host()));
            this.ranking =
                    new Ranking(
                            tried,
                            setbacks,
                            history,
                            settings.distance().strict(),
                            session.previous(),
                            avoidsLast() ? recent.of(session.client()) : null);
        }

        /// An order that has a place or a measure for each egress goes by that alone.
        private boolean avoidsLast() {
            return session.placing() == null
                    && (settings.pick() == Pick.RANDOM || settings.pick() == Pick.ROUND_ROBIN);
        }

        boolean has(Egress egress) {
            return now.contains(egress);
        }

        @Nullable Egress ofAll() {
            return among(now.view(wanted, session.narrowing()));
        }

        /// Any good one that belongs with this one.
        @Nullable Egress near(Egress egress) {
            PoolView view = now.near(egress, wanted, session.narrowing());
            @Nullable Egress chosen = neighbours.next(view, ranking, Placing.NONE);
            boolean good =
                    chosen != null
                            && ranking.of(chosen) < Ranking.NEAR
                            && (history == null || history.visit(chosen));
            return good ? chosen : null;
        }

        private @Nullable Egress among(PoolView view) {
            Placing placing = session.placing();
            @Nullable Egress chosen = null;
            for (int i = 0; i < RACES; i++) {
                chosen =
                        placing == null
                                ? order.next(view, ranking, Placing.NONE)
                                : HASHED.next(view, ranking, placing);
                if (chosen == null || history == null) {
                    return chosen;
                }
                if (history.visit(chosen)) {
                    return chosen;
                }
                if (ranking.of(chosen) >= Ranking.NEAR) {
                    break;
                }
            }
            return chosen == null || history == null ? null : nearAgain(chosen, history);
        }

        /// Every egress that is left is too near: the one that the site saw longest ago serves.
        private @Nullable Egress nearAgain(Egress otherwise, SiteHistory seen) {
            if (settings.distance().strict()) {
                return null;
            }
            Egress longest = seen.longestAgo(this::serves).orElse(otherwise);
            seen.visitAgain(longest);
            counts.count(RotationEvent.REUSED_EARLY);
            return longest;
        }

        private boolean serves(Egress egress) {
            return egress.reach().meets(wanted)
                    && !tried.contains(egress)
                    && !setbacks.holds(egress)
                    && now.contains(egress)
                    && session.narrowing().admits(now.labels(egress));
        }

        /// A session that goes on by its egress visits the site once more.
        void stays(Egress egress) {
            if (history != null) {
                history.visitAgain(egress);
            }
        }

        Refused refusal() {
            if (!ranking.sawNear()) {
                return Refused.NO_EGRESS;
            }
            counts.count(RotationEvent.REFUSED_EARLY);
            return Refused.TOO_SOON;
        }
    }
}
