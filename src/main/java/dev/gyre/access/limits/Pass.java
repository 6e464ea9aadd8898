package dev.gyre.access.limits;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// One request or tunnel that is under way: counts what passes, for all whose limits it is under. Safe for all threads.
public final class Pass {

    /// What [#take] says when a quota is used up.
    public static final long USED_UP = -1;

    /// How long to wait before asking again whether the disk has been told.
    private static final long DISK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Limits limits;
    private final List<Account> accounts;
    private final boolean metered;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable Shaper own;

    /// @param accounts which are held, and asked
    /// @param metered whether any of them counts bytes
    Pass(Limits limits, List<Account> accounts, boolean metered) {
        this.limits = limits;
        this.accounts = accounts;
        this.metered = metered;
    }

    /// What passes goes by this, too.
    public void by(Shaper shaper) {
        own = shaper;
    }

    /// Whether what passes is to be told at all.
    public boolean isMetered() {
        return metered || own != null;
    }

    /// Counts bytes that are about to pass, in whichever direction; or none, to learn of the pause that is due.
    ///
    /// @return for how many nanoseconds nothing more is to be read then; or [#USED_UP]: they must not pass
    public long take(long bytes) {
        if (metered && !limits.take(accounts, bytes)) {
            return USED_UP;
        }
        Shaper its = own;
        long pause = its == null ? 0 : its.passed(bytes);
        if (metered) {
            for (Account each : accounts) {
                pause = Math.max(pause, each.passed(bytes));
            }
            pause = Math.max(pause, more());
        }
        return pause;
    }

    /// After a pause: for how many nanoseconds more nothing is to be read.
    public long more() {
        return metered && limits.isShort(accounts) ? DISK_NANOS : 0;
    }

    /// The request or tunnel is over. May be called again.
    public void close() {
        if (closed.compareAndSet(false, true)) {
            for (Account each : accounts) {
                each.ended();
                each.letGo();
            }
        }
    }
}
