package dev.gyre.rotation;

import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.Reach;
import dev.gyre.egress.Succession;
import dev.gyre.health.Health;
import dev.gyre.health.Standing;
import dev.gyre.net.Site;
import dev.gyre.net.Target;
import dev.gyre.rotation.Choice.Taken;
import dev.gyre.rotation.Leasing.Refused;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Chooses the egress for each request. Safe for all threads; knows nothing of connections.
public final class Rotator {

    private volatile EgressPool pool;
    private final RotationCounts counts;
    private final Health health;
    private volatile Choosing choosing;

    /// @param health what is learned of egresses; goes by the same pool from now on
    /// @param random the source of randomness of the calling thread
    /// @param nanoTime a clock that never goes back
    public Rotator(
            EgressPool pool,
            RotationSettings settings,
            RotationCounts counts,
            Health health,
            Supplier<RandomGenerator> random,
            LongSupplier nanoTime) {
        this.pool = pool;
        this.counts = counts;
        this.health = health;
        this.choosing =
                new Choosing(
                        settings,
                        counts,
                        health,
                        egress -> this.pool.labels(egress).weight(),
                        random,
                        nanoTime);
        health.use(pool);
        health.tells(egress -> this.pool.renew(egress));
    }

    /// Goes by another pool from now on. Sessions whose egress is in it keep it, and what was learned about an egress that stayed is
    /// kept too; an order that takes one after the other goes on where it is. Blocks for as long as it takes to find that.
    public void use(EgressPool next) {
        prepared(next).run();
        health.use(next);
    }

    /// Finds what it takes to go by another pool. Blocks.
    ///
    /// @return goes by it from now on, at once; health is for the caller
    public Runnable prepared(EgressPool next) {
        Runnable goOn = choosing.goOn(new Succession(pool, next));
        return () -> {
            goOn.run();
            pool = next;
        };
    }

    /// Chooses by these settings from now on, but for how long sessions last.
    public void use(RotationSettings next) {
        if (!next.equals(choosing.settings())) {
            choosing = choosing.with(next);
        }
    }

    /// The pool that is gone by now.
    public EgressPool pool() {
        return pool;
    }

    /// An egress for a request of this session.
    ///
    /// A session that lasts keeps its own. When that can't be used, a hard session is refused; a soft one moves, to one of the
    /// same group or network if it can. Else the next one of the order is taken; never one that was tried, that is out, full, used
    /// up, or tells too much; and, as long as there is a choice: none that the target's site does not want, none that failed a short
    /// while ago, none that the site has seen within the reuse distance, not the one that the request before left by, and not the
    /// one that this client was given last. Now and then one that is out is tried, when its time is up.
    ///
    /// @param wanted the kinds of addresses that the target may have
    /// @param tried what failed for this very request
    /// @param target to which the request goes
    public Leasing lease(Session session, Reach wanted, Set<Egress> tried, Target target) {
        return taken(session, wanted, tried, target);
    }

    /// An egress for a question to a name server: as [#lease], but for no site, since none sees it.
    ///
    /// @param wanted the kinds of addresses from which a name server can be asked
    public Leasing leaseForName(Session session, Reach wanted, Set<Egress> tried) {
        return taken(session, wanted, tried, null);
    }

    private Leasing taken(
            Session session, Reach wanted, Set<Egress> tried, @Nullable Target target) {
        Choice choice = choice(session, wanted, tried, target);
        if (!session.lasts()) {
            @Nullable Taken taken = choice.ofAll();
            return taken == null
                    ? choice.refusal()
                    : leased(session, taken, null, false, choice, target);
        }
        synchronized (session) {
            return kept(session, session.held(wanted), choice, tried, target);
        }
    }

    private Choice choice(
            Session session, Reach wanted, Set<Egress> tried, @Nullable Target target) {
        return new Choice(choosing, pool, session, wanted, tried, target);
    }

    /// As [#lease], and tells why.
    public Explanation explain(Session session, Reach wanted, Target target) {
        List<Explanation.Row> rows =
                new Explaining(
                                pool,
                                wanted,
                                session.narrowing(),
                                choice(session, wanted, Set.of(), target).ranking())
                        .rows();
        boolean held = session.held(wanted) != null;
        Leasing outcome = lease(session, wanted, Set.of(), target);
        String why =
                switch (outcome) {
                    case Lease lease when lease.sessionMoved() -> "the session had to move";
                    case Lease lease when lease.isTrial() -> "it failed, and is tried again";
                    case Lease _ when held -> "the session keeps it";
                    case Lease _ when session.placing() != null ->
                            "the session's name, the client and the secret decide on it";
                    case Lease _ -> choosing.settings().pick().text();
                    case Refused refused -> refused.text();
                };
        return new Explanation(rows, outcome, why);
    }

