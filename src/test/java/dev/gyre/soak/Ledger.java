package dev.gyre.soak;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// The errands under way, what became of the others, and what went wrong. Bounded, however long it runs.
final class Ledger {

    private static final int KEPT = 50;

    private final AtomicLong ids = new AtomicLong();
    private final Map<String, Errand> live = new ConcurrentHashMap<>();
    private final Map<Errand.Outcome, LongAdder> outcomes = new EnumMap<>(Errand.Outcome.class);
    private final LongAdder honest = new LongAdder();
    private final LongAdder undue = new LongAdder();
    private final AtomicLong failures = new AtomicLong();
    private final Queue<String> notes = new ConcurrentLinkedQueue<>();
    private final AtomicLong noted = new AtomicLong();
    private final CountDownLatch stop = new CountDownLatch(1);

    Ledger() {
        for (Errand.Outcome each : Errand.Outcome.values()) {
            outcomes.put(each, new LongAdder());
        }
    }

    Errand open(String proxy, String method, Manner manner, int size, boolean honest) {
        // Delimited, so that one id is never the beginning of another.
        String id = "id-" + Long.toString(ids.incrementAndGet(), 36) + "-";
        Errand errand = new Errand(id, proxy, method, manner, size, honest);
        live.put(id, errand);
        return errand;
    }

    /// The errand of this id, while it is under way.
    Errand find(String id) {
        return live.get(id);
    }

    void end(Errand errand, Errand.Outcome outcome, String how) {
        if (live.remove(errand.id) == null) {
            fail("it ended twice: " + errand + ": " + how);
            return;
        }
        outcomes.get(outcome).increment();
        if (outcome == Errand.Outcome.FAILED) {
            fail(errand + ": " + how);
        }
        if (errand.arrivals.get() > 1 && errand.method.equals("POST")) {
            fail("it was sent twice: " + errand);
        }
        if (errand.honest && errand.manner.kind == Manner.Kind.GOOD && !errand.blamed) {
            honest.increment();
            if (outcome == Errand.Outcome.ERROR || outcome == Errand.Outcome.CUT) {
                undue.increment();
                note("undue " + outcome + ": " + errand + ": " + how);
            }
        }
    }

    /// Something that is wrong in itself.
    void fail(String what) {
        failures.incrementAndGet();
        note("FAILED: " + what);
    }

    private void note(String what) {
        if (noted.incrementAndGet() <= KEPT) {
            notes.add(what);
        }
    }

    /// What was noted since the last call.
    String nextNote() {
        return notes.poll();
    }

    long opened() {
        return ids.get();
    }

    int live() {
        return live.size();
    }

    Iterable<Errand> left() {
        return live.values();
    }

    long count(Errand.Outcome outcome) {
        return outcomes.get(outcome).sum();
    }

    /// How many should have been answered well: by an honest client, to a good target, by a way that held.
    long honest() {
        return honest.sum();
    }

    /// How many of these were not.
    long undue() {
        return undue.sum();
    }

    long failures() {
        return failures.get();
    }

    void stop() {
        stop.countDown();
    }

    boolean stopped() {
        return stop.getCount() == 0;
    }

    /// Waits this long, or until the load ends.
    void pause(Duration time) {
        try {
            boolean _ = stop.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
