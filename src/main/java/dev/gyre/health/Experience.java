package dev.gyre.health;

import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressPool;
import dev.gyre.health.Trials.Out;
import dev.gyre.net.Site;
import dev.gyre.net.Target;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// What uses and probes tell of egresses, and who is told when one is taken out or comes back. Safe for all threads.
final class Experience {

    private final Roster roster;
    private final Waiters waiters;
    private final HealthCounts counts;
    private final LongSupplier nanoTime;
    private final Suspicions suspicions = new Suspicions();

    /// Whether anybody goes by how long it takes to connect.
    private volatile boolean measuring;

    private volatile Consumer<Egress> burned = _ -> {};

    Experience(Roster roster, Waiters waiters, HealthCounts counts, LongSupplier nanoTime) {
        this.roster = roster;
        this.waiters = waiters;
        this.counts = counts;
        this.nanoTime = nanoTime;
    }

    /// Who is told of each egress that is taken out.
    void tells(Consumer<Egress> consumer) {
        burned = consumer;
    }

    /// Somebody goes by how long it takes to connect.
    void measures() {
        if (!measuring) {
            measuring = true;
        }
    }

    void worked(Egress egress, @Nullable Out trial, long nanos) {
        Known its = roster.find(egress);
        if (its != null) {
            long now = nanoTime.getAsLong();
            measured(its, nanos, now);
            changed(egress, its.worked(trial, now));
        }
    }

    void failed(Egress egress, @Nullable Out trial) {
        changed(egress, roster.of(egress).failed(trial, nanoTime.getAsLong()));
    }

    /// A target was not reached, by this egress's fault or by its own.
    void suspected(Egress egress, @Nullable Target target) {
        setBack(egress);
        if (target != null) {
            suspicions.add(egress, target, nanoTime.getAsLong());
        }
    }

    /// A target was reached: whoever did not get there a short while ago is at fault.
    void reached(Egress by, Target target) {
        if (!suspicions.isEmpty()) {
            suspicions
                    .solve(by, target, nanoTime.getAsLong())
                    .forEach(guilty -> failed(guilty, null));
        }
    }

    /// The whole that some egress stands or falls with is there.
    void answered(Egress whole, @Nullable Out trial) {
        Known its = roster.find(whole);
        if (its != null) {
            changed(whole, its.worked(trial, nanoTime.getAsLong()));
        }
    }

    /// As the other method, of a whole.
    void untried(Egress whole, Out trial) {
        Known its = roster.find(whole);
        if (its != null) {
            untried(its, trial);
        }
    }

    /// A target was not reached, for a reason that concerns few of them.
    void setBack(Egress egress) {
        roster.of(egress).setBack(nanoTime.getAsLong());
    }

    /// What a trial was to show is not known: another request may try it.
    void untried(Known its, Out trial) {
        its.untried(trial);
        waiters.freed();
    }

    /// What a probe found. Where others stand or fall with it and all of them are to be tried, it was a trial of all.
    void probed(Egress egress, boolean works, long nanos) {
        long now = nanoTime.getAsLong();
        Known all = whole(egress);
        if (works) {
            Known its = roster.find(egress);
            if (its != null) {
                measured(its, nanos, now);
                changed(egress, its.probed(true, now));
            }
            if (all != null) {
                changed(all.egress(), all.probed(true, now));
            }
        } else if (all != null && (all.standing(now, null) & Standing.DUE) != 0) {
            changed(all.egress(), all.probed(false, now));
        } else {
            changed(egress, roster.of(egress).probed(false, now));
        }
    }

    /// What is known of what it stands or falls with.
    private @Nullable Known whole(Egress egress) {
        @Nullable EgressPool pool = roster.pool();
        @Nullable Egress whole = pool == null ? null : pool.whole(egress);
        return whole == null ? null : roster.find(whole);
    }

    void measured(Egress egress, long nanos) {
        Known its = roster.find(egress);
        if (its != null) {
            measured(its, nanos, nanoTime.getAsLong());
        }
    }

    private void measured(Known its, long nanos, long now) {
        if (measuring) {
            its.connected(nanos, now);
        }
    }

    void carried(Known its, long octets) {
        its.carried(octets, nanoTime.getAsLong());
    }

    /// A use has ended.
    void ended(Known its, @Nullable Site site) {
        boolean free = its.ends(site);
        roster.known().forget(its, nanoTime.getAsLong());
        if (free) {
            waiters.freed();
        }
    }

    private void changed(Egress egress, Breaker.Change change) {
        switch (change) {
            case NONE -> {}
            case TAKEN_OUT -> {
                counts.count(HealthEvent.TAKEN_OUT);
                burns(egress);
            }
            case STAYED_OUT -> {
                burns(egress);
                // Who waited for what comes of the trial is told.
                waiters.freed();
            }
            case KEPT_IN -> counts.count(HealthEvent.KEPT_IN);
            case CAME_BACK -> {
                counts.count(HealthEvent.CAME_BACK);
                waiters.freed();
            }
        }
    }

    /// It may get another address, and is not in the pool any more then: what is known of it must not weigh on those that are.
    private void burns(Egress egress) {
        burned.accept(egress);
        Known its = roster.find(egress);
        if (its != null) {
            roster.place(its);
        }
    }

    /// Forgets what no longer makes a difference.
    void sweep(long now) {
        suspicions.sweep(now);
    }
}
