package dev.gyre.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.egress.AddressRange;
import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.Narrowing;
import dev.gyre.egress.Reach;
import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;
import dev.gyre.net.Isolation;
import dev.gyre.net.Target;
import dev.gyre.testkit.Loopback;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Which requests share an egress, and for how long.
final class SessionsTest {

    private static final InetAddress CLIENT = Addresses.parse("192.0.2.1").orElseThrow();
    private static final InetAddress OTHER = Addresses.parse("192.0.2.2").orElseThrow();
    private static final SessionSettings SESSIONS =
            new SessionSettings(
                    Duration.ofMinutes(30),
                    Duration.ofMinutes(10),
                    100,
                    Wish.Strength.SOFT,
                    Optional.empty());

    private long now = 42;

    private Rotation rotation(Every every) {
        return rotation(every, Pick.RANDOM, SESSIONS, "198.18.0.0/16");
    }

    private Rotation rotation(Every every, Pick pick, SessionSettings sessions, String... blocks) {
        return new Rotation(
                pool(blocks),
                new RotationSettings(every, pick, ReuseDistance.NONE, sessions),
                () -> now);
    }

    private static EgressPool pool(String... blocks) {
        List<EgressEntry> entries = new ArrayList<>();
        for (String block : blocks) {
            entries.add(new EgressEntry.Source(AddressRange.of(Cidr.parse(block).orElseThrow())));
        }
        return EgressPool.of(entries, _ -> List.of());
    }

    private static Wish named(String name) {
        return new Wish(
                Optional.of(name), Optional.empty(), Optional.empty(), false, Narrowing.NONE);
    }

    private static Wish lasting(String name, int minutes) {
        return new Wish(
                Optional.of(name),
                Optional.of(Duration.ofMinutes(minutes)),
                Optional.empty(),
                false,
                Narrowing.NONE);
    }

    private static Wish hard(String name) {
        return new Wish(
                Optional.of(name),
                Optional.empty(),
                Optional.of(Wish.Strength.HARD),
                false,
                Narrowing.NONE);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private static Egress egress(Rotation rotation, InetAddress client, Wish wish) {
        return egress(rotation, client, wish, Rotation.TARGET);
    }

    private static Egress egress(Rotation rotation, InetAddress client, Wish wish, Target target) {
        Lease lease = rotation.take(rotation.begin(client, wish, target), Reach.IPV4, target);
        lease.connected(TimeUnit.MILLISECONDS.toNanos(3));
        lease.released();
        return lease.egress();
    }

    @Test
    void everyRequestHasAnotherEgressAndSharesNothing() {
        Rotation rotation = rotation(Every.REQUEST);
        Set<Egress> seen = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            Session session = rotation.begin(CLIENT);
            Lease lease = rotation.take(session, Reach.IPV4);
            assertThat(lease.isolation()).isSameAs(Isolation.NOTHING_KEPT);
            seen.add(lease.egress());
        }
        assertThat(seen).hasSizeGreaterThan(45);
        assertThat(rotation.sessions.remembered()).isZero();
    }

    @Test
    void soManyRequestsOfAClientShareAnEgressOnWhateverConnections() {
        Rotation rotation = rotation(new Every.Requests(3));
        for (int round = 0; round < 10; round++) {
            Egress first = egress(rotation, CLIENT, Wish.NONE);
            assertThat(egress(rotation, CLIENT, Wish.NONE)).isEqualTo(first);
            assertThat(egress(rotation, OTHER, Wish.NONE)).isNotEqualTo(first);
            assertThat(egress(rotation, CLIENT, Wish.NONE)).isEqualTo(first);
            assertThat(egress(rotation, CLIENT, Wish.NONE)).isNotEqualTo(first);
            egress(rotation, CLIENT, Wish.NONE);
            egress(rotation, CLIENT, Wish.NONE);
        }
    }

