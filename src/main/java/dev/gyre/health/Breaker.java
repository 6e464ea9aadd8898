package dev.gyre.health;

import dev.gyre.egress.Egress;
import dev.gyre.health.Trials.Out;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Whether one egress is set back or out by its faults, and the trials by which it comes back. Guarded by who owns it; takes the
/// locks of [Trials] and [Floor].
final class Breaker {

    /// For how long a failed egress stands behind the others.
    private static final long SET_BACK_NANOS = TimeUnit.SECONDS.toNanos(30);

    /// What becomes of an egress by an outcome.
    enum Change {
        NONE,
        TAKEN_OUT,
        KEPT_IN,
        CAME_BACK,
        STAYED_OUT
    }

    private final Egress egress;
    private final Rules rules;
    private long base;
    private final Outcomes outcomes;
    private boolean present;
    private boolean setBack;
    private long setBackUntil;
    private @Nullable Out out;
    private boolean trying;
    private long backoff;

    /// How often in a row it worked since the backoff was halved.
    private int worked;

    Breaker(Egress egress, Rules rules) {
        this.egress = egress;
        this.rules = rules;
        this.base = rules.settings().out().toNanos();
        this.backoff = base;
        this.outcomes = new Outcomes(rules);
    }

    /// Whether it is in the pool that is used now: those that are not are in no queue, and don't weigh on the others. The settings
    /// may be others, too.
    void placed(boolean inPool) {
        rebase(rules.settings().out().toNanos());
        if (out != null && inPool && !present) {
            rules.floor().add();
            if (!trying) {
                rules.trials().add(out);
            }
        }
        if (out != null && !inPool && present) {
            leavesQueue(out);
        }
        present = inPool;
    }

    /// The first time out is another. What it has come to by failing stays.
    private void rebase(long first) {
        backoff = backoff == base ? first : Math.max(backoff, first);
        base = first;
    }

    boolean isPresent() {
        return present;
    }

    private void leavesQueue(Out its) {
        rules.floor().giveBack();
        if (!trying) {
            rules.trials().remove(its);
        }
    }

    /// Those of the bits of a [Standing] that are due to faults.
    int bits(long now) {
        int bits = isSetBack(now) ? Standing.SET_BACK : Standing.GOOD;
        if (out != null) {
            bits |= Standing.OUT;
            if (trying) {
                bits |= Standing.ON_TRIAL;
            } else if (out.isDue(now)) {
                bits |= Standing.DUE;
            }
        }
        return bits;
    }

    private boolean isSetBack(long now) {
        return setBack && setBackUntil - now > 0;
    }

    boolean isOut() {
        return out != null;
    }

    /// Whether a request may use it: it is in, or is to be tried and nobody does so.
    boolean admits(long now) {
        return out == null || (!trying && out.isDue(now));
    }

    boolean isTrying() {
        return trying;
    }

    /// A request begins.
    ///
    /// @return which trial that is; nothing when it is none
    @Nullable Out begins() {
        if (out == null) {
            return null;
        }
        if (present) {
            rules.trials().remove(out);
        }
        trying = true;
        return out;
    }

    /// Others come first for a while; that is all.
    void setBack(long now) {
        setBack = true;
        setBackUntil = now + SET_BACK_NANOS;
    }

    /// The trial came to nothing: the next request may try it.
    void untried(Out trial) {
        if (isTrial(trial)) {
            trying = false;
            if (present) {
                rules.trials().add(trial);
            }
        }
    }

    boolean isTrial(Out trial) {
        return trial == out && trying;
    }

    /// @param proof whether that is enough to bring it back: it was a trial, or a probe
    Change worked(boolean proof) {
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

    void comesBack() {
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
    boolean isNeeded() {
        boolean was = out != null;
        comesBack();
        outcomes.forget();
        return was;
    }

    /// It failed by its own fault.
    ///
    /// @param trial whether that was a trial, or a probe of one that is to be tried
    Change failed(boolean trial, long now) {
        worked = 0;
        setBack(now);
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
        isOutUntil(now + rules.scattered(backoff));
        backoff = Math.min(backoff * 2, most());
    }

    private void isOutUntil(long until) {
        Out its = rules.trials().make(egress, until);
        out = its;
        if (present) {
            rules.trials().add(its);
        }
    }

    private long most() {
        return Math.max(base, rules.settings().most().toNanos());
    }

    /// Whether it would make a difference if its past were forgotten.
    boolean isMarked(long now) {
        return backoff > base || isSetBack(now) || !outcomes.areClean();
    }

    /// Whether anything of it outlasts a run.
    boolean lasts() {
        return out != null || backoff != base;
    }

    /// For how long it is out yet, if it is.
    Optional<Duration> out(long now) {
        return out == null
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.max(0, out.until() - now)));
    }

    /// For how long it will be out the next time.
    Duration backoff() {
        return Duration.ofNanos(backoff);
    }

    void restore(Optional<Duration> left, Duration next, long now) {
        backoff = Math.clamp(TimeUnit.NANOSECONDS.convert(next), base, most());
        if (left.isPresent() && out == null && (!present || rules.floor().take())) {
            isOutUntil(now + Math.min(most(), TimeUnit.NANOSECONDS.convert(left.get())));
        }
    }
}
