package dev.gyre.app.upkeep;

import java.util.concurrent.Semaphore;

/// How many lists are fetched at a time; a list may be some megabytes. The first try of each is what a start or a reload waits for: it
/// doesn't stand in line behind those of which the servers hang. Safe for all threads.
final class ListTurns {

    private static final int AT_A_TIME = 4;
    private static final int FIRSTS_AT_A_TIME = 16;

    private final Semaphore firsts = new Semaphore(FIRSTS_AT_A_TIME, true);
    private final Semaphore others = new Semaphore(AT_A_TIME, true);

    /// Waits for a turn; to be given back when the list was fetched.
    ///
    /// @param first whether it is the first try
    Semaphore take(boolean first) throws InterruptedException {
        Semaphore its = first ? firsts : others;
        its.acquire();
        return its;
    }
}
