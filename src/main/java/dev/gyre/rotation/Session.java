package dev.gyre.rotation;

import dev.gyre.egress.Egress;
import dev.gyre.egress.Narrowing;
import dev.gyre.egress.Reach;
import dev.gyre.net.Host;
import dev.gyre.net.Isolation;
import dev.gyre.net.Site;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The isolation unit: two sessions share nothing by which a target could link them.
///
/// One that lasts keeps an egress for each kind of target that it visits: an IPv4 address, say, and an IPv6 one. Safe for all
/// threads; those that change it hold its lock.
public final class Session {

    private final Identity who;
    private final Narrowing narrowing;
    private final boolean hard;
    private final @Nullable Placing placing;
    private final @Nullable Egress previous;
    private final @Nullable Term term;
    private final List<Hold> held;
    private volatile @Nullable Visits visits;
    private volatile Isolation isolation;
    private boolean over;
    private volatile @Nullable Egress current;

    private Session(
            Identity who,
            Narrowing narrowing,
            boolean hard,
            @Nullable Placing placing,
            @Nullable Egress previous,
            @Nullable Term term) {
        this.who = who;
        this.narrowing = narrowing;
        this.hard = hard;
        this.placing = placing;
        this.previous = previous;
        this.term = term;
        this.held = term == null ? List.of() : new ArrayList<>(1);
        this.isolation = term == null ? Isolation.NOTHING_KEPT : Isolation.fresh();
    }

    /// Of one request, which shares nothing with any other.
    ///
    /// @param placing decides on its egress, if it is always to be the same
    /// @param previous by which egress the request before it left
    static Session ofRequest(
            Identity who,
            Narrowing narrowing,
            @Nullable Placing placing,
            @Nullable Egress previous) {
        return new Session(who, narrowing, false, placing, previous, null);
    }

    /// One that lasts.
    ///
    /// @param hard whether it fails rather than change its egress
    /// @param placing decides on its egress, if it is always to be the same
    /// @param previous the egress of the session that this one follows on
    /// @param term how long
    static Session lasting(
            Identity who,
            Narrowing narrowing,
            boolean hard,
            @Nullable Placing placing,
            @Nullable Egress previous,
            Term term) {
        return new Session(who, narrowing, hard, placing, previous, term);
    }

    /// An egress that the session keeps.
    static final class Hold {
        private final Egress egress;
        private volatile boolean proven;

        /// Whether it did not get to a target the last time, nobody knows by whose fault.
        private boolean struck;

        private Hold(Egress egress) {
            this.egress = egress;
        }

        Egress egress() {
            return egress;
        }

        /// Whether a target has seen it in this session.
        boolean isProven() {
            return proven;
        }
    }

    Identity who() {
        return who;
    }

    InetAddress client() {
        return who.client();
    }

    /// The part of the pool that will do.
    Narrowing narrowing() {
        return narrowing;
    }

    boolean isHard() {
        return hard;
    }

    @Nullable Placing placing() {
        return placing;
    }

    @Nullable Egress previous() {
        return previous;
    }

    /// Whether it goes on after a request.
    boolean lasts() {
        return term != null;
    }

    /// Whether any egress will do, for this one request: it neither lasts, nor has a place of its own in the pool.
    public boolean isFree() {
        return term == null && placing == null;
    }

    @Nullable Term term() {
        return term;
    }

    /// Under which key anything may be kept for it now; another when it has moved.
    Isolation isolation() {
        return isolation;
    }

    /// By which egress it left last.
    public Optional<Egress> current() {
        return Optional.ofNullable(current);
    }

    /// A target is reached by one of its egresses.
    void visits(Host host, Egress egress) {
        if (term == null) {
            return;
        }
        Visits its = visits;
        if (its == null) {
            its = begun();
        }
        its.visit(host, egress);
    }

    private synchronized Visits begun() {
        Visits its = visits;
        if (its == null) {
            its = new Visits();
            visits = its;
        }
        return its;
    }

    /// By which egress it was last at a site; nothing when it was not, or not lately.
    Optional<Egress> lastAt(Site site) {
        Visits its = visits;
        return its == null ? Optional.empty() : its.last(site);
    }

    /// How it holds an egress that gets to one of these kinds of targets.
    @Nullable Hold held(Reach wanted) {
        for (Hold each : held) {
            if (each.egress.reach().meets(wanted)) {
                return each;
            }
        }
        return null;
    }

    void leavesBy(Egress egress) {
        current = egress;
    }

    /// Keeps an egress from now on; one that lasts.
    ///
    /// @param insteadOf the one that it kept for such targets
    Hold keep(Egress egress, @Nullable Hold insteadOf) {
        if (insteadOf != null) {
            held.remove(insteadOf);
            if (insteadOf.proven) {
                Isolation before = isolation;
                isolation = Isolation.fresh();
                before.end();
                if (over) {
                    isolation.end();
                }
            }
        }
        Hold hold = new Hold(egress);
        held.add(hold);
        return hold;
    }

    /// A target has seen it by this egress.
    ///
    /// @return whether it is still the session's
    synchronized boolean proven(Hold hold) {
        hold.struck = false;
        hold.proven |= held.contains(hold);
        return hold.proven && held.contains(hold);
    }

    /// By an egress that it keeps it did not get to a target, and that may be the target's fault.
    ///
    /// @return whether it is the second time, with none reached in between
    synchronized boolean strikes(Hold hold) {
        boolean again = hold.struck;
        hold.struck = true;
        return again;
    }

    /// It is over: what was kept for it is dropped, and nothing is kept any more.
    void end() {
        Isolation last;
        synchronized (this) {
            over = true;
            last = isolation;
        }
        last.end();
    }
}
