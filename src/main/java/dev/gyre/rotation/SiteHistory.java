package dev.gyre.rotation;

import dev.gyre.egress.Egress;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// By which egresses one site was visited last, the longest ago first; those that are far enough back are forgotten. Safe for
/// all threads.
final class SiteHistory {

    private final ReuseDistance distance;
    private final LongSupplier nanoTime;
    private final Map<Egress, Long> visits = new LinkedHashMap<>();

    SiteHistory(ReuseDistance distance, LongSupplier nanoTime) {
        this.distance = distance;
        this.nanoTime = nanoTime;
    }

    /// Whether the site has seen this egress too short a while ago.
    synchronized boolean isNear(Egress egress) {
        Long visit = visits.get(egress);
        return visit != null && isNear(visit);
    }

    /// Notes a visit by an egress that is not near; does nothing when it is, since somebody else was faster.
    synchronized boolean visit(Egress egress) {
        if (isNear(egress)) {
            return false;
        }
        visitAgain(egress);
        return true;
    }

    /// Notes a visit by an egress however near it is.
    synchronized void visitAgain(Egress egress) {
        visits.remove(egress);
        visits.put(egress, nanoTime.getAsLong());
        Iterator<Long> eldest = visits.values().iterator();
        while (eldest.hasNext()) {
            long visit = eldest.next();
            if (visits.size() <= most() && isNear(visit)) {
                return;
            }
            eldest.remove();
        }
    }

    /// There was no visit after all.
    synchronized void withdraw(Egress egress) {
        visits.remove(egress);
    }

    /// The egress that was used longest ago of those that will do.
    synchronized Optional<Egress> longestAgo(Predicate<Egress> willDo) {
        return visits.keySet().stream().filter(willDo).findFirst();
    }

    synchronized int size() {
        return visits.size();
    }

    private int most() {
        return switch (distance) {
            case ReuseDistance.Others(int count, _) -> count;
            case ReuseDistance.Time _ -> ReuseDistance.Others.MOST;
        };
    }

    private boolean isNear(long visit) {
        return switch (distance) {
            case ReuseDistance.Others _ -> true; // what is not has been forgotten
            case ReuseDistance.Time(var time, _) -> nanoTime.getAsLong() - visit < time.toNanos();
        };
    }
}
