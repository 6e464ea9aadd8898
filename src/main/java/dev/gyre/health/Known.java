package dev.gyre.health;

import dev.gyre.egress.Egress;
import dev.gyre.egress.Grade;
import dev.gyre.egress.Limits;
import dev.gyre.health.Trials.Out;
import dev.gyre.net.Site;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/// What is known of one egress. Safe for all threads: each method holds its lock, and takes no other but those of [Trials] and
/// [Floor].
final class Known {

    /// For how long a failed egress stands behind the others.
    static final long SET_BACK_NANOS = 30_000_000_000L;

    /// What becomes of an egress by an outcome.
    enum Change {
        NONE,
        TAKEN_OUT,
        KEPT_IN,
        CAME_BACK,
        STAYED_OUT
    }

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
    private long base;
    private final Outcomes outcomes;
    private final Meter meter = new Meter();
    private final Speed speed = new Speed();

    /// How many are under way to each site; most egresses are never asked for it.
    private Map<Site, Integer> bySite = Map.of();

    private int cap = Integer.MAX_VALUE;
    private int underWay;
    private boolean setBack;
    private long setBackUntil;
    private @Nullable Grade grade;
    private @Nullable Out out;
    private boolean trying;
    private long backoff;

    /// How often in a row it worked since the backoff was halved.
    private int worked;

    private boolean present;
    private long left;
    private long touched;
    private boolean gone;

    Known(Egress egress, Rules rules, long now) {
        this.egress = egress;
        this.rules = rules;
        this.base = rules.settings().out().toNanos();
        this.backoff = base;
        this.outcomes = new Outcomes(rules);
        this.touched = now;
        this.left = now;
    }

    Egress egress() {
        return egress;
    }

    /// Whether it is in the pool that is used now, and what holds for it there and by the settings of now.
    synchronized void placed(boolean inPool, Limits limits, long now) {
        meter.limits(limits);
        rebase(rules.settings().out().toNanos());
        rules.improvements().incrementAndGet();
        cap = Rules.cap(limits.inFlight(), rules.settings().caps().inFlight());
        if (out != null && inPool && !present) {
            rules.floor().add();
            if (!trying) {
                rules.trials().add(out);
            }
        }
        if (out != null && !inPool && present) {
            leavesQueue(out);
        }
        if (present && !inPool) {
            left = now;
        }
        present = inPool;
    }

    /// The first time out is another. What it has come to by failing stays.
    private void rebase(long now) {
        backoff = backoff == base ? now : Math.max(backoff, now);
        base = now;
    }

    private void leavesQueue(Out its) {
        rules.floor().giveBack();
        if (!trying) {
            rules.trials().remove(its);
        }
    }

    /// The bits of its [Standing].
    synchronized int standing(long now, @Nullable Site site) {
        int bits = setBack && setBackUntil - now > 0 ? Standing.SET_BACK : Standing.GOOD;
        if (out != null) {
            bits |= Standing.OUT;
            if (trying) {
                bits |= Standing.ON_TRIAL;
            } else if (out.isDue(now)) {
                bits |= Standing.DUE;
            }
        }
        if (grade != null && grade.compareTo(rules.settings().grade()) > 0) {
            bits |= Standing.GRADE;
        }
        if (meter.isUsedUp(now)) {
            bits |= Standing.USED_UP;
        }
        return isFull(site) ? bits | Standing.FULL : bits;
    }

    private boolean isFull(@Nullable Site site) {
        if (underWay >= cap) {
            return true;
        }
        OptionalInt perSite = rules.settings().caps().perSite();
        return site != null
                && perSite.isPresent()
                && bySite.getOrDefault(site, 0) >= perSite.getAsInt();
    }

    /// A request begins, if it may.
    ///
    /// @param site where it goes, if that is counted
    synchronized Begun begins(long now, @Nullable Site site) {
        int bits = standing(now, site);
        if (gone || Standing.forbids(bits) || (bits & Standing.FULL) != 0) {
            return Begun.NO;
        }
        underWay++;
        if (site != null) {
            if (bySite.isEmpty()) {
                bySite = new HashMap<>(2);
            }
            bySite.merge(site, 1, Integer::sum);
        }
        meter.begins(now);
        touched = now;
        if (out == null) {
            return Begun.YES;
        }
        if (present) {
            rules.trials().remove(out);
        }
        trying = true;
        return new Begun(true, out);
    }

    /// A request begins by one of those that this stands for, if it may: nothing is counted here.
    synchronized Begun begins(long now) {
        if (out == null) {
            return Begun.YES;
        }
        if (gone || trying || !out.isDue(now)) {
            return Begun.NO;
        }
        if (present) {
            rules.trials().remove(out);
        }
        trying = true;
        touched = now;
        return new Begun(true, out);
    }

    /// @return whether there was no place, and is one now
    synchronized boolean ends(@Nullable Site site) {
        boolean full = isFull(site);
        underWay--;
        if (site != null) {
            bySite.computeIfPresent(site, (_, count) -> count == 1 ? null : count - 1);
        }
        return full;
    }

