package dev.gyre.app.upkeep;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait until a list is asked for again: never quite as long as the time before, so that many proxies don't ask at once.
///
/// @param interval between two fetches that go well
record Pace(Duration interval) {

    private static final Duration FIRST_RETRY = Duration.ofSeconds(10);
    private static final Duration LAST_RETRY = Duration.ofHours(1);

    /// A tenth more or less.
    private static final double JITTER = 0.1;

    /// @param failures how many fetches have failed in a row; each has the next one wait twice as long
    Duration next(int failures, RandomGenerator random) {
        return jittered(failures == 0 ? interval : retry(failures), random);
    }

    private Duration retry(int failures) {
        Duration most = interval.compareTo(LAST_RETRY) > 0 ? interval : LAST_RETRY;
        int doublings = Math.min(failures - 1, 30);
        Duration wait = FIRST_RETRY.multipliedBy(1L << doublings);
        return wait.compareTo(most) > 0 ? most : wait;
    }

    private static Duration jittered(Duration wait, RandomGenerator random) {
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        return Duration.ofNanos((long) (wait.toNanos() * factor));
    }
}
