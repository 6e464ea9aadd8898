package dev.gyre.access;

import dev.gyre.net.Addresses;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;

/// Which clients have given wrong passwords of late, and for how long theirs are not looked at. A client is an IPv4 address, or a /64:
/// who has one has all of it. Safe for all threads, and bounded: who failed longest ago is forgotten first.
final class FailedLogins {

    /// How many are free.
    static final int FREE = 5;

    /// How many of one client may be looked at side by side: there may be many users behind one address.
    static final int MOST_AT_A_TIME = 64;

    /// How many of one that has given wrong ones.
    static final int MOST_AFTER_FAILURES = 4;

    private static final int MOST_CLIENTS = 8192;
    private static final int MOST_DOUBLINGS = 6;
    private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long REMEMBERED_NANOS = TimeUnit.MINUTES.toNanos(15);

    /// What one client has done.
    private static final class History {
        private int failures;
        private int underWay;
        private long last;
        private long until;
    }

    private final LinkedHashMap<InetAddress, History> records =
            new LinkedHashMap<>(16, 0.75f, true);

    /// Begins to look at what a client says.
    ///
    /// @return false when that is not to be looked at; else [#ended] has to follow
    synchronized boolean begins(InetAddress client, long now) {
        History its = records.computeIfAbsent(Addresses.holder(client), _ -> fresh(now));
        if (now - its.last > REMEMBERED_NANOS) {
            its.failures = 0;
        }
        boolean heldOff = its.failures > FREE && its.until - now > 0;
        int most = its.failures == 0 ? MOST_AT_A_TIME : MOST_AFTER_FAILURES;
        if (heldOff || its.underWay >= most) {
            return false;
        }
        its.underWay++;
        forgetEldest();
        return true;
    }

    private static History fresh(long now) {
        History record = new History();
        record.last = now;
        return record;
    }

    private void forgetEldest() {
        if (records.size() > MOST_CLIENTS) {
            records.pollFirstEntry();
        }
    }

    /// What a client said has been looked at.
    ///
    /// @return whether the client is held off from now on, and was not before
    synchronized boolean ended(InetAddress client, boolean wrong, long now) {
        History its = records.get(Addresses.holder(client));
        if (its == null) {
            return false; // forgotten meanwhile
        }
        its.underWay--;
        if (wrong) {
            its.failures++;
            its.last = now;
            int doublings = Math.clamp(its.failures - FREE - 1L, 0, MOST_DOUBLINGS);
            its.until = now + (FIRST_NANOS << doublings);
        } else if (its.failures == 0 && its.underWay == 0) {
            records.remove(Addresses.holder(client));
        }
        return wrong && its.failures == FREE + 1;
    }
}