    @Test
    void theNextOfThreeRequestsIsNeverByTheEgressBefore() {
        Rotation rotation =
                rotation(new Every.Requests(1_000), Pick.RANDOM, SESSIONS, "198.51.100.0/31");
        Egress before = egress(rotation, CLIENT, Wish.NONE);
        for (int i = 1; i < 10_000; i++) {
            Egress next = egress(rotation, CLIENT, Wish.NONE);
            assertThat(next.equals(before)).as("request %d", i).isEqualTo(i % 1_000 != 0);
            before = next;
        }
    }

    @Test
    void withinATimeAClientKeepsItsEgress() {
        Rotation rotation = rotation(new Every.Time(Duration.ofMinutes(10)));
        Egress first = egress(rotation, CLIENT, Wish.NONE);
        pass(Duration.ofMinutes(5));
        assertThat(egress(rotation, CLIENT, Wish.NONE)).isEqualTo(first);
        pass(Duration.ofMinutes(5).minusNanos(1));
        assertThat(egress(rotation, CLIENT, Wish.NONE)).isEqualTo(first);
        pass(Duration.ofNanos(1));
        assertThat(egress(rotation, CLIENT, Wish.NONE)).isNotEqualTo(first);
    }

    @Test
    void eachSiteHasAnEgressForAClient() {
        Rotation rotation = rotation(new Every.Site());
        Target shop = Rotation.target("shop.example.com:80");
        Target elsewhere = Rotation.target("www.example.org:443");
        Egress first = egress(rotation, CLIENT, Wish.NONE);
        assertThat(egress(rotation, CLIENT, Wish.NONE, shop)).isEqualTo(first);
        Egress second = egress(rotation, CLIENT, Wish.NONE, elsewhere);
        assertThat(second).isNotEqualTo(first);
        assertThat(egress(rotation, OTHER, Wish.NONE)).isNotEqualTo(first);
        assertThat(egress(rotation, CLIENT, Wish.NONE)).isEqualTo(first);
        assertThat(egress(rotation, CLIENT, Wish.NONE, elsewhere)).isEqualTo(second);
        pass(Duration.ofMinutes(10));
        assertThat(egress(rotation, CLIENT, Wish.NONE)).isNotEqualTo(first);
    }

    @Test
    void aClientThatNamesNoSessionKeepsItsEgressWhereOnlySessionsRotate() {
        Rotation rotation = rotation(new Every.Session());
        Egress first = egress(rotation, CLIENT, Wish.NONE);
        for (int i = 0; i < 20; i++) {
            assertThat(egress(rotation, CLIENT, Wish.NONE)).isEqualTo(first);
        }
        assertThat(egress(rotation, CLIENT, named("a"))).isNotEqualTo(first);
        assertThat(egress(rotation, CLIENT, Wish.NONE)).isEqualTo(first);
    }

    @Test
    void aConnectionIsASessionUntilItEnds() {
        Rotation rotation = rotation(new Every.Connection());
        Session session = rotation.begin(CLIENT);
        assertThat(rotation.follow(session)).isSameAs(session);
        Isolation isolation = rotation.take(session, Reach.IPV4).isolation();
        assertThat(isolation.keeps()).isTrue();
        rotation.sessions.connectionEnded(session);
        assertThat(isolation.keeps()).isFalse();
    }

    @Test
    void aNamedSessionIsTheSameByEveryRuleAndOnEveryConnection() {
        for (Every every :
                List.of(
                        Every.REQUEST,
                        new Every.Connection(),
                        new Every.Site(),
                        new Every.Session(),
                        new Every.Time(Duration.ofMinutes(1)))) {
            Rotation rotation = rotation(every);
            Egress first = egress(rotation, CLIENT, named("a"));
            assertThat(egress(rotation, CLIENT, named("a"))).isEqualTo(first);
            assertThat(egress(rotation, CLIENT, named("b"))).isNotEqualTo(first);
            assertThat(egress(rotation, OTHER, named("a"))).isNotEqualTo(first);
            assertThat(egress(rotation, CLIENT, named("a"))).isEqualTo(first);
        }
    }

