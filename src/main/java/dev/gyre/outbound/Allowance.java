package dev.gyre.outbound;

import java.util.concurrent.atomic.AtomicInteger;

/// A bound on how many of something there are at a time. Safe for all threads.
public final class Allowance {

    private volatile int most;
    private final AtomicInteger taken = new AtomicInteger();

    public Allowance(int most) {
        this.most = most;
    }

    /// So many may be taken from now on; those that are, stay.
    public void most(int next) {
        most = next;
    }

    /// Takes one; to be given back once, if there was one to take.
    boolean take() {
        if (taken.incrementAndGet() > most) {
            taken.decrementAndGet();
            return false;
        }
        return true;
    }

    void giveBack() {
        taken.decrementAndGet();
    }
}
