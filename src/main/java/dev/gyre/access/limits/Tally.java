package dev.gyre.access.limits;

/// The bytes of one period. Not thread-safe.
///
/// What the disk is told is ahead of what has passed: a slice more is promised before it passes, so that nothing that passed is forgotten
/// when the process is killed, but up to a slice may be counted that never passed.
final class Tally {

    private static final long LEAST_SLICE = 64 << 10;
    private static final long MOST_SLICE = 64 << 20;

    /// Of a quota.
    private static final int SLICES = 64;

    private long period;

    /// The latest to which what is used belongs: a clock that was set back comes to it again.
    private long latest;

    private long used;
    private long promised;

    /// Begins anew when it is another period. A clock that goes back has nothing forgotten.
    void at(long now) {
        if (now > period && now != latest) {
            used = 0;
            promised = 0;
            latest = now;
        }
        period = now;
    }

    /// An earlier run has counted these.
    void restore(long its, long bytes) {
        period = its;
        latest = its;
        used = bytes;
        promised = bytes;
    }

    long period() {
        return period;
    }

    long used() {
        return used;
    }

    /// Counts bytes that are about to pass.
    ///
    /// @return false when they don't fit in: they must not pass, and what was left is used up, too
    boolean take(long bytes, long limit) {
        if (bytes > limit - used) {
            used = Math.max(used, limit);
            return false;
        }
        used += bytes;
        return true;
    }

    boolean isUsedUp(long limit) {
        return used >= limit;
    }

    static long slice(long limit) {
        return Math.clamp(limit / SLICES, LEAST_SLICE, MOST_SLICE);
    }

    /// Whether so little of what was promised is left that nothing should pass for now.
    boolean isShort(long limit) {
        return promised < limit && promised - used < slice(limit) / 4;
    }

    /// Whether it is time to promise more.
    boolean isDue(long limit) {
        return promised < limit && promised - used < slice(limit) / 4 * 3;
    }

    /// What to write to the disk as used.
    ///
    /// @param last whether nothing will pass any more
    long promise(long limit, boolean last) {
        return last ? used : Math.max(used, Math.min(limit, used + slice(limit)));
    }

    /// This is on the disk now.
    void kept(long its, long bytes) {
        if (its == period) {
            promised = Math.max(promised, bytes);
        }
    }
}
