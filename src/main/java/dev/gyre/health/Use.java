package dev.gyre.health;

import dev.gyre.egress.Egress;
import dev.gyre.health.Trials.Out;
import dev.gyre.net.Site;
import dev.gyre.net.Target;

import org.jspecify.annotations.Nullable;

/// An egress in use by one request or tunnel: its outcome, what it carries, and its end. Lives on one event loop.
public final class Use {

    /// So many octets are counted at a time.
    private static final long BATCH = 1 << 16;

    /// A fault counts like a connection that takes so long, at least.
    private static final long FAULT_NANOS = 1_000_000_000;

    private final Experience experience;
    private final Egress egress;
    private final @Nullable Known known;
    private final @Nullable Site site;
    private final @Nullable Whole whole;
    private @Nullable Out trial;
    private long octets;
    private boolean over;

    /// @param known where it is counted, if it is
    /// @param site where it is counted for the site, if it is
    /// @param trial which trial it is, if it is one
    /// @param whole what it stands or falls with, if there are others that do
    Use(
            Experience experience,
            Egress egress,
            @Nullable Known known,
            @Nullable Site site,
            @Nullable Out trial,
            @Nullable Whole whole) {
        this.experience = experience;
        this.egress = egress;
        this.known = known;
        this.site = site;
        this.trial = trial;
        this.whole = whole;
    }

    /// Whether the egress was out, and this is to show whether it works again.
    public boolean isTrial() {
        return trial != null || (whole != null && whole.isTrial());
    }

    /// It got to a target.
    ///
    /// @param nanos how long that took
    public void connected(long nanos) {
        answered();
        experience.worked(egress, trial, nanos);
        trial = null;
    }

    /// It did not.
    ///
    /// @param itsFault whether that was the egress's own fault; otherwise it says nothing of it
    /// @param nanos how long it took to find out
    public void failed(boolean itsFault, long nanos) {
        answered();
        if (itsFault) {
            experience.failed(egress, trial);
            trial = null;
        }
        // What fails soon is not fast.
        experience.measured(egress, itsFault ? Math.max(nanos, FAULT_NANOS) : nanos);
    }

    /// It did not get to a target, by its own fault or the target's.
    ///
    /// @param target nothing when nobody else goes to it
    /// @param nanos how long it took to find out
    public void undecided(@Nullable Target target, long nanos) {
        answered();
        experience.suspected(egress, target);
        experience.measured(egress, Math.max(nanos, FAULT_NANOS));
    }

    /// Not even its first hop was reached. Where others stand or fall with it, all of them have failed, and nothing is known of this
    /// one alone.
    ///
    /// @return what has failed: the egress that stands for all, or this one
    public Egress unreachable(long nanos) {
        if (whole == null) {
            failed(true, nanos);
            return egress;
        }
        whole.failed();
        return whole.egress();
    }

    private void answered() {
        if (whole != null) {
            whole.answered();
        }
    }

    /// It did not get to this target, which says little of others.
    public void denied() {
        answered();
        experience.setBack(egress);
    }

    /// What comes of it says nothing of the egress: another request may try it.
    public void unproven() {
        if (whole != null) {
            whole.unproven();
        }
        if (known != null && trial != null) {
            experience.untried(known, trial);
            trial = null;
        }
    }

    /// So much has passed by it, of both directions; may be called after its end.
    public void carried(long count) {
        if (known == null) {
            return;
        }
        octets += count;
        if (over || octets >= BATCH) {
            experience.carried(known, octets);
            octets = 0;
        }
    }

    /// It has ended. Later calls change nothing.
    public void ended() {
        if (over) {
            return;
        }
        over = true;
        unproven();
        if (known != null) {
            if (octets > 0) {
                experience.carried(known, octets);
                octets = 0;
            }
            experience.ended(known, site);
        }
    }
}
