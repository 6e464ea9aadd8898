package dev.gyre.health;

import dev.gyre.egress.Egress;
import dev.gyre.egress.Grade;
import dev.gyre.egress.Limits;
import dev.gyre.health.Breaker.Change;
import dev.gyre.health.Trials.Out;
import dev.gyre.net.Site;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/// What is known of one egress. Safe for all threads: each method holds its lock, and takes no other but those of [Trials] and
/// [Floor].
final class Known {

    /// How much would be lost if it were forgotten.
    enum Worth {
        NOTHING,
        LITTLE,
        MUCH,
        /// It is in use.
        ALL
    }

    /// What comes of beginning.
    ///
    /// @param trial which trial this is; none when it is none
    record Begun(boolean begun, @Nullable Out trial) {
        static final Begun NO = new Begun(false, null);
        static final Begun YES = new Begun(true, null);
    }

    private final Egress egress;
    private final Rules rules;
    private final Breaker breaker;
    private final Load load;
    private final Meter meter = new Meter();
    private final Speed speed = new Speed();
    private @Nullable Grade grade;
    private long left;
    private long touched;
    private boolean gone;

    Known(Egress egress, Rules rules, long now) {
        this.egress = egress;
        this.rules = rules;
        this.breaker = new Breaker(egress, rules);
        this.load = new Load(rules);
        this.touched = now;
        this.left = now;
    }

    Egress egress() {
        return egress;
    }

    /// Whether it is in the pool that is used now, and what holds for it there and by the settings of now.
    synchronized void placed(boolean inPool, Limits limits, long now) {
        meter.limits(limits);
        load.limits(limits);
        rules.improvements().incrementAndGet();
        if (breaker.isPresent() && !inPool) {
            left = now;
        }
        breaker.placed(inPool);
    }

    /// The bits of its [Standing].
    synchronized int standing(long now, @Nullable Site site) {
        int bits = breaker.bits(now);
        if (grade != null && grade.compareTo(rules.settings().grade()) > 0) {
            bits |= Standing.GRADE;
        }
        if (meter.isUsedUp(now)) {
            bits |= Standing.USED_UP;
        }
        return load.isFull(site) ? bits | Standing.FULL : bits;
    }

    /// A request begins, if it may.
    ///
    /// @param site where it goes, if that is counted
    synchronized Begun begins(long now, @Nullable Site site) {
        int bits = standing(now, site);
        if (gone || Standing.forbids(bits) || (bits & Standing.FULL) != 0) {
            return Begun.NO;
        }
        load.begins(site);
        meter.begins(now);
        touched = now;
        @Nullable Out trial = breaker.begins();
        return trial == null ? Begun.YES : new Begun(true, trial);
    }

    /// A request begins by one of those that this stands for, if it may: nothing is counted here.
    synchronized Begun begins(long now) {
        if (!breaker.isOut()) {
            return Begun.YES;
        }
        if (gone || !breaker.admits(now)) {
            return Begun.NO;
        }
        touched = now;
        return new Begun(true, breaker.begins());
    }

    /// @return whether there was no place, and is one now
    synchronized boolean ends(@Nullable Site site) {
        return load.ends(site);
    }

    /// Others come first for a while; that is all.
    synchronized void setBack(long now) {
        if (!gone) {
            touched = now;
            breaker.setBack(now);
        }
    }

    /// The trial came to nothing: the next request may try it.
    synchronized void untried(Out trial) {
        breaker.untried(trial);
    }

    /// It got to a target.
    ///
    /// @param trial which trial it was, if it was one
    synchronized Change worked(@Nullable Out trial, long now) {
        touched = now;
        return breaker.worked(trial != null && breaker.isTrial(trial));
    }

    /// It failed by its own fault.
    ///
    /// @param trial which trial that was, if it was one
    synchronized Change failed(@Nullable Out trial, long now) {
        return failed(trial != null && breaker.isTrial(trial), now);
    }

    private Change failed(boolean trial, long now) {
        if (gone) {
            return Change.NONE;
        }
        touched = now;
        return breaker.failed(trial, now);
    }

    /// A probe is a trial, when it is time for one; when it works, at any time.
    synchronized Change probed(boolean works, long now) {
        if (!works) {
            return failed((breaker.bits(now) & Standing.DUE) != 0, now);
        }
        touched = now;
        return breaker.worked(true);
    }

    /// It has to come back, since too many are out.
    synchronized boolean isNeeded() {
        return breaker.isNeeded();
    }

    synchronized void carried(long octets, long now) {
        meter.carried(octets, now);
    }

    synchronized void connected(long nanos, long now) {
        speed.connected(nanos, now);
    }

    synchronized int underWay() {
        return load.underWay();
    }

    synchronized double cost() {
        return speed.cost(load.underWay());
    }

    synchronized void graded(Grade now) {
        grade = now;
        rules.improvements().incrementAndGet();
    }

    synchronized Optional<Grade> grade() {
        return Optional.ofNullable(grade);
    }

    synchronized Worth worth(long now) {
        if (load.underWay() > 0 || breaker.isTrying()) {
            return Worth.ALL;
        }
        if (breaker.isOut() || meter.runs(now) || standing(now, null) >= Standing.GRADE) {
            return Worth.MUCH;
        }
        return grade != null || breaker.isMarked(now) || speed.isMeasured()
                ? Worth.LITTLE
                : Worth.NOTHING;
    }

    /// Whether nothing of it makes a difference, or it was not heard of for so long that it need not.
    ///
    /// @param idle how long that is
    synchronized boolean isStale(long now, long idle) {
        return switch (worth(now)) {
            case NOTHING -> true;
            case LITTLE -> now - touched >= idle && (grade == null || hasLeft(now, idle));
            case MUCH -> hasLeft(now, idle) && !meter.runs(now);
            case ALL -> false;
        };
    }

    private boolean hasLeft(long now, long idle) {
        return !breaker.isPresent() && now - left >= idle;
    }

    /// Is forgotten, unless it is in use.
    synchronized boolean go(Worth most, long now) {
        if (worth(now).compareTo(most) > 0) {
            return false;
        }
        if (most == Worth.MUCH) {
            breaker.comesBack();
            rules.improvements().incrementAndGet();
        }
        gone = true;
        return true;
    }

    synchronized boolean isGone() {
        return gone;
    }

    /// Nothing when there is nothing that outlasts a run.
    synchronized Optional<Learned> learned(long now) {
        Optional<Learned.Quota> quota = meter.learned(now);
        return quota.isPresent() || grade != null || breaker.lasts()
                ? Optional.of(
                        new Learned(
                                egress,
                                grade(),
                                breaker.out(now),
                                breaker.backoff(),
                                quota,
                                List.of()))
                : Optional.empty();
    }

    synchronized void restore(Learned learned, long now) {
        touched = now;
        learned.grade().ifPresent(this::graded);
        learned.quota().ifPresent(quota -> meter.restore(quota, now));
        breaker.restore(learned.out(), learned.backoff(), now);
    }
}
