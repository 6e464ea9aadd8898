package dev.gyre.outbound;

import dev.gyre.egress.Egress;
import dev.gyre.rotation.Lease;
import dev.gyre.rotation.Leasing;
import dev.gyre.rotation.Session;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/// One attempt: a connection, and when that is slow, one more by another egress beside it, a hedge. Whoever of the two is up first
/// is taken; the other one is cancelled.
///
/// Only requests that are alone are hedged: a session that lasts would be seen by two. A hedge is a lease like any other, within
/// all caps and distances, and there is a [HedgeBudget]. On its client's event loop.
final class Race {

    private final Dialer by;
    private final Session session;
    private final EventLoop loop;
    private final Function<Egress, Leasing> another;
    private final Consumer<Run> opener;
    private final Consumer<Run> ended;
    private final List<Run> runs = new ArrayList<>(1);
    private @Nullable Future<?> timer;

    /// @param another leases another egress than this one
    /// @param opener opens a connection
    /// @param ended is told of each that has come to an end
    Race(
            Dialer by,
            Session session,
            EventLoop loop,
            Function<Egress, Leasing> another,
            Consumer<Run> opener,
            Consumer<Run> ended) {
        this.by = by;
        this.session = session;
        this.loop = loop;
        this.another = another;
        this.opener = opener;
        this.ended = ended;
    }

    /// Whether any connection is still being opened.
    boolean isUnderWay() {
        return !runs.isEmpty();
    }

    /// Begins another attempt; there is none under way.
    void begin(Lease lease) {
        by.budget().attemptBegins();
        Run run = run(lease, false);
        Optional<Duration> hedge = by.hedge();
        if (hedge.isPresent() && !run.channel().isDone() && session.isFree()) {
            timer = loop.schedule(() -> hedge(run), hedge.get().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /// Ends what is under way; it is told of each.
    void cancel() {
        stopTimer();
        for (Run run : List.copyOf(runs)) {
            run.channel().cancel(false);
        }
    }

    private Run run(Lease lease, boolean hedge) {
        Run run = new Run(lease, by.isolation(lease), System.nanoTime(), hedge, loop.newPromise());
        runs.add(run);
        run.channel().addListener(_ -> over(run));
        try {
            opener.accept(run);
        } catch (Throwable error) {
            // No memory, say. Whoever waits must be told all the same.
            run.channel().tryFailure(error);
        }
        return run;
    }

    private void over(Run run) {
        runs.remove(run);
        if (run.hedge()) {
            by.budget().giveBack();
        } else {
            by.budget().attemptEnds();
            stopTimer();
        }
        ended.accept(run);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void hedge(Run slow) {
        timer = null;
        if (slow.channel().isDone()) {
            return;
        }
        if (!by.budget().take()) {
            by.counts().count(DialEvent.NOT_HEDGED);
            return;
        }
        boolean begun = false;
        try {
            if (another.apply(slow.lease().egress()) instanceof Lease lease) {
                by.counts().count(DialEvent.HEDGED);
                run(lease, true);
                begun = true;
            }
        } finally {
            if (!begun) {
                by.budget().giveBack();
            }
        }
    }
}