    @Test
    void twoUsersOrListenersNeverShareASession() {
        Rotation rotation = rotation(Every.REQUEST);
        Set<Session> sessions = new HashSet<>();
        for (String user : List.of("alice", "bob")) {
            for (int listener = 0; listener < 2; listener++) {
                sessions.add(
                        rotation.sessions.of(
                                new Identity(CLIENT, user, listener),
                                named("a"),
                                Rotation.TARGET,
                                Optional.empty()));
            }
        }
        assertThat(sessions).hasSize(4);
    }

    @Test
    void aNameMeansTheSameEgressAtTheNextStartWithTheSameSecret() {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            assertThat(egress(rotation(Every.REQUEST), CLIENT, named(name)))
                    .isEqualTo(egress(rotation(Every.REQUEST), CLIENT, named(name)));
        }
    }

    @Test
    void namesAreSpreadOverThePool() {
        Rotation rotation = rotation(Every.REQUEST, Pick.RANDOM, SESSIONS, "198.51.100.0/28");
        int[] counts = new int[16];
        int names = 16_000;
        for (int i = 0; i < names; i++) {
            Egress.Direct direct = (Egress.Direct) egress(rotation, CLIENT, named("n" + i));
            counts[direct.source().getAddress()[3] & 15]++;
        }
        double expected = names / 16.0;
        double chiSquare = 0;
        for (int count : counts) {
            chiSquare += (count - expected) * (count - expected) / expected;
        }
        // 15 degrees of freedom: 37.7 is passed by chance once in a thousand times; the key is
        // fixed.
        assertThat(chiSquare).isLessThan(37.7);
    }

    @Test
    void aSessionEndsByItsTimeInAllOrWithoutARequest() {
        Rotation rotation = rotation(Every.REQUEST);
        Egress first = egress(rotation, CLIENT, named("a"));
        pass(Duration.ofMinutes(9));
        assertThat(egress(rotation, CLIENT, named("a"))).isEqualTo(first);
        pass(Duration.ofMinutes(9));
        assertThat(egress(rotation, CLIENT, named("a"))).isEqualTo(first);
        pass(Duration.ofMinutes(9));
        assertThat(egress(rotation, CLIENT, named("a"))).isEqualTo(first);
        pass(Duration.ofMinutes(3));
        Egress second = egress(rotation, CLIENT, named("a"));
        assertThat(second).isNotEqualTo(first);
        pass(Duration.ofMinutes(10));
        assertThat(egress(rotation, CLIENT, named("a"))).isNotEqualTo(second);
    }

    @Test
    void aClientCanSayHowLong() {
        Rotation rotation = rotation(Every.REQUEST);
        Wish hour =
                new Wish(
                        Optional.of("a"),
                        Optional.of(Duration.ofHours(1)),
                        Optional.empty(),
                        false,
                        Narrowing.NONE);
        Egress first = egress(rotation, CLIENT, hour);
        pass(Duration.ofMinutes(59));
        assertThat(egress(rotation, CLIENT, hour)).isEqualTo(first);
        pass(Duration.ofMinutes(1));
        assertThat(egress(rotation, CLIENT, hour)).isNotEqualTo(first);
    }

    @Test
    void aWishToRotateIsStrongerThanTheRule() {
        Rotation rotation = rotation(new Every.Session());
        Wish rotate =
                new Wish(
                        Optional.empty(), Optional.empty(), Optional.empty(), true, Narrowing.NONE);
        Set<Egress> seen = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            seen.add(egress(rotation, CLIENT, rotate));
        }
        assertThat(seen).hasSizeGreaterThan(15);
    }

    @Test
    void whatIsKeptForASessionEndsWithIt() {
        Rotation rotation = rotation(Every.REQUEST);
        Session session = rotation.begin(CLIENT, named("a"), Rotation.TARGET);
        Isolation isolation = rotation.take(session, Reach.IPV4).isolation();
        List<String> dropped = new ArrayList<>();
        isolation.onEnd("one", () -> dropped.add("connection"));
        isolation.onEnd("one", () -> dropped.add("again"));
        rotation.sessions.sweep();
        assertThat(dropped).isEmpty();
        pass(Duration.ofMinutes(10));
        rotation.sessions.sweep();
        assertThat(dropped).containsExactly("connection");
        assertThat(isolation.keeps()).isFalse();
        assertThat(rotation.sessions.remembered()).isOne();
        pass(Duration.ofHours(1));
        rotation.sessions.sweep();
        assertThat(rotation.sessions.remembered()).isZero();
        isolation.onEnd("two", () -> dropped.add("late"));
        assertThat(dropped).containsExactly("connection", "late");
    }

    @Test
    void whoAsksForNamesTakesNoPlaceFromOthers() {
        Rotation rotation = rotation(new Every.Session());
        Session first = rotation.begin(CLIENT);
        for (int i = 0; i < 250; i++) {
            Identity forged = new Identity(Loopback.address("203.0.113." + i), "", 1);
            rotation.sessions.ofName(forged, Wish.NONE, Rotation.TARGET, Optional.empty());
        }
        assertThat(rotation.begin(CLIENT)).isSameAs(first);
        assertThat(rotation.sessions.remembered()).isEqualTo(101);
        pass(Duration.ofHours(2));
        rotation.sessions.sweep();
        pass(Duration.ofHours(2));
        rotation.sessions.sweep();
        assertThat(rotation.sessions.remembered()).isZero();
    }

    @Test
    void theTableIsBoundedAndWhatIsForgottenIsCounted() {
        Rotation rotation = rotation(Every.REQUEST);
        Session first = rotation.begin(CLIENT, named("n0"), Rotation.TARGET);
        Isolation isolation = rotation.take(first, Reach.IPV4).isolation();
        for (int i = 1; i < 150; i++) {
            rotation.begin(CLIENT, named("n" + i), Rotation.TARGET);
        }
        assertThat(rotation.sessions.remembered()).isEqualTo(100);
        assertThat(rotation.counts.of(RotationEvent.SESSION_FORGOTTEN)).isEqualTo(50);
        assertThat(isolation.keeps()).isFalse();
    }

    @Test
    void aSoftSessionMovesWithinItsNetworkFirst() {
        Rotation rotation =
                rotation(
                        Every.REQUEST,
                        Pick.RANDOM,
                        SESSIONS,
                        "198.18.0.0/24",
                        "198.18.7.0/24",
                        "198.19.0.0/17");
        for (int i = 0; i < 20; i++) {
            Wish wish = named("n" + i);
            Egress.Direct before = (Egress.Direct) egress(rotation, CLIENT, wish);
            Session session = rotation.begin(CLIENT, wish, Rotation.TARGET);
            Isolation isolation = session.isolation();
            Lease failing = rotation.take(session, Reach.IPV4);
            assertThat(failing.egress()).isEqualTo(before);
            failing.failed(true, 0);
            Lease moved = (Lease) rotation.lease(session, Reach.IPV4, Set.of(failing.egress()));
            moved.connected(1);
            assertThat(moved.sessionMoved()).isTrue();
            assertThat(moved.egress()).isNotEqualTo(before);
            assertThat(((Egress.Direct) moved.egress()).source().getAddress())
                    .startsWith(
                            before.source().getAddress()[0],
                            before.source().getAddress()[1],
                            before.source().getAddress()[2]);
            assertThat(isolation.keeps()).isFalse();
            assertThat(moved.isolation()).isNotSameAs(isolation);
            assertThat(egress(rotation, CLIENT, wish)).isEqualTo(moved.egress());
        }
        assertThat(rotation.counts.of(RotationEvent.SESSION_MOVED)).isEqualTo(20);
    }

    @Test
    void aHardSessionFailsRatherThanMove() {
        Rotation rotation = rotation(Every.REQUEST);
        Egress first = egress(rotation, CLIENT, hard("a"));
        Session session = rotation.begin(CLIENT, hard("a"), Rotation.TARGET);
        Lease lease = rotation.take(session, Reach.IPV4);
        lease.failed(true, 0);
        assertThat(rotation.lease(session, Reach.IPV4, Set.of(lease.egress())))
                .isEqualTo(Leasing.Refused.SESSION_LOST);
        assertThat(rotation.counts.of(RotationEvent.SESSION_LOST)).isOne();
        // The next request tries it again, however lately it failed.
        assertThat(egress(rotation, CLIENT, hard("a"))).isEqualTo(first);
    }

    @Test
    void aHardSessionMayLookForItsFirstEgress() {
        Rotation rotation = rotation(Every.REQUEST);
        Session session = rotation.begin(CLIENT, hard("a"), Rotation.TARGET);
        Lease first = rotation.take(session, Reach.IPV4);
        first.failed(true, 0);
        Lease second = (Lease) rotation.lease(session, Reach.IPV4, Set.of(first.egress()));
        assertThat(second.egress()).isNotEqualTo(first.egress());
        assertThat(second.sessionMoved()).isFalse();
        assertThat(rotation.counts.of(RotationEvent.SESSION_MOVED)).isZero();
    }

    @Test
    void aSessionOutlivesAnotherPoolThatHasItsEgress() {
        Rotation rotation =
                rotation(
                        Every.REQUEST,
                        Pick.RANDOM,
                        SESSIONS,
                        "198.18.0.0/24",
                        "198.18.1.0/24",
                        "198.18.2.0/24");
        Map<String, Egress> before = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            before.put("n" + i, egress(rotation, CLIENT, named("n" + i)));
        }
        rotation.rotator.use(pool("198.18.9.0/24", "198.18.2.0/24", "198.18.0.0/24"));
        int moved = 0;
        for (Map.Entry<String, Egress> each : before.entrySet()) {
            Egress after = egress(rotation, CLIENT, named(each.getKey()));
            if (each.getValue().toString().startsWith("198.18.1.")) {
                moved++;
                assertThat(after).isNotEqualTo(each.getValue());
            } else {
                assertThat(after).isEqualTo(each.getValue());
            }
        }
        assertThat(moved).isBetween(1, 59);
        assertThat(rotation.counts.of(RotationEvent.SESSION_MOVED)).isEqualTo(moved);
        rotation.rotator.use(pool("198.18.9.0/24"));
        egress(rotation, CLIENT, hard("h"));
        rotation.rotator.use(pool("198.18.8.0/24"));
        Session lost = rotation.begin(CLIENT, hard("h"), Rotation.TARGET);
        assertThat(rotation.lease(lost, Reach.IPV4, Set.of()))
                .isEqualTo(Leasing.Refused.SESSION_LOST);
    }

    @Test
    void whatFailedForOthersMovesNoSessionThatATargetHasSeen() {
        Rotation rotation = rotation(Every.REQUEST);
        Egress first = egress(rotation, CLIENT, named("a"));
        Lease other =
                rotation.take(rotation.begin(CLIENT, named("a"), Rotation.TARGET), Reach.IPV4);
        other.failed(true, 0);
        assertThat(egress(rotation, CLIENT, named("a"))).isEqualTo(first);
        assertThat(rotation.counts.of(RotationEvent.SESSION_MOVED)).isZero();
    }

    @Test
    void aSessionMovesToNoNeighbourThatFailedWhileOthersAreGood() {
        Rotation rotation =
                rotation(Every.REQUEST, Pick.RANDOM, SESSIONS, "198.18.0.0/31", "198.19.0.0/24");
        Map<Egress, String> names = new HashMap<>();
        for (int i = 0; names.size() < 2; i++) {
            Egress each = egress(rotation, CLIENT, named("n" + i));
            if (each.toString().startsWith("198.18.")) {
                names.put(each, "n" + i);
            }
        }
        List<Egress> pair = List.copyOf(names.keySet());
        Session other = rotation.begin(CLIENT, named(names.get(pair.get(1))), Rotation.TARGET);
        rotation.take(other, Reach.IPV4).failed(true, 0);
        Session session = rotation.begin(CLIENT, named(names.get(pair.get(0))), Rotation.TARGET);
        assertThat(rotation.take(session, Reach.IPV4).egress()).isEqualTo(pair.get(0));
        Lease moved = (Lease) rotation.lease(session, Reach.IPV4, Set.of(pair.get(0)));
        assertThat(moved.egress().toString()).startsWith("198.19.");
    }

    @Test
    void whoAsksForAHardSessionDoesNotGetASoftOneOfThatName() {
        Rotation rotation = rotation(Every.REQUEST);
        Session soft = rotation.begin(CLIENT, named("a"), Rotation.TARGET);
        Session hard = rotation.begin(CLIENT, hard("a"), Rotation.TARGET);
        assertThat(hard).isNotSameAs(soft);
        assertThat(rotation.begin(CLIENT, named("a"), Rotation.TARGET)).isSameAs(soft);
    }

    @Test
    void sessionsThatAreOverTakeNoPlaceFromThoseThatLast() {
        Rotation rotation = rotation(Every.REQUEST);
        Session living = rotation.begin(CLIENT, lasting("living", 60), Rotation.TARGET);
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 90; i++) {
                rotation.begin(OTHER, lasting("n" + round + "_" + i, 1), Rotation.TARGET);
            }
            pass(Duration.ofMinutes(1));
            rotation.sessions.sweep();
        }
        assertThat(rotation.begin(CLIENT, lasting("living", 60), Rotation.TARGET)).isSameAs(living);
        assertThat(rotation.counts.of(RotationEvent.SESSION_FORGOTTEN)).isZero();
        assertThat(rotation.sessions.remembered()).isLessThanOrEqualTo(200);
    }

    @Test
    void nothingIsKeptForASessionThatHasEnded() {
        Rotation rotation = rotation(Every.REQUEST);
        Session session = rotation.begin(CLIENT, lasting("a", 1), Rotation.TARGET);
        Lease first = rotation.take(session, Reach.IPV4);
        assertThat(first.connected(1)).isTrue();
        pass(Duration.ofMinutes(1));
        rotation.sessions.sweep();
        Lease moved = (Lease) rotation.lease(session, Reach.IPV4, Set.of(first.egress()));
        assertThat(moved.isolation().keeps()).isFalse();
    }

    @Test
    void aConnectionThatComesTooLateIsNotTheSessions() {
        Rotation rotation = rotation(Every.REQUEST);
        Session session = rotation.begin(CLIENT, hard("a"), Rotation.TARGET);
        Lease slow = rotation.take(session, Reach.IPV4);
        Lease failing = rotation.take(session, Reach.IPV4);
        assertThat(failing.egress()).isEqualTo(slow.egress());
        failing.failed(true, 0);
        Lease next = (Lease) rotation.lease(session, Reach.IPV4, Set.of(failing.egress()));
        assertThat(next.connected(1)).isTrue();
        assertThat(slow.connected(1)).isFalse();
        assertThat(rotation.take(session, Reach.IPV4).egress()).isEqualTo(next.egress());
    }

    @Test
    void aSessionKeepsAnEgressForEachKindOfTarget() {
        Rotation rotation =
                rotation(Every.REQUEST, Pick.RANDOM, SESSIONS, "198.18.0.0/16", "2001:db8::/64");
        Session session = rotation.begin(CLIENT, named("a"), Rotation.TARGET);
        Egress ipv4 = rotation.take(session, Reach.IPV4).egress();
        Egress ipv6 = rotation.take(session, Reach.IPV6).egress();
        for (int i = 0; i < 10; i++) {
            assertThat(rotation.take(session, Reach.IPV4).egress()).isEqualTo(ipv4);
            assertThat(rotation.take(session, Reach.IPV6).egress()).isEqualTo(ipv6);
        }
        assertThat(rotation.counts.of(RotationEvent.SESSION_MOVED)).isZero();
    }
}
