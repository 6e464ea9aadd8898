package dev.gyre.rotation;

import dev.gyre.egress.Egress;
import dev.gyre.net.Isolation;

import org.jspecify.annotations.Nullable;

/// An egress assigned to a session for one request or tunnel. Its holder says what comes of it: [#connected], [#reused],
/// [#failed] or [#unused], and [#released] when the request or tunnel has ended. Lives on one event loop.
public final class Lease implements Leasing {

    private final Egress egress;
    private final Session session;
    private final Isolation isolation;
    private final Session.@Nullable Hold hold;
    private final boolean kept;
    private final boolean moved;
    private final Setbacks setbacks;
    private final @Nullable SiteHistory history;
    private final @Nullable Load load;
    private boolean over;

    /// @param hold how a session that lasts holds the egress
    /// @param moved whether the session had to change its egress for this
    /// @param history of the target's site, where the visit was noted, if it was
    /// @param load where what is under way is counted, if it is
    Lease(
            Egress egress,
            Session session,
            Session.@Nullable Hold hold,
            boolean moved,
            Setbacks setbacks,
            @Nullable SiteHistory history,
            @Nullable Load load) {
        this.egress = egress;
        this.session = session;
        this.isolation = session.isolation();
        this.hold = hold;
        this.kept = hold != null && hold.isProven();
        this.moved = moved;
        this.setbacks = setbacks;
        this.history = history;
        this.load = load;
        if (load != null) {
            load.begins(egress);
        }
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

    /// It got to a target.
    ///
    /// @param nanos how long that took
    /// @return whether the session still has this egress; if not, the connection must not be used: the session would be seen by two
    public boolean connected(long nanos) {
        setbacks.recovered(egress);
        if (load != null) {
            load.connected(egress, nanos);
        }
        return reused();
    }

    /// A connection serves that was open already.
    ///
    /// @return as [#connected]
    public boolean reused() {
        return hold == null || session.proven(hold);
    }

    /// It did not get to its target; it is released.
    ///
    /// @param itsFault whether that was the egress's own fault, not the target's or the client's
    /// @param nanos how long it took to find out
    public void failed(boolean itsFault, long nanos) {
        if (over) {
            return;
        }
        if (itsFault) {
            setbacks.failed(egress);
            withdraw();
        }
        if (load != null) {
            load.connected(egress, nanos);
        }
        released();
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
            if (load != null) {
                load.ends(egress);
            }
        }
    }
}