    /// What a client says of the egress by which its session was last at a target's site.
    ///
    /// @param banned whether the target refused it; else it served, whatever was said before
    /// @return the egress; nothing when the session was not there, or not lately
    public Optional<Egress> feedback(Session session, Target target, boolean banned) {
        Site site = Site.of(target.host());
        Optional<Egress> egress = session.lastAt(site);
        egress.ifPresent(each -> {
            if (banned) {
                health.banned(each, site);
            } else {
                health.welcome(each, site);
            }
        });
        return egress;
    }

    private Leasing kept(
            Session session,
            Session.@Nullable Hold held,
            Choice choice,
            Set<Egress> tried,
            @Nullable Target target) {
        boolean cooling = false;
        if (held != null) {
            Egress egress = held.egress();
            boolean there = !tried.contains(egress) && choice.has(egress);
            int standing = there ? choice.standing(egress) : Standing.GOOD;
            if (there && !Standing.forbids(standing)) {
                cooling = leavesFor(standing, session);
                if (!cooling && stays(held, standing)) {
                    return goesOn(session, held, choice, target);
                }
            }
            if (there && held.isProven() && session.isHard() && onTrial(standing)) {
                // What comes of the trial decides on this one, too.
                counts.count(RotationEvent.ALL_FULL);
                return Refused.ALL_FULL;
            }
            if (held.isProven() && session.isHard()) {
                counts.count(RotationEvent.SESSION_LOST);
                return Refused.SESSION_LOST;
            }
        }
        return moved(session, held, cooling, choice, target);
    }

    /// Whether it is out, and nothing else, and a request is trying it.
    private static boolean onTrial(int standing) {
        int worse = Standing.GRADE | Standing.USED_UP;
        return (standing & Standing.ON_TRIAL) != 0 && (standing & worse) == 0;
    }

    /// Whether a session leaves an egress that the site does not want, if it can.
    private boolean leavesFor(int standing, Session session) {
        return (standing & Standing.COOLING) != 0
                && health.settings().coolDowns().moves()
                && !session.isHard();
    }

    /// Whether a session stays where it is. What failed for others need not fail here, and a move is seen; but where no target has
    /// seen it yet, it may as well be elsewhere.
    private static boolean stays(Session.Hold held, int standing) {
        return held.isProven()
                || (standing & (Standing.SET_BACK | Standing.COOLING | Standing.OUT)) == 0;
    }

    private Leasing goesOn(
            Session session, Session.Hold held, Choice choice, @Nullable Target target) {
        @Nullable Taken taken = choice.begin(held.egress());
        if (taken == null) {
            // Full, or another request is trying it.
            counts.count(RotationEvent.ALL_FULL);
            return Refused.ALL_FULL;
        }
        choice.stays(held.egress());
        return leased(session, taken, held, false, choice, target);
    }

    private Leasing moved(
            Session session,
            Session.@Nullable Hold held,
            boolean cooling,
            Choice choice,
            @Nullable Target target) {
        boolean moves = held != null && held.isProven();
        @Nullable Taken taken = held != null && moves ? choice.near(held.egress()) : null;
        if (taken == null) {
            taken = cooling ? choice.ofWelcome() : choice.ofAll();
        }
        if (taken == null && held != null && cooling) {
            return goesOn(session, held, choice, target);
        }
        if (taken == null) {
            return choice.refusal();
        }
        if (held != null && taken.egress().equals(held.egress())) {
            return leased(session, taken, held, false, choice, target);
        }
        if (moves) {
            counts.count(RotationEvent.SESSION_MOVED);
        }
        return leased(session, taken, session.keep(taken.egress(), held), moves, choice, target);
    }

    private Lease leased(
            Session session,
            Taken taken,
            Session.@Nullable Hold hold,
            boolean moved,
            Choice choice,
            @Nullable Target target) {
        session.leavesBy(taken.egress());
        choosing.recent().picked(session.client(), taken.egress());
        return new Lease(taken, session, hold, moved, health, target, choice.history());
    }
}
