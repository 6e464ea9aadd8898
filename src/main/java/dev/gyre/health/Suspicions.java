package dev.gyre.health;

import dev.gyre.egress.Egress;
import dev.gyre.net.Target;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Which egresses did not get to which targets a short while ago, with nobody knowing whose fault that was. It is known when another
/// one gets there: a site that is down is down for all. Safe for all threads, and bounded: the oldest are dropped.
final class Suspicions {

    /// How long another egress may take to show it.
    static final long NANOS = TimeUnit.MINUTES.toNanos(1);

    /// How many targets.
    static final int MOST_TARGETS = 1024;

    /// How many egresses of each.
    static final int MOST_OF_A_TARGET = 64;

    private final LinkedHashMap<Target, Map<Egress, Long>> byTarget = new LinkedHashMap<>();
    private volatile boolean none = true;

    boolean isEmpty() {
        return none;
    }

    void add(Egress egress, Target target, long now) {
        synchronized (byTarget) {
            Map<Egress, Long> its = byTarget.computeIfAbsent(target, _ -> HashMap.newHashMap(2));
            if (its.size() < MOST_OF_A_TARGET || its.containsKey(egress)) {
                its.put(egress, now);
            }
            if (byTarget.size() > MOST_TARGETS) {
                byTarget.pollFirstEntry();
            }
            none = false;
        }
    }

    /// An egress got to the target.
    ///
    /// @return the others that did not, within the time; they are forgotten here, and so is what was held against this one
    List<Egress> solve(Egress by, Target target, long now) {
        synchronized (byTarget) {
            Map<Egress, Long> its = byTarget.remove(target);
            none = byTarget.isEmpty();
            if (its == null) {
                return List.of();
            }
            List<Egress> guilty = new ArrayList<>(its.size());
            its.forEach((egress, when) -> {
                if (!egress.equals(by) && now - when <= NANOS) {
                    guilty.add(egress);
                }
            });
            return guilty;
        }
    }

    /// Forgets what nobody can show any more.
    void sweep(long now) {
        if (none) {
            return;
        }
        synchronized (byTarget) {
            byTarget.values()
                    .removeIf(its -> {
                        its.values().removeIf(when -> now - when > NANOS);
                        return its.isEmpty();
                    });
            none = byTarget.isEmpty();
        }
    }
}
