package dev.gyre.outbound;

import java.util.concurrent.atomic.AtomicInteger;

/// A bound on how many of something there are at a time. Safe for all threads.
public final class Allowance {

    private final int most;
    private final AtomicInteger taken = new AtomicInteger();

    public Allowance(int most) {
        this.most = most;
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
