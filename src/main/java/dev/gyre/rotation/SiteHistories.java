package dev.gyre.rotation;

import dev.gyre.net.Site;

import java.util.LinkedHashMap;
import java.util.function.LongSupplier;

/// The history of each site. Safe for all threads, and bounded: the site that was visited longest ago is forgotten first.
final class SiteHistories {

    /// How many sites are remembered.
    static final int MOST = 4096;

    /// How many visits, of all sites together, at most so often as histories are looked up.
    static final int MOST_VISITS = 1 << 20;

    /// How often the visits are counted: each so many look-ups.
    private static final int COUNTED_EACH = 1024;

    private final ReuseDistance distance;
    private final LongSupplier nanoTime;
    private final LinkedHashMap<Site, SiteHistory> bySite = new LinkedHashMap<>(16, 0.75f, true);
    private int lookUps;

    SiteHistories(ReuseDistance distance, LongSupplier nanoTime) {
        this.distance = distance;
        this.nanoTime = nanoTime;
    }

    synchronized SiteHistory of(Site site) {
        SiteHistory history =
                bySite.computeIfAbsent(site, _ -> new SiteHistory(distance, nanoTime));
        if (bySite.size() > MOST) {
            bySite.pollFirstEntry();
        }
        if (++lookUps % COUNTED_EACH == 0) {
            bound();
        }
        return history;
    }

    private void bound() {
        long visits = 0;
        for (SiteHistory each : bySite.values()) {
            visits += each.size();
        }
        while (visits > MOST_VISITS && bySite.size() > 1) {
            visits -= bySite.pollFirstEntry().getValue().size();
        }
    }
}
