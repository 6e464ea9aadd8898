package dev.gyre.health;

import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressPool;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.function.LongSupplier;

/// What is known of egresses, as they are in the pool that is used now. Safe for all threads.
final class Roster {

    private final Rules rules;
    private final LongSupplier nanoTime;
    private final KnownEgresses known;
    private volatile @Nullable EgressPool pool;

    /// @param most of how many anything is known
    Roster(Rules rules, int most, LongSupplier nanoTime) {
        this.rules = rules;
        this.nanoTime = nanoTime;
        this.known = new KnownEgresses(most, this::make);
    }

    private Known make(Egress egress) {
        Known fresh = new Known(egress, rules, nanoTime.getAsLong());
        place(fresh);
        return fresh;
    }

    /// Whether it is in the pool may have changed.
    void place(Known each) {
        place(each, pool);
    }

    private void place(Known each, @Nullable EgressPool current) {
        if (current != null) {
            Egress egress = each.egress();
            each.placed(current.contains(egress), current.limits(egress), nanoTime.getAsLong());
        }
    }

    @Nullable EgressPool pool() {
        return pool;
    }

    KnownEgresses known() {
        return known;
    }

    @Nullable Known find(Egress egress) {
        return known.find(egress);
    }

    /// What is known of an egress, from now on if nothing is.
    Known of(Egress egress) {
        EgressPool before = pool;
        Known its = known.of(egress, nanoTime.getAsLong());
        if (pool != before) {
            place(its);
        }
        return its;
    }

    /// Goes by this pool from now on.
    ///
    /// @return how many that were out had to come back, since so few are left
    synchronized int use(EgressPool next) {
        pool = next;
        rules.floor().of(next.size(), rules.settings().floor());
        known.all().forEach(each -> place(each, next));
        int kept = 0;
        while (rules.floor().isBroken()) {
            Optional<Egress> first = rules.trials().first();
            Known its = first.isEmpty() ? null : known.find(first.get());
            if (its == null || !its.isNeeded()) {
                break;
            }
            kept++;
        }
        return kept;
    }
}
