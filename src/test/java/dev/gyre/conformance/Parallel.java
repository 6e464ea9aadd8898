package dev.gyre.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Many small dialogues, a few at a time.
final class Parallel {

    private static final int AT_A_TIME = 8;

    /// After so many failures nothing more is tried: each may have waited long.
    private static final int FAILURES = 16;

    /// Work that may fail.
    interface Work<K, V> {
        V of(K key) throws Exception;
    }

    /// What became of it.
    record Outcome<V>(Future<V> result) {
        V get() {
            try {
                return result.get();
            } catch (ExecutionException failed) {
                throw new AssertionError(failed.getCause().getMessage(), failed.getCause());
            } catch (InterruptedException impatient) {
                Thread.currentThread().interrupt();
                throw new AssertionError(impatient);
            }
        }
    }

    private Parallel() {}

    /// Returns when all is done; what failed says so when it is asked.
    static <K, V> List<Outcome<V>> map(List<K> keys, Work<K, V> work) {
        List<Outcome<V>> outcomes = new ArrayList<>();
        AtomicInteger failures = new AtomicInteger();
        try (ExecutorService workers = Executors.newFixedThreadPool(AT_A_TIME)) {
            for (K key : keys) {
                outcomes.add(new Outcome<>(workers.submit(() -> tried(work, key, failures))));
            }
        }
        return outcomes;
    }

    private static <K, V> V tried(Work<K, V> work, K key, AtomicInteger failures) throws Exception {
        if (failures.get() >= FAILURES) {
            throw new IllegalStateException("not tried: too many others have failed");
        }
        try {
            return work.of(key);
        } catch (Exception failed) {
            failures.incrementAndGet();
            throw failed;
        }
    }
}
