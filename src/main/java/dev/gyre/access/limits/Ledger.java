package dev.gyre.access.limits;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// What is used of quotas, for whoever keeps it on a disk. Safe for all threads; one may write at a time.
///
/// What is to be written is ahead of what has passed, see [Tally]. As long as it is not written, what passes waits for it.
public final class Ledger {

    /// What is to be written.
    ///
    /// @param usages of all
    /// @param kept to be run once they are on the disk
    public record Page(List<Usage> usages, Runnable kept) {}

    private record Promised(Account account, Usage usage) {}

    private final Limits limits;
    private final Ids ids;
    private final Semaphore due = new Semaphore(0);
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile boolean adrift;

    Ledger(Limits limits, Ids ids) {
        this.limits = limits;
        this.ids = ids;
    }

    /// Takes up what an earlier run has left.
    public void restore(List<Usage> left) {
        limits.tables().forEach(table -> table.restore(ids, left, limits.periods()));
    }

    /// Waits until something has to be written soon, or for this long.
    public void await(Duration most) throws InterruptedException {
        boolean _ = due.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS);
        due.drainPermits();
        asked.set(false);
    }

    /// What is to be written now.
    ///
    /// @param last whether nothing will pass any more
    public Page page(boolean last) {
        List<Usage> all = new ArrayList<>();
        List<Promised> promised = new ArrayList<>();
        Periods now = limits.periods();
        limits.tables()
                .forEach(table ->
                        all.addAll(
                                table.promise(
                                        ids,
                                        now,
                                        last,
                                        (account, usage) ->
                                                promised.add(new Promised(account, usage)))));
        return new Page(all, () -> promised.forEach(each -> each.account.kept(each.usage)));
    }

    /// Whether nothing can be written for now: then nothing waits for it.
    public void isAdrift(boolean so) {
        adrift = so;
    }

    boolean isWaitedFor() {
        return !adrift;
    }

    /// Something has to be written soon.
    void wake() {
        if (asked.compareAndSet(false, true)) {
            due.release();
        }
    }
}
