package dev.gyre.health;

import dev.gyre.egress.Limits;
import dev.gyre.net.Site;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/// What is under way by one egress, in all and to each site, and how much may be. Guarded by who owns it.
final class Load {

    private final Rules rules;

    /// Most egresses are never asked for it.
    private Map<Site, Integer> bySite = Map.of();

    private Limits limits = Limits.NONE;
    private int underWay;

    Load(Rules rules) {
        this.rules = rules;
    }

    /// What its entry allows; where it says nothing, the settings of now do.
    void limits(Limits its) {
        limits = its;
    }

    /// Whether it has no place for one more.
    ///
    /// @param site where that goes, if that is counted
    boolean isFull(@Nullable Site site) {
        CapSettings caps = rules.settings().caps();
        if (underWay >= Rules.cap(limits.inFlight(), caps.inFlight())) {
            return true;
        }
        OptionalInt perSite = caps.perSite();
        return site != null
                && perSite.isPresent()
                && bySite.getOrDefault(site, 0) >= perSite.getAsInt();
    }

    void begins(@Nullable Site site) {
        underWay++;
        if (site != null) {
            if (bySite.isEmpty()) {
                bySite = new HashMap<>(2);
            }
            bySite.merge(site, 1, Integer::sum);
        }
    }

    /// @return whether there was no place, and is one now
    boolean ends(@Nullable Site site) {
        boolean full = isFull(site);
        underWay--;
        if (site != null) {
            bySite.computeIfPresent(site, (_, count) -> count == 1 ? null : count - 1);
        }
        return full;
    }

    int underWay() {
        return underWay;
    }
}
