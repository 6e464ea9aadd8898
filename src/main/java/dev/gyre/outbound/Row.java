package dev.gyre.outbound;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// A row of things in the order in which they came, out of which each can be taken at once, wherever it stands. Not safe for several
/// threads.
final class Row<T> {

    /// Where one stands in a row.
    static final class Spot<T> {
        private final T of;
        private @Nullable Spot<T> before;
        private @Nullable Spot<T> after;

        private Spot(T of) {
            this.of = of;
        }
    }

    private @Nullable Spot<T> first;
    private @Nullable Spot<T> last;
    private int size;

    /// Puts one at the end.
    ///
    /// @return to be given to [#take], once
    Spot<T> add(T one) {
        Spot<T> spot = new Spot<>(one);
        Spot<T> end = last;
        spot.before = end;
        if (end == null) {
            first = spot;
        } else {
            end.after = spot;
        }
        last = spot;
        size++;
        return spot;
    }

    /// Takes out what stands there.
    void take(Spot<T> spot) {
        Spot<T> before = spot.before;
        Spot<T> after = spot.after;
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.before = before;
        }
        size--;
    }

    int size() {
        return size;
    }

    /// The one that came before all others, if there is one.
    @Nullable T first() {
        return first == null ? null : first.of;
    }

    /// All of them as they stand now.
    List<T> all() {
        List<T> all = new ArrayList<>(size);
        for (Spot<T> each = first; each != null; each = each.after) {
            all.add(each.of);
        }
        return all;
    }
}
