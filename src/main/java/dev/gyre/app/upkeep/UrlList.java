package dev.gyre.app.upkeep;

import dev.gyre.egress.ListSource;
import dev.gyre.observe.Notices;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
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
    private final ListTurns turns;
    private final UrlLists.Judgement judgement;
    private final Notices notices;
    private final Runnable changed;
    private final CountDownLatch first = new CountDownLatch(1);
    private final Semaphore hurry = new Semaphore(0);
    private final Thread thread;
    private volatile Optional<ListPage> page = Optional.empty();

    /// What was told last, so that the same is not told again.
    private @Nullable String told;

    /// Whether the copy on the disk is what the list says, if it has not been deleted since.
    private boolean copied;

    private boolean copyTold;

    /// @param changed called on the list's thread when it says something else
    UrlList(
            ListSource.Url list,
            Fetching fetching,
            ListTurns turns,
            UrlLists.Judgement judgement,
            Notices notices,
            Runnable changed) {
        this.list = list;
        this.copy = list.copy().map(ListCopy::new);
        this.fetching = fetching;
        this.turns = turns;
        this.judgement = judgement;
        this.notices = notices;
        this.changed = changed;
        this.thread = Thread.ofVirtual().name("list").unstarted(this::keepUp);
    }

    /// Begins with what the list is known to say, or with the copy on the disk; then fetches. What may not be so by what the pool file
    /// says of the list now is not taken. Blocks for the copy.
    void start(Optional<String> before) {
        try {
            if (before.isPresent()) {
                page = Optional.of(judged(new ListPage(bounded(before.get()), List.of())));
            } else if (copy.isPresent()) {
                Optional<String> kept = copy.get().read(list.most());
                if (kept.isPresent()) {
                    page = Optional.of(judged(new ListPage(kept.get(), List.of())));
                    copied = true;
                }
            }
        } catch (BadList bad) {
            tell(bad);
        }
        if (page.isPresent()) {
            first.countDown();
        }
        thread.start();
    }

    private String bounded(String text) throws BadList {
        if (text.getBytes(StandardCharsets.UTF_8).length > list.most()) {
            throw new BadList("is larger than its limit is now");
        }
        return text;
    }

    /// What it says; nothing before it could be had for the first time.
    Optional<String> text() {
        return page.map(ListPage::text);
    }

    /// Waits until it is there, or could not be had.
    void awaitFirst(Duration time) throws InterruptedException {
        boolean _ = first.await(Math.max(0, time.toNanos()), TimeUnit.NANOSECONDS);
    }

    /// Fetches it no more, and nobody waits for it.
    void stop() {
        thread.interrupt();
        first.countDown();
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
            Optional<ListPage> fetched = fetched();
            if (fetched.isPresent()) {
                take(judged(fetched.get()));
            } else {
                page.ifPresent(same -> keep(same.text()));
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

    private Optional<ListPage> fetched() throws BadList, InterruptedException {
        Semaphore turn = turns.take(first.getCount() > 0);
        try {
            return fetching.fetch(list, page);
        } finally {
            turn.release();
        }
    }

    private void take(ListPage fresh) {
        boolean same = text().equals(Optional.of(fresh.text()));
        page = Optional.of(fresh);
        // Before anybody is told: who waits for it may hold what those need.
        first.countDown();
        copied &= same;
        keep(fresh.text());
        if (!same) {
            changed.run();
        }
    }

    /// On the disk, too. What can't be written is told once, and tried again the next time that the list is fetched.
    private void keep(String text) {
        if (copy.isEmpty() || (copied && copy.get().renew())) {
            return;
        }
        try {
            copy.get().write(text);
            copied = true;
            copyTold = false;
        } catch (BadList unwritable) {
            copied = false;
            if (!copyTold) {
                copyTold = true;
                notices.notice("the list at " + list + ' ' + unwritable.why());
            }
        }
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
