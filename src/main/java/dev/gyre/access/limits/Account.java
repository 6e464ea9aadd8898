package dev.gyre.access.limits;

import dev.gyre.access.limits.Admittance.Over;
import dev.gyre.net.Failure;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// What one user, client or site has taken. Safe for all threads.
final class Account {

    /// Of the weights, the one that is never forgotten.
    static final int KEPT = 6;

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_SECONDS = TimeUnit.DAYS.toSeconds(1);
    private static final long FULL_SECONDS = 5;

    private final Kind kind;
    private final Object key;
    private final LongSupplier nanoTime;
    private final Bucket requests = new Bucket();
    private final Tally day = new Tally();
    private final Tally month = new Tally();
    private Terms terms;
    private @Nullable Shaper shaper;
    private @Nullable String id;

    /// How many have it in their hands: it must not be forgotten meanwhile.
    private int held;

    /// How many requests and tunnels are under way.
    private int open;

    /// How many TCP connections there are.
    private int connected;

    Account(Kind kind, Object key, Terms terms, LongSupplier nanoTime) {
        this.kind = kind;
        this.key = key;
        this.nanoTime = nanoTime;
        this.terms = terms;
        use(terms);
    }

    /// Goes by these from now on. What was taken stays taken.
    synchronized void use(Terms next) {
        terms = next;
        if (next.bandwidth().isEmpty()) {
            shaper = null;
        } else if (shaper == null) {
            shaper = new Shaper(next.bandwidth().getAsLong(), nanoTime);
        } else {
            shaper.use(next.bandwidth().getAsLong());
        }
    }

    synchronized void hold() {
        held++;
    }

    synchronized void letGo() {
        held--;
    }

    /// A request is asked: counts it, unless it is over a limit.
    ///
    /// @return nothing when it is within them; [#ended] is to follow then, or [#undo]
    synchronized Optional<Over> ask(Periods now, long millis) {
        at(now);
        if (isUsedUp(month, terms.month())) {
            return Optional.of(usedUp(now.monthEnd() - millis));
        }
        if (isUsedUp(day, terms.day())) {
            return Optional.of(usedUp(now.dayEnd() - millis));
        }
        if (terms.connections().isPresent() && open >= terms.connections().getAsInt()) {
            return Optional.of(new Over(Failure.TOO_MANY_AT_ONCE, FULL_SECONDS));
        }
        if (terms.requests().isPresent()) {
            long wait = requests.take(terms.requests().get(), nanoTime.getAsLong());
            if (wait > 0) {
                return Optional.of(new Over(Failure.TOO_MANY_REQUESTS, Math.ceilDiv(wait, SECOND)));
            }
        }
        open++;
        return Optional.empty();
    }

    private static Over usedUp(long millis) {
        return new Over(
                Failure.QUOTA_USED_UP, Math.clamp(Math.ceilDiv(millis, 1000L), 1, LONGEST_SECONDS));
    }

    private static boolean isUsedUp(Tally tally, OptionalLong limit) {
        return limit.isPresent() && tally.isUsedUp(limit.getAsLong());
    }

    private void at(Periods now) {
        day.at(now.day());
        month.at(now.month());
    }

    /// The request was not served after all, since it is over another's limit.
    synchronized void undo() {
        open--;
        if (terms.requests().isPresent()) {
            requests.giveBack();
        }
    }

    /// The request or tunnel is over.
    synchronized void ended() {
        open--;
    }

    /// A TCP connection comes. As many as there may be are told that there are too many.
    synchronized Place connect() {
        int most = terms.connections().orElse(Integer.MAX_VALUE);
        if (connected / 2 >= most) {
            return Place.NONE;
        }
        connected++;
        return new Place(
                connected <= most ? Place.Welcome.SERVED : Place.Welcome.REFUSED,
                this::disconnected);
    }

    private synchronized void disconnected() {
        connected--;
    }

    /// Counts bytes that are about to pass.
    ///
    /// @return false when they don't fit in, and must not
    synchronized boolean take(long bytes, Periods now) {
        at(now);
        boolean ofDay = terms.day().isEmpty() || day.take(bytes, terms.day().getAsLong());
        boolean ofMonth = terms.month().isEmpty() || month.take(bytes, terms.month().getAsLong());
        return ofDay && ofMonth;
    }

    /// Bytes have passed: for how many nanoseconds nothing more is to be read.
    long passed(long bytes) {
        Shaper its;
        synchronized (this) {
            its = shaper;
        }
        return its == null ? 0 : its.passed(bytes);
    }

    synchronized boolean isShort() {
        return (terms.day().isPresent() && day.isShort(terms.day().getAsLong()))
                || (terms.month().isPresent() && month.isShort(terms.month().getAsLong()));
    }

    synchronized boolean isDue() {
        return (terms.day().isPresent() && day.isDue(terms.day().getAsLong()))
                || (terms.month().isPresent() && month.isDue(terms.month().getAsLong()));
    }

    synchronized void restore(Usage usage) {
        day.restore(usage.day(), usage.dayBytes());
        month.restore(usage.month(), usage.monthBytes());
    }

    /// What is to be written of it; nothing when nothing has passed, nor will.
    ///
    /// @param ids by what clients and sites are known on the disk
    /// @param last whether nothing will pass any more
    synchronized Optional<Usage> promise(Ids ids, Periods now, boolean last) {
        at(now);
        boolean none = day.used() == 0 && month.used() == 0 && (last || open == 0);
        if (!terms.hasQuota() || none) {
            return Optional.empty();
        }
        String its = id;
        if (its == null) {
            its = ids.of(kind, key);
            id = its;
        }
        return Optional.of(
                new Usage(
                        kind,
                        its,
                        day.period(),
                        terms.day().isPresent()
                                ? day.promise(terms.day().getAsLong(), last)
                                : day.used(),
                        month.period(),
                        terms.month().isPresent()
                                ? month.promise(terms.month().getAsLong(), last)
                                : month.used()));
    }

    /// This is on the disk now.
    synchronized void kept(Usage usage) {
        day.kept(usage.day(), usage.dayBytes());
        month.kept(usage.month(), usage.monthBytes());
    }

    /// How much would be lost if it were forgotten: 0 for nothing, to [#KEPT] for what must not be.
    synchronized int weight(Periods now) {
        at(now);
        if (held > 0
                || open > 0
                || connected > 0
                || isUsedUp(day, terms.day())
                || isUsedUp(month, terms.month())) {
            return KEPT;
        }
        double part = Math.max(part(day, terms.day()), part(month, terms.month()));
        if (part > 0) {
            return part < 0.01 ? 2 : part < 0.1 ? 3 : part < 0.5 ? 4 : 5;
        }
        boolean full =
                terms.requests().isEmpty()
                        || requests.isFull(terms.requests().get(), nanoTime.getAsLong());
        return full && (shaper == null || shaper.isQuiet()) ? 0 : 1;
    }

    private static double part(Tally tally, OptionalLong limit) {
        return limit.isPresent() ? (double) tally.used() / limit.getAsLong() : 0;
    }
}
