package dev.gyre.outbound;

import java.util.concurrent.atomic.AtomicInteger;

/// How many connections may be hedged at a time: one for each ten attempts under way, or for as many as there are below that. A
/// network that is slow as a whole is not asked twice as much. Safe for all threads.
final class HedgeBudget {

    private static final int ATTEMPTS_EACH = 10;

    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicInteger hedges = new AtomicInteger();

    void attemptBegins() {
        attempts.incrementAndGet();
    }

    void attemptEnds() {
        attempts.decrementAndGet();
    }

    /// Takes one; to be given back once, if there was one to take.
    boolean take() {
        int most = (attempts.get() + ATTEMPTS_EACH - 1) / ATTEMPTS_EACH;
        if (hedges.incrementAndGet() > most) {
            hedges.decrementAndGet();
            return false;
        }
        return true;
    }

    void giveBack() {
        hedges.decrementAndGet();
    }

    /// How many are under way.
    int hedges() {
        return hedges.get();
    }
}
