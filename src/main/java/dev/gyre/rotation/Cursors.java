package dev.gyre.rotation;

import dev.gyre.egress.PoolView;
import dev.gyre.egress.Succession;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// How far each view has been gone through. Safe for all threads. A fixed number of places: of two views that share one, each
/// starts anew when the other was asked for in between.
final class Cursors {

    private static final int PLACES = 1024;

    /// How many may be taken of one view while the places of the next pool are found.
    private static final int MOST_SINCE = 1 << 20;

    private static final double GOLDEN = 0.6180339887498949;

    private final AtomicReferenceArray<@Nullable Cursor> cursors =
            new AtomicReferenceArray<>(PLACES);

    /// @param weighted whether it goes over the view's weight, else over its egresses
    Cursor of(PoolView view, boolean weighted) {
        int place = place(view);
        Cursor known = cursors.get(place);
        if (known != null && known.view == view) {
            return known;
        }
        Cursor fresh = cursor(view, weighted, 0);
        return cursors.compareAndSet(place, known, fresh) ? fresh : of(view, weighted);
    }

    private static Cursor cursor(PoolView view, boolean weighted, long start) {
        long end = weighted ? view.weight() : view.size();
        return new Cursor(view, end, weighted ? stride(end) : 1, start);
    }

    /// Finds where the views of the next pool are to be gone through from, so that it goes on where those of the one before it are.
    /// Blocks for as long as that takes.
    ///
    /// @param weighted as in [#of]
    /// @return has it done: what was taken meanwhile is passed over
    Runnable goOn(Succession pools, boolean weighted) {
        List<Cursor> old = new ArrayList<>();
        for (int i = 0; i < PLACES; i++) {
            Cursor each = cursors.get(i);
            if (each != null) {
                old.add(each);
            }
        }
        List<Runnable> steps = new ArrayList<>();
        for (Cursor each : old) {
            for (PoolView next : pools.of(each.view)) {
                if (next != each.view && next.size() > 0) {
                    long at = each.at();
                    long start = pools.place(each.view, at, next, weighted);
                    steps.add(() -> {
                        Cursor fresh = cursor(next, weighted, start);
                        for (long i = each.since(at); i > 0; i--) {
                            var _ = fresh.next();
                        }
                        cursors.set(place(next), fresh);
                    });
                }
            }
        }
        return () -> steps.forEach(Runnable::run);
    }

    private static int place(PoolView view) {
        int hash = System.identityHashCode(view);
        return (hash ^ hash >>> 10 ^ hash >>> 20) & PLACES - 1;
    }

    /// Near the golden ratio of the whole, so that the places of any egress come as evenly as can be; and without a divisor in
    /// common with it, so that each place comes once in a round: for the weights 5, 1, 1 that is a a b a c a a.
    static long stride(long end) {
        long stride = Math.max(1, Math.round(end * GOLDEN));
        while (divisor(stride, end) != 1) {
            stride++;
        }
        return stride % Math.max(2, end);
    }

    private static long divisor(long one, long other) {
        long a = one;
        long b = other;
        while (b != 0) {
            long rest = a % b;
            a = b;
            b = rest;
        }
        return a;
    }

    static final class Cursor {
        private final PoolView view;
        private final long end;
        private final long stride;
        private final AtomicLong place;

        Cursor(PoolView view, long end, long stride, long start) {
            this.view = view;
            this.end = end;
            this.stride = stride;
            this.place = new AtomicLong(start);
        }

        /// The place whose turn it is, from 0 to the end.
        long next() {
            while (true) {
                long now = place.get();
                // Neither of the two is more than 2^62.
                long then = now + stride >= end ? now + stride - end : now + stride;
                if (place.compareAndSet(now, then)) {
                    return now;
                }
            }
        }

        /// The place whose turn it is next.
        long at() {
            return place.get();
        }

        /// How often it has moved on since it was there, a sensible number of times at most.
        long since(long before) {
            long at = place.get();
            long steps = 0;
            for (long each = before; each != at && steps < MOST_SINCE; steps++) {
                each = each + stride >= end ? each + stride - end : each + stride;
            }
            return steps;
        }
    }
}
