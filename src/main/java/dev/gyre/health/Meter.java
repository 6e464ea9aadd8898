package dev.gyre.health;

import dev.gyre.egress.Limits;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What has passed by an egress in its period, which begins with its first use. Guarded by who owns it.
final class Meter {

    /// No period is longer.
    private static final long LONGEST = TimeUnit.DAYS.toNanos(366);

    private Limits limits = Limits.NONE;
    private long end;
    private boolean running;
    private long requests;
    private long bytes;

    void limits(Limits now) {
        limits = now;
    }

    void begins(long now) {
        if (limits.isMetered()) {
            goOn(now);
            requests++;
        }
    }

    void carried(long octets, long now) {
        if (limits.isMetered()) {
            goOn(now);
            bytes += octets;
        }
    }

    private void goOn(long now) {
        if (!running || end - now <= 0) {
            running = true;
            end = now + limits.period().toNanos();
            requests = 0;
            bytes = 0;
        }
    }

    boolean isUsedUp(long now) {
        return runs(now)
                && ((limits.requests().isPresent() && requests >= limits.requests().getAsLong())
                        || (limits.bytes().isPresent() && bytes >= limits.bytes().getAsLong()));
    }

    /// Whether anything counts in a period that is not over.
    boolean runs(long now) {
        return running && end - now > 0;
    }

    Optional<Learned.Quota> learned(long now) {
        return runs(now)
                ? Optional.of(new Learned.Quota(requests, bytes, Duration.ofNanos(end - now)))
                : Optional.empty();
    }

    void restore(Learned.Quota quota, long now) {
        running = true;
        requests = quota.requests();
        bytes = quota.bytes();
        // What a file says may be any number.
        end = now + Math.min(LONGEST, TimeUnit.NANOSECONDS.convert(quota.left()));
    }
}
