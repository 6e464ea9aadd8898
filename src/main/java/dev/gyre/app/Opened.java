package dev.gyre.app;

import java.util.ArrayDeque;
import java.util.Deque;

/// What a start has opened so far: closed once, the last of it first. Safe for all threads.
final class Opened implements AutoCloseable {

    private final Deque<Runnable> closings = new ArrayDeque<>();

    /// Something was opened.
    ///
    /// @param closing closes it; may block
    synchronized void add(Runnable closing) {
        closings.push(closing);
    }

    /// Closes all of it, whatever goes wrong with one. Blocks; who comes second waits for the first.
    @Override
    public synchronized void close() {
        RuntimeException first = null;
        while (!closings.isEmpty()) {
            try {
                closings.pop().run();
            } catch (RuntimeException defect) {
                if (first == null) {
                    first = defect;
                } else {
                    first.addSuppressed(defect);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
