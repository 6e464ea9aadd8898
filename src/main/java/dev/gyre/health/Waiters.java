package dev.gyre.health;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// Who waits for a place. Each place that is given back wakes the one who waits longest; one who can't use it comes again, and
/// thereby wakes the next, until one of them took it or all have looked. Safe for all threads, and bounded.
final class Waiters {

    /// One who waits.
    private static final class Waiter {
        private final Runnable wake;

        Waiter(Runnable wake) {
            this.wake = wake;
        }
    }

    private volatile int most;
    private final LinkedHashSet<Waiter> queue = new LinkedHashSet<>();

    /// How many more may look at what was given back.
    private long looks;

    private volatile boolean none = true;

    Waiters(int most) {
        this.most = most;
    }

    /// So many may wait from now on; those who do, stay.
    void most(int next) {
        most = next;
    }

    /// @return withdraws it; nothing when too many wait already
    Optional<Runnable> add(Runnable wake) {
        Waiter waiter = new Waiter(wake);
        Waiter next = waiter;
        synchronized (queue) {
            if (queue.size() >= most) {
                return Optional.empty();
            }
            if (looks > 0 && !queue.isEmpty()) {
                looks--;
                next = queue.removeFirst();
            }
            queue.add(waiter);
            none = false;
        }
        if (next != waiter) {
            next.wake.run();
        }
        return Optional.of(() -> withdraw(waiter));
    }

    private void withdraw(Waiter waiter) {
        synchronized (queue) {
            queue.remove(waiter);
            none = queue.isEmpty();
        }
    }

    /// A place may be had.
    void freed() {
        if (none) {
            return;
        }
        Waiter next;
        synchronized (queue) {
            if (queue.isEmpty()) {
                return;
            }
            next = queue.removeFirst();
            none = queue.isEmpty();
            looks = Math.min(most, looks + queue.size());
        }
        next.wake.run();
    }

    /// Places may be had, who knows how many.
    void allFreed() {
        List<Waiter> all;
        synchronized (queue) {
            all = List.copyOf(queue);
            queue.clear();
            none = true;
            looks = 0;
        }
        all.forEach(each -> each.wake.run());
    }

    /// One who was woken has taken a place. Others who take one meanwhile tell nothing of what was given back.
    void taken() {
        synchronized (queue) {
            looks = Math.max(0, looks - queue.size());
        }
    }
}
