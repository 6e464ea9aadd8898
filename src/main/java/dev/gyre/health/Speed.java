package dev.gyre.health;

/// How long it took to connect of late: a peak EWMA (Finagle's), where a slower one counts at once, a faster one little by little.
/// Guarded by who owns it.
final class Speed {

    /// After so long, what was measured before counts for little more than a third of what is measured now.
    private static final double DECAY_NANOS = 10e9;

    private double nanos;
    private boolean measured;
    private long at;

    void connected(long took, long now) {
        if (took >= nanos) {
            nanos = took;
        } else {
            double old = Math.exp(-(now - at) / DECAY_NANOS);
            nanos = nanos * old + took * (1 - old);
        }
        measured = true;
        at = now;
    }

    boolean isMeasured() {
        return measured;
    }

    /// What a further request costs beside others: the time for each that is under way and for this one. Nothing for what is not
    /// known yet, so that it becomes known.
    double cost(int underWay) {
        return measured ? nanos * (underWay + 1.0) : underWay;
    }
}
