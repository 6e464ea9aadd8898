package dev.gyre.rotation;

import dev.gyre.egress.Egress;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// How much is under way by each egress, and how long it took to connect of late. Safe for all threads, and bounded: an egress
/// by which nothing is under way is forgotten when too many are known.
///
/// Times are a peak EWMA (Finagle's): a slower one counts at once, a faster one little by little.
final class Load {

    /// How many egresses are known, but for those by which something is under way.
    static final int MOST = 65_536;

    /// After so long, what was measured before counts for little more than a third of what is measured now.
    private static final double DECAY_NANOS = 10e9;

    private final ConcurrentHashMap<Egress, Use> uses = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    Load(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private static final class Use {
        private int underWay;
        private boolean gone;
        private double nanos;
        private boolean measured;
        private long measuredAt;
    }

    void begins(Egress egress) {
        while (true) {
            Use use = uses.get(egress);
            if (use == null) {
                if (uses.size() >= MOST) {
                    forgetSome();
                }
                use = uses.computeIfAbsent(egress, _ -> new Use());
            }
            synchronized (use) {
                if (!use.gone) {
                    use.underWay++;
                    return;
                }
            }
        }
    }

    void ends(Egress egress) {
        Use use = uses.get(egress);
        if (use == null) {
            return;
        }
        boolean useless;
        synchronized (use) {
            use.underWay--;
            useless = use.underWay == 0 && !use.measured;
            use.gone |= useless;
        }
        if (useless) {
            uses.remove(egress, use);
        }
    }

    /// @param nanos how long it took to get to a target
    void connected(Egress egress, long nanos) {
        Use use = uses.get(egress);
        if (use == null) {
            return;
        }
        long now = nanoTime.getAsLong();
        synchronized (use) {
            if (nanos >= use.nanos) {
                use.nanos = nanos;
            } else {
                double old = Math.exp(-(now - use.measuredAt) / DECAY_NANOS);
                use.nanos = use.nanos * old + nanos * (1 - old);
            }
            use.measured = true;
            use.measuredAt = now;
        }
    }

    /// How many requests and tunnels are under way by an egress.
    int underWay(Egress egress) {
        @Nullable Use use = uses.get(egress);
        if (use == null) {
            return 0;
        }
        synchronized (use) {
            return use.underWay;
        }
    }

    /// What a further request by this egress costs beside others: its time, for each that is under way and for this one. Nothing for
    /// one that is not known yet, so that it becomes known.
    double cost(Egress egress) {
        @Nullable Use use = uses.get(egress);
        if (use == null) {
            return 0;
        }
        synchronized (use) {
            return !use.measured ? use.underWay : use.nanos * (use.underWay + 1.0);
        }
    }

    /// Those by which nothing is under way, a quarter of them at most.
    private void forgetSome() {
        int left = MOST / 4;
        Iterator<Map.Entry<Egress, Use>> each = uses.entrySet().iterator();
        while (left > 0 && each.hasNext()) {
            Map.Entry<Egress, Use> entry = each.next();
            Use use = entry.getValue();
            synchronized (use) {
                if (use.underWay > 0) {
                    continue;
                }
                use.gone = true;
            }
            uses.remove(entry.getKey(), use);
            left--;
        }
    }
}
