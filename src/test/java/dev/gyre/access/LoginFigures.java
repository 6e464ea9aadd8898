package dev.gyre.access;

import dev.gyre.net.Addresses;
import dev.gyre.net.Credentials;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// How long a log-in takes, and whether that tells a name that somebody has from one that nobody has. Run by hand:
///
/// `java -cp target/test-classes:target/classes:CLASSPATH dev.gyre.access.LoginFigures`
final class LoginFigures {

    private static final int ROUNDS = 300;

    private final AtomicInteger client = new AtomicInteger();
    private final Users users =
            new Users(
                    List.of(
                            User.of("alice", PasswordHash.of("secret")),
                            User.of("bob", PasswordHash.of("other"))),
                    Optional.empty());

    private LoginFigures() {}

    public static void main(String[] arguments) throws InterruptedException {
        new LoginFigures().run();
    }

    private void run() throws InterruptedException {
        try (Logins logins = new Logins(System::nanoTime, _ -> {})) {
            List<Long> ours = new ArrayList<>();
            List<Long> nobodys = new ArrayList<>();
            for (int i = -20; i < ROUNDS; i++) {
                long known = micros(logins, i % 2 == 0 ? "alice" : "bob", "wrong" + i);
                long unknown = micros(logins, "nobody" + i, "wrong" + i);
                if (i >= 0) {
                    ours.add(known);
                    nobodys.add(unknown);
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "wrong password, median: a user's name %d µs, nobody's %d µs, ratio %.3f%n",
                    median(ours),
                    median(nobodys),
                    (double) median(ours) / median(nobodys));
            micros(logins, "alice", "secret");
            Credentials right = new Credentials("alice", "secret");
            int times = 1_000_000;
            int known = 0;
            for (int i = 0; i < times; i++) {
                known += logins.isKnown(users, right) ? 1 : 0;
            }
            long start = System.nanoTime();
            for (int i = 0; i < times; i++) {
                known += logins.isKnown(users, right) ? 1 : 0;
            }
            System.out.printf(
                    Locale.ROOT,
                    "known already: %d ns (%d of %d)%n",
                    (System.nanoTime() - start) / times,
                    known,
                    2 * times);
        }
    }

    private static long median(List<Long> all) {
        long[] sorted = all.stream().mapToLong(Long::longValue).sorted().toArray();
        return Arrays.stream(sorted).skip(sorted.length / 2).findFirst().orElseThrow();
    }

    /// Each from another client, so that none is held off.
    private long micros(Logins logins, String name, String password) throws InterruptedException {
        int from = client.incrementAndGet();
        InetAddress address =
                Addresses.parse("10.0." + from / 256 + "." + from % 256).orElseThrow();
        CountDownLatch done = new CountDownLatch(1);
        long start = System.nanoTime();
        logins.check(users, address, new Credentials(name, password), _ -> done.countDown());
        done.await();
        return (System.nanoTime() - start) / 1000;
    }
}
