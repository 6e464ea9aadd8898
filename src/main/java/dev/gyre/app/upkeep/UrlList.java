package dev.gyre.app.upkeep;

import dev.gyre.egress.ListSource;
import dev.gyre.observe.Notices;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// One list that is fetched now and then, on a virtual thread of its own. What it says is its last good version: a later one that
/// can't be had, or is no list, changes nothing.
final class UrlList {

    /// Fetches a list, if there is another version than the known one. Blocks.
    interface Fetching {
        Optional<ListPage> fetch(ListSource.Url list, Optional<ListPage> known)
                throws BadList, InterruptedException;
    }

    private final ListSource.Url list;
    private final Optional<ListCopy> copy;
    private final Fetching fetching;
    private final UrlLists.Judgement judgement;
    private final Notices notices;
    private final Runnable changed;
    private final CountDownLatch first = new CountDownLatch(1);
    private final Semaphore hurry = new Semaphore(0);
    private final Thread thread;
    private volatile Optional<ListPage> page = Optional.empty();

    /// What was told last, so that the same is not told again.
    private @Nullable String told;

    /// @param changed called on the list's thread when it says something else
    UrlList(
            ListSource.Url list,
            Fetching fetching,
            UrlLists.Judgement judgement,
            Notices notices,
            Runnable changed) {
        this.list = list;
        this.copy = list.copy().map(ListCopy::new);
        this.fetching = fetching;
        this.judgement = judgement;
        this.notices = notices;
        this.changed = changed;
        this.thread = Thread.ofVirtual().name("list").unstarted(this::keepUp);
    }

    /// Begins with what is known of another version, or with the copy on the disk; then fetches. Blocks for the copy.
    void start(Optional<String> before) {
        page = before.map(text -> new ListPage(text, List.of()));
        if (page.isEmpty() && copy.isPresent()) {
            try {
                Optional<String> kept = copy.get().read(list.most());
                if (kept.isPresent()) {
                    page = Optional.of(judged(new ListPage(kept.get(), List.of())));
                }
            } catch (BadList bad) {
                tell(bad);
            }
        }
        if (page.isPresent()) {
            first.countDown();
        }
        thread.start();
    }

    /// What it says; nothing before it could be had for the first time.
    Optional<String> text() {
        return page.map(ListPage::text);
    }

    /// Waits until it is there, or could not be had.
    void awaitFirst(Duration time) throws InterruptedException {
        boolean _ = first.await(Math.max(0, time.toNanos()), TimeUnit.NANOSECONDS);
    }

    void stop() {
        thread.interrupt();
    }

    private void keepUp() {
        Pace pace = new Pace(list.interval());
        try {
            if (page.isPresent()) {
                sleep(untilCopyIsOld());
            }
            int failures = 0;
            while (true) {
                failures = update() ? 0 : failures + 1;
                first.countDown();
                sleep(pace.next(failures, RandomGenerator.getDefault()));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// A proxy that is restarted often does not ask each time.
    private Duration untilCopyIsOld() {
        Duration left = copy.map(each -> list.interval().minus(each.age())).orElse(Duration.ZERO);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /// Asks for it now, not when it is due.
    void hurry() {
        hurry.release();
    }

    /// Until then, or until somebody is in a hurry.
    private void sleep(Duration time) throws InterruptedException {
        boolean _ = hurry.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS);
        hurry.drainPermits();
    }

    /// @return whether its server has it
    private boolean update() throws InterruptedException {
        try {
            Optional<ListPage> fetched = fetching.fetch(list, page);
            if (fetched.isPresent()) {
                take(judged(fetched.get()));
            } else {
                copy.ifPresent(ListCopy::renew);
            }
            told = null;
            return true;
        } catch (BadList bad) {
            tell(bad);
            return false;
        } catch (InterruptedException stopped) {
            throw stopped;
        } catch (Throwable defect) {
            // No memory, say. The list is still to be fetched when it is due again.
            tell(new BadList("could not be read: " + defect));
            return false;
        }
    }

    private void take(ListPage fresh) {
        boolean same = text().equals(Optional.of(fresh.text()));
        page = Optional.of(fresh);
        // Before anybody is told: who waits for it may hold what those need.
        first.countDown();
        if (same) {
            copy.ifPresent(ListCopy::renew);
            return;
        }
        if (copy.isPresent()) {
            try {
                copy.get().write(fresh.text());
            } catch (BadList unwritable) {
                tell(unwritable);
            }
        }
        changed.run();
    }

    private ListPage judged(ListPage fresh) throws BadList {
        Optional<String> fault = judgement.fault(list, fresh.text());
        if (fault.isPresent()) {
            throw new BadList(fault.get());
        }
        return fresh;
    }

    private void tell(BadList bad) {
        if (!bad.why().equals(told)) {
            told = bad.why();
            notices.notice(
                    "the list at "
                            + list
                            + ' '
                            + bad.why()
                            + (page.isPresent() ? "; what it said last stays" : ""));
        }
    }
}
