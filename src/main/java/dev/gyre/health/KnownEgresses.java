package dev.gyre.health;

import dev.gyre.egress.Egress;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The egresses of which anything is known. Safe for all threads, and bounded: beyond, one is forgotten of which nothing much is
/// known; only those that are in use are never forgotten.
final class KnownEgresses {

    /// How many are known.
    static final int MOST = 262_144;

    /// How many are looked at to find one to forget.
    private static final int LOOKS = 256;

    /// How many one sweep looks at.
    private static final int SWEPT_AT_ONCE = 4096;

    private final int most;
    private final ConcurrentHashMap<Egress, Known> known = new ConcurrentHashMap<>();
    private final Function<Egress, Known> make;
    private final Object hand = new Object();
    private Iterator<Known> forgetting;
    private Iterator<Known> sweeping;

    KnownEgresses(int most, Function<Egress, Known> make) {
        this.most = most;
        this.make = make;
        this.forgetting = known.values().iterator();
        this.sweeping = known.values().iterator();
    }

    boolean isEmpty() {
        return known.isEmpty();
    }

    int size() {
        return (int) Math.min(Integer.MAX_VALUE, known.mappingCount());
    }

    @Nullable Known find(Egress egress) {
        return known.get(egress);
    }

    /// What is known of an egress, from now on if nothing is.
    Known of(Egress egress, long now) {
        while (true) {
            Known its = known.get(egress);
            if (its == null) {
                if (known.size() >= most) {
                    forgetOne(now);
                }
                its = known.computeIfAbsent(egress, make);
            }
            if (!its.isGone()) {
                return its;
            }
            known.remove(egress, its);
        }
    }

    /// Forgets one of which there is nothing to know.
    void forget(Known its, long now) {
        if (its.go(Known.Worth.NOTHING, now)) {
            known.remove(its.egress(), its);
        }
    }

    Collection<Known> all() {
        return known.values();
    }

    /// The one that is worth the least of some that have not been looked at for long.
    private void forgetOne(long now) {
        synchronized (hand) {
            @Nullable Known least = null;
            Known.Worth lowest = Known.Worth.ALL;
            for (int i = 0; i < LOOKS && lowest != Known.Worth.NOTHING; i++) {
                if (!forgetting.hasNext()) {
                    forgetting = known.values().iterator();
                    if (!forgetting.hasNext()) {
                        return;
                    }
                }
                Known each = forgetting.next();
                Known.Worth worth = each.worth(now);
                if (worth.compareTo(lowest) < 0) {
                    lowest = worth;
                    least = each;
                }
            }
            if (least != null && least.go(lowest, now)) {
                known.remove(least.egress(), least);
            }
        }
    }

    /// Forgets those that no longer make a difference. Looks at no more than a number of them; the next call goes on.
    void sweep(long now, long idle) {
        synchronized (hand) {
            for (int i = 0; i < SWEPT_AT_ONCE; i++) {
                if (!sweeping.hasNext()) {
                    sweeping = known.values().iterator();
                    return;
                }
                Known each = sweeping.next();
                if (each.isStale(now, idle) && each.go(Known.Worth.MUCH, now)) {
                    known.remove(each.egress(), each);
                }
            }
        }
    }
}
