package dev.gyre.rotation;

import dev.gyre.egress.Egress;
import dev.gyre.health.Health;
import dev.gyre.health.Use;
import dev.gyre.net.Isolation;
import dev.gyre.net.Site;
import dev.gyre.net.Target;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;

/// An egress assigned to a session for one request or tunnel. Its holder says what comes of it: [#connected], [#reused],
/// [#failed] or [#unused], and [#released] when the request or tunnel has ended. Lives on one event loop.
public final class Lease implements Leasing {

    private final Egress egress;
    private final Session session;
    private final Isolation isolation;
    private final Session.@Nullable Hold hold;
    private final boolean kept;
    private final boolean moved;
    private final Use use;
    private final Health health;
    private final @Nullable Target target;
    private final @Nullable SiteHistory history;
    private boolean over;

    /// @param taken the egress, and its use, which ends with this
    /// @param hold how a session that lasts holds the egress
    /// @param moved whether the session had to change its egress for this
    /// @param target to which it goes, if its site sees it
    /// @param history of the target's site, where the visit was noted, if it was
    Lease(
            Choice.Taken taken,
            Session session,
            Session.@Nullable Hold hold,
            boolean moved,
            Health health,
            @Nullable Target target,
            @Nullable SiteHistory history) {
        this.egress = taken.egress();
        this.session = session;
        this.isolation = session.isolation();
        this.hold = hold;
        this.kept = hold != null && hold.isProven();
        this.moved = moved;
        this.use = taken.use();
        this.health = health;
        this.target = target;
        this.history = history;
    }

    public Egress egress() {
        return egress;
    }

    /// Under which key anything may be kept that comes of this lease.
    public Isolation isolation() {
        return isolation;
    }

    /// Whether a target has seen the session by this egress before, so that it is not to change without need.
    public boolean isKept() {
        return kept;
    }

    /// Whether the session had another egress before, which could not be used.
    public boolean sessionMoved() {
        return moved;
    }

    /// Whether the egress was out, and this is to show whether it works again.
    boolean isTrial() {
        return use.isTrial();
    }

    /// It got to a target.
    ///
    /// @param nanos how long that took
    /// @return whether the session still has this egress; if not, the connection must not be used: the session would be seen by two
    public boolean connected(long nanos) {
        use.connected(nanos);
        if (target != null) {
            health.reached(egress, target);
        }
        if (hold == null) {
            // Another one may have been leased beside it since.
            session.leavesBy(egress);
        }
        return reused();
    }

    /// A connection serves that was open already.
    ///
    /// @return as [#connected]
    public boolean reused() {
        use.unproven();
        return hold == null || visits(session.proven(hold));
    }

    /// @param its whether the session still has the egress
    private boolean visits(boolean its) {
        if (its && target != null) {
            session.visits(target.host(), egress);
        }
        return its;
    }

    /// It did not get to its target; it is released.
    ///
    /// @param itsFault whether that was the egress's own fault, not the target's or the client's
    /// @param nanos how long it took to find out
    public void failed(boolean itsFault, long nanos) {
        if (over) {
            return;
        }
        use.failed(itsFault, nanos);
        if (itsFault) {
            withdraw();
        }
        released();
    }

    /// It did not get to its target, and nobody can tell from here whose fault that was. The egress is set back, and found guilty when
    /// another one gets there soon. It is released.
    ///
    /// @param nanos how long it took to find out
    /// @return whether a session that keeps the egress is to leave it: when that happens a second time, and it got to none in between
    public boolean undecided(long nanos) {
        if (over) {
            return false;
        }
        use.undecided(target, nanos);
        withdraw();
        released();
        return hold != null && session.strikes(hold);
    }

    /// Not even its first hop was reached; it is released.
    ///
    /// @return what is not to be tried again for this request: the egress, or what stands for all that need that hop
    public Egress unreachable(long nanos) {
        if (over) {
            return egress;
        }
        Egress failed = use.unreachable(nanos);
        withdraw();
        released();
        return failed;
    }

    /// It did not get to its target for a reason that concerns this target, or few: others come first for a while, but it is not
    /// taken out, or a page could have it. It is released.
    public void denied() {
        if (over) {
            return;
        }
        use.denied();
        withdraw();
        released();
    }

    /// The target has answered a request. When it is one of the statuses that say so, the target's site is spared this egress for a
    /// while.
    ///
    /// @param retryAfter for how long the target asks to stay away
    public void answered(int status, Optional<Duration> retryAfter) {
        if (target != null && health.heeds(status)) {
            health.answered(egress, Site.of(target.host()), status, retryAfter);
        }
    }

    /// So many octets have passed by it, those of both directions added up; may be called after its end.
    public void carried(long octets) {
        use.carried(octets);
    }

    /// It can't get to the target at all, and has not tried; it is released.
    public void unused() {
        withdraw();
        released();
    }

    /// The site has not seen it.
    private void withdraw() {
        if (history != null && !kept) {
            history.withdraw(egress);
        }
    }

    /// Nothing is under way by it any more. Later calls change nothing.
    public void released() {
        if (!over) {
            over = true;
            use.ended();
        }
    }
}
