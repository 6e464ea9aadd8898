package dev.gyre.health;

import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.Limits;
import dev.gyre.net.Site;

import org.jspecify.annotations.Nullable;

import java.util.function.LongSupplier;

/// Lets requests and tunnels begin to use egresses, as far as they may. Safe for all threads.
record Uses(Roster roster, Experience experience, Rules rules, LongSupplier nanoTime) {

    /// @param site where it goes, if that is known
    /// @param measured whether what is under way by any egress is counted, and how long it takes
    /// @return nothing when it may not: the egress is full, or out, or not to be used at all
    @Nullable Use begin(Egress egress, @Nullable Site site, boolean measured) {
        if (measured) {
            experience.measures();
        }
        EgressPool pool = roster.pool();
        @Nullable Egress all = pool == null ? null : pool.whole(egress);
        @Nullable Whole whole = null;
        if (all != null) {
            Known its = roster.find(all);
            Known.Begun begun = its == null ? Known.Begun.YES : its.begins(nanoTime.getAsLong());
            if (!begun.begun()) {
                return null;
            }
            whole = new Whole(experience, all, begun.trial());
        }
        boolean counted = measured || isCounted(egress, pool);
        @Nullable Use use = begin(egress, site, counted, whole);
        if (use == null && whole != null) {
            whole.unproven();
        }
        return use;
    }

    private boolean isCounted(Egress egress, @Nullable EgressPool pool) {
        CapSettings caps = rules.settings().caps();
        return caps.inFlight().isPresent()
                || caps.perSite().isPresent()
                || (pool != null && !pool.limits(egress).equals(Limits.NONE));
    }

    private @Nullable Use begin(
            Egress egress, @Nullable Site site, boolean counted, @Nullable Whole whole) {
        @Nullable Site counting = rules.settings().caps().perSite().isPresent() ? site : null;
        while (true) {
            Known its = counted ? roster.of(egress) : roster.find(egress);
            if (its == null) {
                return new Use(experience, egress, null, null, null, whole);
            }
            Known.Begun begun = its.begins(nanoTime.getAsLong(), counting);
            if (begun.begun()) {
                return new Use(experience, egress, its, counting, begun.trial(), whole);
            }
            if (!its.isGone()) {
                return null;
            }
        }
    }
}
