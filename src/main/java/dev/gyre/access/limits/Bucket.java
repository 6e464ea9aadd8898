package dev.gyre.access.limits;

/// How many requests are free now. Time is what it holds: a request costs the time from one to the next. Not thread-safe.
final class Bucket {

    private long interval;
    private long credit;
    private long filled;

    /// Takes one.
    ///
    /// @param now in nanoseconds, by a clock that never goes back
    /// @return 0 when there was one; else nanoseconds until there will be
    long take(RequestRate rate, long now) {
        fill(rate, now);
        if (credit < interval) {
            return interval - credit;
        }
        credit -= interval;
        return 0;
    }

    /// The last one taken was not used.
    void giveBack() {
        credit += interval;
    }

    boolean isFull(RequestRate rate, long now) {
        fill(rate, now);
        return credit >= interval * rate.burst();
    }

    /// By another rate it is as full as before.
    private void fill(RequestRate rate, long now) {
        long its = rate.interval();
        long most = its * rate.burst();
        if (interval == 0) {
            credit = most;
        } else {
            credit = interval == its ? credit : (long) ((double) credit / interval * its);
            credit += now - filled;
        }
        interval = its;
        filled = now;
        credit = Math.min(credit, most);
    }
}
