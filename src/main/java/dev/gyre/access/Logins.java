package dev.gyre.access;

import dev.gyre.net.Credentials;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tells users by their passwords. What a user has said rightly is known for an hour, under a hash that is keyed by what nobody knows, so
/// that no password is kept and each is worked out once; what is new is worked out on a few threads of its own. Safe for all threads, and
/// bounded.
public final class Logins implements AutoCloseable {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_OCTETS = 32;
    private static final int MOST_KNOWN = 8192;
    private static final long KNOWN_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final int MOST_WAITING = 256;
    private static final long IDLE_SECONDS = 10;

    private final LongSupplier nanoTime;
    private final SecretKeySpec key;
    private final FailedLogins failed = new FailedLogins();
    private final LinkedHashMap<Octets, Long> known = new LinkedHashMap<>(16, 0.75f, true);
    private final ThreadPoolExecutor workers;

    /// @param nanoTime a clock that never goes back
    public Logins(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        byte[] random = new byte[KEY_OCTETS];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, ALGORITHM);
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
        Octets digest = digest(users, said);
        long now = nanoTime.getAsLong();
        synchronized (known) {
            Long until = known.get(digest);
            return until != null && until - now > 0;
        }
    }

    /// Finds out whether these are a user's.
    ///
    /// @param client who says them
    /// @param told is told once: at once, or later by a thread of ours; must not block
    public void check(
            Users users, InetAddress client, Credentials said, Consumer<Verdict> told) {
        if (isKnown(users, said)) {
            told.accept(Verdict.KNOWN);
        } else if (!failed.begins(client, nanoTime.getAsLong())) {
            told.accept(Verdict.HELD_OFF);
        } else {
            try {
                workers.execute(() -> told.accept(verdict(users, client, said)));
            } catch (RejectedExecutionException full) {
                failed.ended(client, false, nanoTime.getAsLong());
                told.accept(Verdict.BUSY);
            }
        }
    }

    private Verdict verdict(Users users, InetAddress client, Credentials said) {
        boolean right = false;
        boolean wrong = false;
        try {
            int seed = digest(users, new Credentials(said.user(), "")).hashCode();
            right = users.hash(said.user(), seed).isOf(said.password());
            wrong = !right;
        } finally {
            failed.ended(client, wrong, nanoTime.getAsLong());
        }
        if (right) {
            remember(digest(users, said));
        }
        return right ? Verdict.KNOWN : Verdict.UNKNOWN;
    }

    private void remember(Octets digest) {
        long now = nanoTime.getAsLong();
        synchronized (known) {
            known.put(digest, now + KNOWN_NANOS);
            if (known.size() > MOST_KNOWN) {
                Map.Entry<Octets, Long> eldest = known.firstEntry();
                known.remove(eldest.getKey());
            }
        }
    }

    /// Of a name, a password, and the hash that the user has by now: with another one, nothing is known any more.
    private Octets digest(Users users, Credentials said) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (String part : new String[] {said.user(), said.password(), users.text(said.user())}) {
                byte[] octets = part.getBytes(StandardCharsets.UTF_8);
                mac.update((byte) (octets.length >>> 16));
                mac.update((byte) (octets.length >>> 8));
                mac.update((byte) octets.length);
                mac.update(octets);
            }
            return new Octets(mac.doFinal());
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException(absent); // every JDK has it
        }
    }

    /// Works no more. What waits is never told.
    @Override
    public void close() {
        workers.shutdownNow();
    }
}
