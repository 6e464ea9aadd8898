package dev.gyre.access;

import dev.gyre.net.Credentials;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Tells users by their passwords. What a user has said rightly is known for an hour, and worked out once, however many connections say
/// it at a time; what is new is worked out on a few threads of its own. Safe for all threads, and bounded.
public final class Logins implements AutoCloseable {

    private static final int MOST_WAITING = 256;
    private static final int MOST_TOGETHER = 1024;
    private static final long IDLE_SECONDS = 10;

    private final LongSupplier nanoTime;
    private final Consumer<InetAddress> heldOff;
    private final KnownLogins known = new KnownLogins();
    private final FailedLogins failed = new FailedLogins();

    /// Who waits for what is being worked out.
    private final Map<Octets, List<Consumer<Verdict>>> underWay = new HashMap<>();

    private final ThreadPoolExecutor workers;

    /// @param nanoTime a clock that never goes back
    /// @param heldOff is told who has given so many wrong passwords that theirs are not looked at for a while
    public Logins(LongSupplier nanoTime, Consumer<InetAddress> heldOff) {
        this.nanoTime = nanoTime;
        this.heldOff = heldOff;
        int most = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        this.workers =
                new ThreadPoolExecutor(
                        most,
                        most,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(MOST_WAITING),
                        Thread.ofPlatform().daemon().name("passwords-", 0).factory());
        workers.allowCoreThreadTimeOut(true);
    }

    /// Whether these are a user's, as far as that is known without work.
    public boolean isKnown(Users users, Credentials said) {
        return known.has(known.digest(users, said), nanoTime.getAsLong());
    }

    /// Finds out whether these are a user's.
    ///
    /// @param client who says them
    /// @param told is told once: at once, or later by a thread of ours; must not block
    public void check(Users users, InetAddress client, Credentials said, Consumer<Verdict> told) {
        Octets digest = known.digest(users, said);
        long now = nanoTime.getAsLong();
        if (known.has(digest, now)) {
            told.accept(Verdict.KNOWN);
            return;
        }
        switch (admission(digest, client, now, told)) {
            case JOINED -> {}
            case HELD_OFF -> told.accept(Verdict.HELD_OFF);
            case FULL -> told.accept(Verdict.BUSY);
            case FIRST -> begin(users, client, said, digest);
        }
    }

    private enum Admission {
        /// Nobody has said the same just now: it is to be worked out.
        FIRST,
        /// Somebody has, and what comes of it holds for both.
        JOINED,
        HELD_OFF,
        FULL
    }

    private Admission admission(
            Octets digest, InetAddress client, long now, Consumer<Verdict> told) {
        synchronized (underWay) {
            List<Consumer<Verdict>> others = underWay.get(digest);
            if (others != null) {
                return others.size() < MOST_TOGETHER && others.add(told)
                        ? Admission.JOINED
                        : Admission.FULL;
            }
            if (!failed.begins(client, now)) {
                return Admission.HELD_OFF;
            }
            underWay.put(digest, new ArrayList<>(List.of(told)));
            return Admission.FIRST;
        }
    }

    private void begin(Users users, InetAddress client, Credentials said, Octets digest) {
        try {
            workers.execute(() -> {
                Verdict verdict = Verdict.BUSY; // if it can't be worked out, for want of memory
                try {
                    verdict = verdict(users, said, digest);
                } finally {
                    end(client, digest, verdict);
                }
            });
        } catch (RejectedExecutionException full) {
            end(client, digest, Verdict.BUSY);
        }
    }

    private Verdict verdict(Users users, Credentials said, Octets digest) {
        int ofName = known.digest(users, new Credentials(said.user(), "")).hashCode();
        if (!users.hash(said.user(), ofName).isOf(said.password())) {
            return Verdict.UNKNOWN;
        }
        known.add(digest, nanoTime.getAsLong());
        return Verdict.KNOWN;
    }

    private void end(InetAddress client, Octets digest, Verdict verdict) {
        if (failed.ended(client, verdict == Verdict.UNKNOWN, nanoTime.getAsLong())) {
            heldOff.accept(client);
        }
        List<Consumer<Verdict>> all;
        synchronized (underWay) {
            all = List.copyOf(underWay.remove(digest));
        }
        all.forEach(each -> each.accept(verdict));
    }

    /// Works no more. What waits is never told.
    @Override
    public void close() {
        workers.shutdownNow();
    }
}
