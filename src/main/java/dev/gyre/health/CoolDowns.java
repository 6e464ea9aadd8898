package dev.gyre.health;

import dev.gyre.egress.Egress;
import dev.gyre.net.Site;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Which sites do not want which egresses now. Safe for all threads, and bounded: the site that was asked for longest ago is
/// forgotten first.
final class CoolDowns {

    /// How many sites are remembered.
    static final int MOST_SITES = 4096;

    /// How many egresses, those of all sites added up.
    static final int MOST = 65_536;

    /// How many sites one sweep looks at.
    private static final int SWEPT_AT_ONCE = 64;

    private volatile CoolDownSettings settings;
    private final LinkedHashMap<Site, OfSite> bySite = new LinkedHashMap<>(16, 0.75f, true);
    private int pairs;
    private volatile boolean none = true;

    CoolDowns(CoolDownSettings settings) {
        this.settings = settings;
    }

    /// Goes by these from now on; those that cool stay as they are.
    void use(CoolDownSettings next) {
        settings = next;
    }

    /// @param until its end
    /// @param length how long it was meant to be when it began
    private record CoolDown(long until, long length) {

        boolean isOver(long now) {
            return until - now <= 0;
        }

        /// Whether another would be the first again: as much time has passed as it lasted.
        boolean isForgotten(long now) {
            return until + length - now <= 0;
        }
    }

    /// Those of one site. Changed under the lock of all.
    static final class OfSite {
        private final ConcurrentHashMap<Egress, CoolDown> egresses = new ConcurrentHashMap<>();

        boolean isCooling(Egress egress, long now) {
            CoolDown coolDown = egresses.get(egress);
            return coolDown != null && !coolDown.isOver(now);
        }

        /// The one whose time is over first, of those that will do.
        Optional<Egress> firstOver(long now, Predicate<Egress> willDo) {
            @Nullable Egress first = null;
            long soonest = Long.MAX_VALUE;
            for (Map.Entry<Egress, CoolDown> each : egresses.entrySet()) {
                long left = each.getValue().until - now;
                // Whether it will do is the dearer question.
                if (left > 0 && left < soonest && willDo.test(each.getKey())) {
                    first = each.getKey();
                    soonest = left;
                }
            }
            return Optional.ofNullable(first);
        }

        int size() {
            return egresses.size();
        }
    }

    boolean isEmpty() {
        return none;
    }

    /// Those of a site, if it ever refused any.
    @Nullable OfSite of(Site site) {
        if (none) {
            return null;
        }
        synchronized (bySite) {
            return bySite.get(site);
        }
    }

    /// The site does not want the egress.
    ///
    /// @param base for how long, the first time
    /// @param asked for how long the site asks for itself
    /// @return whether it did a moment ago
    boolean refused(Egress egress, Site site, Duration base, Optional<Duration> asked, long now) {
        long most = settings.most().toNanos();
        synchronized (bySite) {
            OfSite its = bySite.computeIfAbsent(site, _ -> new OfSite());
            CoolDown before = its.egresses.get(egress);
            long length = Math.min(most, length(before, base.toNanos(), now));
            long ask = asked.map(CoolDowns::nanos).orElse(0L);
            long until = now + Math.min(most, Math.max(length, ask));
            boolean fresh = before == null || before.isOver(now);
            if (before != null && !fresh && before.until - until > 0) {
                until = before.until;
            }
            put(its, egress, new CoolDown(until, length));
            bound(site, its);
            return fresh;
        }
    }

    /// Twice as long soon after the last; but requests that were under way together are told the same, and count as one.
    private static long length(@Nullable CoolDown before, long base, long now) {
        if (before == null || before.isForgotten(now)) {
            return base;
        }
        return Math.max(base, before.isOver(now) ? before.length * 2 : before.length);
    }

    /// A site may ask for any time.
    private static long nanos(Duration duration) {
        return duration.compareTo(Duration.ofDays(365)) > 0
                ? Duration.ofDays(365).toNanos()
                : duration.toNanos();
    }

    /// The site wants the egress after all.
    void welcome(Egress egress, Site site) {
        synchronized (bySite) {
            OfSite its = bySite.get(site);
            if (its != null && its.egresses.remove(egress) != null) {
                pairs--;
                drop(site, its);
            }
        }
    }

    private void put(OfSite its, Egress egress, CoolDown coolDown) {
        if (its.egresses.put(egress, coolDown) == null) {
            pairs++;
        }
        none = false;
    }

    private void drop(Site site, OfSite its) {
        if (its.egresses.isEmpty()) {
            bySite.remove(site);
            none = bySite.isEmpty();
        }
    }

    private void bound(Site site, OfSite its) {
        while ((pairs > MOST || bySite.size() > MOST_SITES) && bySite.size() > 1) {
            // In the order of use, so that this one comes last.
            pairs -= bySite.pollFirstEntry().getValue().size();
        }
        if (pairs > MOST) {
            its.egresses.entrySet().stream()
                    .sorted(Comparator.comparingLong(each -> each.getValue().until))
                    .limit(MOST / 8)
                    .map(Map.Entry::getKey)
                    .toList()
                    .forEach(its.egresses::remove);
            pairs = its.size();
            drop(site, its);
        }
    }

    /// Forgets what no longer makes a difference.
    void sweep(long now) {
        synchronized (bySite) {
            for (int i = 0; i < SWEPT_AT_ONCE && !bySite.isEmpty(); i++) {
                Site eldest = bySite.firstEntry().getKey();
                OfSite its = bySite.firstEntry().getValue();
                pairs -= its.size();
                its.egresses.values().removeIf(each -> each.isForgotten(now));
                pairs += its.size();
                if (!its.egresses.isEmpty()) {
                    return;
                }
                drop(eldest, its);
            }
        }
    }

    /// How many egresses are remembered, those of all sites added up.
    int size() {
        synchronized (bySite) {
            return pairs;
        }
    }

    /// By egress, what may be restored.
    Map<Egress, List<Learned.CoolDown>> learned(long now) {
        Map<Egress, List<Learned.CoolDown>> all = new HashMap<>();
        synchronized (bySite) {
            bySite.forEach((site, its) ->
                    its.egresses.forEach((egress, each) -> {
                        if (!each.isOver(now)) {
                            all.computeIfAbsent(egress, _ -> new ArrayList<>())
                                    .add(
                                            new Learned.CoolDown(
                                                    site,
                                                    Duration.ofNanos(each.until - now),
                                                    Duration.ofNanos(each.length)));
                        }
                    }));
        }
        return all;
    }

    void restore(Egress egress, Learned.CoolDown learned, long now) {
        synchronized (bySite) {
            OfSite its = bySite.computeIfAbsent(learned.site(), _ -> new OfSite());
            long most = settings.most().toNanos();
            put(
                    its,
                    egress,
                    new CoolDown(
                            now + Math.min(most, nanos(learned.left())),
                            Math.min(most, nanos(learned.length()))));
            bound(learned.site(), its);
        }
    }
}
