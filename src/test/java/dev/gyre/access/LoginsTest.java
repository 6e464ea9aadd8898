package dev.gyre.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.net.Addresses;
import dev.gyre.net.Credentials;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// Who is let in, by name and password.
final class LoginsTest {

    private static final InetAddress CLIENT = address("192.0.2.1");
    private static final InetAddress OTHER = address("192.0.2.2");
    private static final Credentials RIGHT = new Credentials("alice", "secret");
    private static final Users USERS = users("secret");

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // it wraps
    private final List<InetAddress> heldOff = new CopyOnWriteArrayList<>();
    private final Logins logins = new Logins(now::get, heldOff::add);
    private final BlockingQueue<Verdict> verdicts = new LinkedBlockingQueue<>();

    private static InetAddress address(String text) {
        return Addresses.parse(text).orElseThrow();
    }

    private static Users users(String password) {
        return new Users(List.of(User.of("alice", PasswordHash.of(password))), Optional.empty());
    }

    @AfterEach
    void close() {
        logins.close();
    }

    private void say(InetAddress client, String user, String password) {
        logins.check(USERS, client, new Credentials(user, password), verdicts::add);
    }

    private Verdict verdict() throws InterruptedException {
        Verdict verdict = verdicts.poll(30, TimeUnit.SECONDS);
        assertThat(verdict).isNotNull();
        return verdict;
    }

    private void fail(InetAddress client, int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            say(client, "alice", "wrong" + i);
            assertThat(verdict()).isEqualTo(Verdict.UNKNOWN);
        }
    }

    @Test
    void tellsRightFromWrong() throws InterruptedException {
        say(CLIENT, "alice", "secret");
        assertThat(verdict()).isEqualTo(Verdict.KNOWN);
        say(CLIENT, "alice", "Secret");
        assertThat(verdict()).isEqualTo(Verdict.UNKNOWN);
        say(CLIENT, "Alice", "secret");
        assertThat(verdict()).isEqualTo(Verdict.UNKNOWN);
        say(CLIENT, "", "");
        assertThat(verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void knowsForAnHourWhatWasRight() throws InterruptedException {
        assertThat(logins.isKnown(USERS, RIGHT)).isFalse();
        say(CLIENT, "alice", "secret");
        assertThat(verdict()).isEqualTo(Verdict.KNOWN);
        assertThat(logins.isKnown(USERS, RIGHT)).isTrue();
        now.addAndGet(TimeUnit.HOURS.toNanos(1) - 1);
        assertThat(logins.isKnown(USERS, RIGHT)).isTrue();
        now.addAndGet(1);
        assertThat(logins.isKnown(USERS, RIGHT)).isFalse();
    }

    @Test
    void forgetsWhatWasRightWhenTheHashIsAnother() throws InterruptedException {
        say(CLIENT, "alice", "secret");
        assertThat(verdict()).isEqualTo(Verdict.KNOWN);
        assertThat(logins.isKnown(users("secret"), RIGHT)).as("same password").isFalse();
        assertThat(logins.isKnown(Users.NOBODY, RIGHT)).as("user gone").isFalse();
    }

    @Test
    void worksOutOnceWhatManySayAtATime() throws InterruptedException {
        int many = 500;
        IntStream.range(0, many).forEach(_ -> say(CLIENT, "alice", "wrong"));
        for (int i = 0; i < many; i++) {
            assertThat(verdict()).isEqualTo(Verdict.UNKNOWN);
        }
        // One failure, not so many: the next is looked at.
        say(CLIENT, "alice", "secret");
        assertThat(verdict()).isEqualTo(Verdict.KNOWN);
    }

    @Test
    void holdsOffWhoGuesses() throws InterruptedException {
        fail(CLIENT, FailedLogins.FREE + 1);
        say(CLIENT, "alice", "secret");
        assertThat(verdict()).as("even what is right isn't looked at").isEqualTo(Verdict.HELD_OFF);
        say(OTHER, "alice", "secret");
        assertThat(verdict()).as("of others it is").isEqualTo(Verdict.KNOWN);
        say(CLIENT, "alice", "secret");
        assertThat(verdict()).as("what is known needs no look").isEqualTo(Verdict.KNOWN);
        assertThat(heldOff).as("told once").containsExactly(CLIENT);
    }

    @Test
    void holdsOffTwiceAsLongEachTime() throws InterruptedException {
        fail(CLIENT, FailedLogins.FREE + 1);
        long wait = TimeUnit.SECONDS.toNanos(1);
        for (int i = 0; i < 4; i++) {
            now.addAndGet(wait - 1);
            say(CLIENT, "alice", "early");
            assertThat(verdict()).isEqualTo(Verdict.HELD_OFF);
            now.addAndGet(1);
            fail(CLIENT, 1);
            wait *= 2;
        }
    }

    @Test
    void holdsNobodyOffForLong() throws InterruptedException {
        fail(CLIENT, FailedLogins.FREE);
        for (int i = 0; i < 10; i++) {
            now.addAndGet(TimeUnit.SECONDS.toNanos(64));
            fail(CLIENT, 1);
        }
        now.addAndGet(TimeUnit.SECONDS.toNanos(64));
        say(CLIENT, "alice", "secret");
        assertThat(verdict()).isEqualTo(Verdict.KNOWN);
    }

    @Test
    void takesAllOfAnIpv6NetworkForOneClient() throws InterruptedException {
        for (int i = 0; i <= FailedLogins.FREE; i++) {
            fail(address("2001:db8:0:1::" + (i + 1)), 1);
        }
        say(address("2001:db8:0:1:ffff::1"), "alice", "secret");
        assertThat(verdict()).isEqualTo(Verdict.HELD_OFF);
        say(address("2001:db8:0:2::1"), "alice", "secret");
        assertThat(verdict()).isEqualTo(Verdict.KNOWN);
    }

    @Test
    void hasRoomForSoManyAndNoMore() throws InterruptedException {
        int clients = 400;
        for (int i = 0; i < clients; i++) {
            say(address("198.51.100." + i % 250), "alice", "guess" + i);
        }
        int busy = 0;
        for (int i = 0; i < clients; i++) {
            busy += verdict() == Verdict.BUSY ? 1 : 0;
        }
        assertThat(busy).as("those that found the queue full").isBetween(1, clients - 200);
    }
}
