package dev.gyre.health;

import dev.gyre.egress.Egress;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// The egresses that are out: those whose time is not up yet, by when it will be, and those that a request may try. Safe for all
/// threads; takes no other lock.
final class Trials {

    /// An egress that is out.
    static final class Out {
        private final Egress egress;
        private final long until;
        private final long serial;

        private Out(Egress egress, long until, long serial) {
            this.egress = egress;
            this.until = until;
            this.serial = serial;
        }

        Egress egress() {
            return egress;
        }

        /// When a request may try it.
        long until() {
            return until;
        }

        boolean isDue(long now) {
            return until - now <= 0;
        }
    }

    private final TreeSet<Out> waiting =
            new TreeSet<>(
                    Comparator.<Out>comparingLong(out -> out.until)
                            .thenComparingLong(out -> out.serial));
    private final LinkedHashSet<Out> due = new LinkedHashSet<>();
    private long serial;
    private volatile boolean none = true;
    private volatile boolean anyDue;
    private volatile long next;

    /// One that is to be added.
    synchronized Out make(Egress egress, long until) {
        return new Out(egress, until, serial++);
    }

    synchronized void add(Out out) {
        waiting.add(out);
        changed();
    }

    synchronized void remove(Out out) {
        if (!due.remove(out)) {
            waiting.remove(out);
        }
        changed();
    }

    private void changed() {
        none = waiting.isEmpty() && due.isEmpty();
        anyDue = !due.isEmpty();
        if (!waiting.isEmpty()) {
            next = waiting.first().until;
        }
    }

    boolean isEmpty() {
        return none;
    }

    /// Whether a request may try any; may say yes when none is left.
    boolean mayBeDue(long now) {
        return !none && (anyDue || next - now <= 0);
    }

    /// Some that a request may try. Each call goes on where the last one ended, so that all come by.
    synchronized List<Egress> due(long now, int most) {
        while (!waiting.isEmpty() && waiting.first().isDue(now)) {
            due.add(waiting.removeFirst());
        }
        changed();
        List<Egress> some = new ArrayList<>();
        for (int i = Math.min(most, due.size()); i > 0; i--) {
            Out first = due.removeFirst();
            due.addLast(first);
            some.add(first.egress);
        }
        return some;
    }

    /// The one that may be tried first.
    synchronized Optional<Egress> first() {
        if (!due.isEmpty()) {
            return Optional.of(due.getFirst().egress);
        }
        return waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.first().egress);
    }
}