    /// The trial came to nothing: the next request may try it.
    /// Others come first for a while; that is all.
    synchronized void setBack(long now) {
        if (!gone) {
            touched = now;
            setBack = true;
            setBackUntil = now + SET_BACK_NANOS;
        }
    }

    synchronized void untried(Out trial) {
        if (trial == out && trying) {
            trying = false;
            if (present) {
                rules.trials().add(out);
            }
        }
    }

    /// @param proof whether that is enough to bring it back: it was a trial, or a probe
    synchronized Change worked(boolean proof, long now) {
        touched = now;
        if (out != null) {
            if (!proof) {
                return Change.NONE;
            }
            comesBack();
            setBack = false;
            outcomes.forget();
            halve();
            return Change.CAME_BACK;
        }
        setBack = false;
        outcomes.worked();
        if (++worked >= rules.settings().window()) {
            halve();
        }
        return Change.NONE;
    }

    private void halve() {
        backoff = Math.max(base, backoff / 2);
        worked = 0;
    }

    private void comesBack() {
        if (out != null) {
            rules.improvements().incrementAndGet();
            if (present) {
                leavesQueue(out);
            }
        }
        out = null;
        trying = false;
    }

    /// It has to come back, since too many are out.
    synchronized boolean isNeeded() {
        boolean was = out != null;
        comesBack();
        outcomes.forget();
        return was;
    }

    synchronized boolean isTrial(Out trial) {
        return trial == out && trying;
    }

    /// It failed by its own fault.
    ///
    /// @param trial whether that was a trial, or a probe of one that is to be tried
    synchronized Change failed(boolean trial, long now) {
        if (gone) {
            return Change.NONE;
        }
        touched = now;
        worked = 0;
        setBack = true;
        setBackUntil = now + SET_BACK_NANOS;
        if (out != null) {
            // What began before it was taken out says nothing new.
            if (!trial) {
                return Change.NONE;
            }
            if (present && !trying) {
                rules.trials().remove(out);
            }
            trying = false;
            isOut(now);
            return Change.STAYED_OUT;
        }
        outcomes.failed();
        if (!outcomes.areTooBad()) {
            return Change.NONE;
        }
        if (present && !rules.floor().take()) {
            return Change.KEPT_IN;
        }
        outcomes.forget();
        isOut(now);
        return Change.TAKEN_OUT;
    }

    private void isOut(long now) {
        Out its = rules.trials().make(egress, now + rules.scattered(backoff));
        backoff = Math.min(backoff * 2, Math.max(base, rules.settings().most().toNanos()));
        out = its;
        if (present) {
            rules.trials().add(its);
        }
    }

    synchronized void carried(long octets, long now) {
        meter.carried(octets, now);
    }

    synchronized void connected(long nanos, long now) {
        speed.connected(nanos, now);
    }

    synchronized int underWay() {
        return underWay;
    }

    synchronized double cost() {
        return speed.cost(underWay);
    }

    synchronized void graded(Grade now) {
        grade = now;
        rules.improvements().incrementAndGet();
    }

    synchronized Optional<Grade> grade() {
        return Optional.ofNullable(grade);
    }

    synchronized Worth worth(long now) {
        if (underWay > 0 || trying) {
            return Worth.ALL;
        }
        if (out != null || meter.runs(now) || standing(now, null) >= Standing.GRADE) {
            return Worth.MUCH;
        }
        boolean some =
                grade != null
                        || backoff > base
                        || (setBack && setBackUntil - now > 0)
                        || !outcomes.areClean()
                        || speed.isMeasured();
        return some ? Worth.LITTLE : Worth.NOTHING;
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
        return !present && now - left >= idle;
    }

    /// Is forgotten, unless it is in use.
    synchronized boolean go(Worth most, long now) {
        if (worth(now).compareTo(most) > 0) {
            return false;
        }
        if (most == Worth.MUCH) {
            comesBack();
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
        if (out == null && quota.isEmpty() && grade == null && backoff == base) {
            return Optional.empty();
        }
        return Optional.of(
                new Learned(
                        egress,
                        grade(),
                        out == null
                                ? Optional.empty()
                                : Optional.of(Duration.ofNanos(Math.max(0, out.until() - now))),
                        Duration.ofNanos(backoff),
                        quota,
                        List.of()));
    }

    synchronized void restore(Learned learned, long now) {
        touched = now;
        learned.grade().ifPresent(this::graded);
        learned.quota().ifPresent(quota -> meter.restore(quota, now));
        long most = Math.max(base, rules.settings().most().toNanos());
        backoff = Math.clamp(TimeUnit.NANOSECONDS.convert(learned.backoff()), base, most);
        if (learned.out().isPresent() && out == null && (!present || rules.floor().take())) {
            out =
                    rules.trials()
                            .make(
                                    egress,
                                    now
                                            + Math.min(
                                                    most,
                                                    TimeUnit.NANOSECONDS.convert(
                                                            learned.out().get())));
            if (present) {
                rules.trials().add(out);
            }
        }
    }
}
