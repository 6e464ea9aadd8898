package dev.gyre.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.Grade;
import dev.gyre.egress.Hop;
import dev.gyre.egress.HopScheme;
import dev.gyre.egress.Labels;
import dev.gyre.egress.Limits;
import dev.gyre.egress.Narrowing;
import dev.gyre.egress.Reach;
import dev.gyre.health.CapSettings;
import dev.gyre.health.CoolDownSettings;
import dev.gyre.health.HealthSettings;
import dev.gyre.health.Standing;
import dev.gyre.net.Addresses;
import dev.gyre.net.Site;
import dev.gyre.net.Target;
import dev.gyre.rotation.Leasing.Refused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Which egress is chosen by what was learned of them.
final class HealthyRotationTest {

    private static final InetAddress CLIENT = Addresses.parse("192.0.2.1").orElseThrow();
    private static final Site SITE = Site.of(Rotation.TARGET.host());
    private static final CapSettings NO_CAPS = CapSettings.NONE;
    private static final CoolDownSettings COOL = CoolDownSettings.DEFAULT;

    private static final EgressPool LARGE = pool(0, 100_000, Limits.NONE);

    private long now = 1;

    private static Egress hop(int number) {
        return new Egress.Chain(hops(number));
    }

    private static List<Hop> hops(int number) {
        return List.of(
                new Hop(
                        HopScheme.SOCKS5H,
                        Target.parse("h" + number + ".example:1080").orElseThrow(),
                        Optional.empty()));
    }

    private static EgressPool pool(int from, int to, Limits limits) {
        Labels labels = new Labels(1, Set.of(), Optional.empty(), Optional.empty(), limits);
        return EgressPool.of(
                IntStream.range(from, to)
                        .<EgressEntry>mapToObj(i -> new EgressEntry.Through(hops(i), labels))
                        .toList(),
                _ -> List.of());
    }

    private static HealthSettings settings(
            int floor, CoolDownSettings coolDowns, CapSettings caps) {
        HealthSettings otherwise = HealthSettings.DEFAULT;
        return new HealthSettings(
                otherwise.failures(),
                otherwise.rate(),
                otherwise.window(),
                otherwise.out(),
                otherwise.most(),
                floor,
                coolDowns,
                caps,
                Grade.ELITE);
    }

    private static CapSettings caps(int inFlight) {
        return new CapSettings(
                OptionalInt.of(inFlight), OptionalInt.empty(), Duration.ofSeconds(1), 16);
    }

    private static CoolDownSettings coolDowns(boolean strict, boolean moves) {
        return new CoolDownSettings(COOL.statuses(), COOL.ban(), COOL.most(), strict, moves);
    }

    private Rotation rotation(EgressPool pool, Pick pick, HealthSettings health) {
        return new Rotation(pool, new RotationSettings(Every.REQUEST, pick), health, () -> now);
    }

    private Rotation rotation(int size, HealthSettings health) {
        return rotation(pool(0, size, Limits.NONE), Pick.RANDOM, health);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private static Wish named(String name, Wish.Strength strength) {
        return new Wish(
                Optional.of(name), Optional.empty(), Optional.of(strength), false, Narrowing.NONE);
    }

    private static Leasing lease(Rotation rotation) {
        return rotation.lease(rotation.begin(CLIENT), Reach.NAME, Set.of());
    }

    private static Egress take(Rotation rotation) {
        Lease lease = (Lease) lease(rotation);
        lease.released();
        return lease.egress();
    }

    private static void takeOut(Rotation rotation, Egress egress) {
        for (int i = 0; i < 3; i++) {
            rotation.health.probed(egress, false, 1);
        }
    }

    private static int bits(Rotation rotation, Egress egress) {
        return rotation.health.of(egress, SITE).bits();
    }

    @ParameterizedTest
    @EnumSource(Pick.class)
    void neverAnUnusableOneWhileAUsableOneExists(Pick pick) {
        for (int size : new int[] {1, 2, 7, 60, 900}) {
            for (int floor : new int[] {0, 10}) {
                walk(pick, size, floor, 300);
            }
        }
        walk(pick, 3_000, 0, 100);
    }

    /// A random walk: requests that fail, are refused by the site, hang on, and end.
    private void walk(Pick pick, int size, int floor, int steps) {
        SplittableRandom random = new SplittableRandom(size * 31L + floor);
        Rotation rotation =
                rotation(
                        pool(0, size, Limits.NONE),
                        pick,
                        settings(floor, coolDowns(random.nextBoolean(), false), caps(2)));
        List<Egress> all = IntStream.range(0, size).mapToObj(HealthyRotationTest::hop).toList();
        Set<Egress> known = new HashSet<>(all);
        // Most of it is bad from the start.
        for (Egress each : all) {
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3, 4, 5 -> takeOut(rotation, each);
                case 6 -> rotation.health.graded(each, Grade.TRANSPARENT);
                case 7 -> rotation.health.banned(each, SITE);
                case 8 -> rotation.health.probed(each, false, 1);
                default -> {}
            }
        }
        List<Lease> open = new ArrayList<>();
        Set<Egress> tried = new HashSet<>();
        for (int step = 0; step < steps; step++) {
            int[] before = all.stream().mapToInt(each -> rank(rotation, each, tried)).toArray();
            int best = Arrays.stream(before).min().orElseThrow();
            switch (rotation.lease(rotation.begin(CLIENT), Reach.NAME, tried)) {
                case Lease lease -> {
                    assertThat(known).contains(lease.egress());
                    assertThat(tried).doesNotContain(lease.egress());
                    int its = before[all.indexOf(lease.egress())];
                    assertThat(lease.isTrial()).isEqualTo(its == 98);
                    assertThat(its).isLessThan(99);
                    if (!lease.isTrial()) {
                        assertThat(its).isEqualTo(best);
                    }
                    open.add(lease);
                }
                case Refused refused -> {
                    assertThat(best).isGreaterThanOrEqualTo(99);
                    assertThat(refused).isNotEqualTo(Refused.TOO_SOON);
                }
            }
            assertThat(rotation.health.out()).isLessThanOrEqualTo(size - (size * floor + 99) / 100);
            tried.clear();
            while (open.size() > random.nextInt(4)) {
                Lease lease = open.remove(random.nextInt(open.size()));
                switch (random.nextInt(6)) {
                    case 0 -> lease.failed(false, 1);
                    case 1, 2 -> {
                        lease.failed(true, 1);
                        tried.add(lease.egress());
                    }
                    case 3 -> {
                        lease.connected(1);
                        lease.answered(429, Optional.empty());
                    }
                    default -> lease.connected(1);
                }
                lease.released();
            }
            pass(Duration.ofMillis(random.nextInt(20_000)));
        }
    }

    /// 0 good, 1 set back, 2 the site does not want it, 98 out but to be tried, 99 not to be used.
    private static int rank(Rotation rotation, Egress egress, Set<Egress> tried) {
        Standing standing = rotation.health.of(egress, SITE);
        boolean strict = rotation.health.settings().coolDowns().strict();
        if (tried.contains(egress)
                || standing.isUnusable()
                || (strict && standing.is(Standing.COOLING))) {
            return 99;
        }
        if (standing.is(Standing.DUE)) {
            return 98;
        }
        return standing.is(Standing.COOLING) ? 2 : standing.is(Standing.SET_BACK) ? 1 : 0;
    }

    @ParameterizedTest
    @EnumSource(Pick.class)
    void everyOneThatRecoversComesBack(Pick pick) {
        comesBack(pick, 2, 1, false);
        comesBack(pick, 2, 1, true);
        comesBack(pick, 100_000, 200, false);
        comesBack(pick, 100_000, 200, true);
    }

    private void comesBack(Pick pick, int size, int bad, boolean named) {
        EgressPool pool = size == 100_000 ? LARGE : pool(0, size, Limits.NONE);
        Rotation rotation = rotation(pool, pick, settings(0, COOL, NO_CAPS));
        for (int i = 0; i < bad; i++) {
            takeOut(rotation, hop(i));
        }
        assertThat(rotation.health.out()).isEqualTo(bad);
        pass(Duration.ofMinutes(1));
        int requests = 0;
        while (rotation.health.out() > 0 && requests < 40 * bad + 40) {
            Wish wish = named ? named("n" + requests, Wish.Strength.SOFT) : Wish.NONE;
            Target target = Rotation.target("www.site" + requests++ + ".example:80");
            Lease lease =
                    (Lease)
                            rotation.rotator.lease(
                                    rotation.begin(CLIENT, wish, target),
                                    Reach.NAME,
                                    Set.of(),
                                    target);
            lease.connected(1);
            lease.released();
        }
        assertThat(rotation.health.out()).isZero();
    }

    @Test
    void hardSessionsOnlyTryTheirOwn() {
        Rotation rotation = rotation(2, settings(0, COOL, NO_CAPS));
        Session session = rotation.begin(CLIENT, named("a", Wish.Strength.HARD), Rotation.TARGET);
        Lease first = rotation.take(session, Reach.NAME);
        first.connected(1);
        first.released();
        takeOut(rotation, first.egress());
        assertThat(rotation.lease(session, Reach.NAME, Set.of())).isEqualTo(Refused.SESSION_LOST);
        pass(Duration.ofMinutes(1));
        Lease trial = rotation.take(session, Reach.NAME);
        assertThat(trial.egress()).isEqualTo(first.egress());
        assertThat(trial.isTrial()).isTrue();
        assertThat(rotation.lease(session, Reach.NAME, Set.of()))
                .as("what comes of the trial is waited for")
                .isEqualTo(Refused.ALL_FULL);
        trial.connected(1);
        assertThat(rotation.take(session, Reach.NAME).egress()).isEqualTo(first.egress());
        assertThat(rotation.health.out()).isZero();
    }

    @Test
    void aSoftSessionMovesFromWhatIsOut() {
        Rotation rotation = rotation(10, settings(0, COOL, NO_CAPS));
        Session session = rotation.begin(CLIENT, named("a", Wish.Strength.SOFT), Rotation.TARGET);
        Lease first = rotation.take(session, Reach.NAME);
        first.connected(1);
        takeOut(rotation, first.egress());
        Lease moved = rotation.take(session, Reach.NAME);
        assertThat(moved.egress()).isNotEqualTo(first.egress());
        assertThat(moved.sessionMoved()).isTrue();
    }

    @Test
    void whenAllIsOutNothingServesUntilATrialIsDue() {
        Rotation rotation = rotation(5, settings(0, COOL, NO_CAPS));
        for (int i = 0; i < 5; i++) {
            takeOut(rotation, hop(i));
        }
        for (int i = 0; i < 3; i++) {
            assertThat(lease(rotation)).isEqualTo(Refused.ALL_OUT);
        }
        assertThat(rotation.counts.of(RotationEvent.ALL_OUT)).isEqualTo(3);
        pass(Duration.ofMinutes(1));
        Set<Egress> trials = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            Lease lease = (Lease) lease(rotation);
            assertThat(lease.isTrial()).isTrue();
            trials.add(lease.egress());
        }
        assertThat(trials).hasSize(5);
        assertThat(lease(rotation)).isEqualTo(Refused.ALL_OUT);
        rotation.health.probed(hop(3), true, 1);
        assertThat(take(rotation)).isEqualTo(hop(3));
    }

    @Test
    void whatAllTellTooMuchOfIsNotUsed() {
        Rotation rotation = rotation(3, HealthSettings.DEFAULT);
        for (int i = 0; i < 3; i++) {
            rotation.health.graded(hop(i), Grade.TRANSPARENT);
        }
        assertThat(lease(rotation)).isEqualTo(Refused.ALL_OUT);
        rotation.health.graded(hop(1), Grade.ELITE);
        assertThat(take(rotation)).isEqualTo(hop(1));
    }

    @Test
    void whatIsUsedUpIsNotUsedBeforeItsPeriodIsOver() {
        Limits two =
                new Limits(
                        OptionalInt.empty(),
                        OptionalLong.of(2),
                        OptionalLong.empty(),
                        Duration.ofHours(1));
        Rotation rotation = rotation(pool(0, 3, two), Pick.RANDOM, HealthSettings.DEFAULT);
        for (int i = 0; i < 6; i++) {
            take(rotation);
        }
        assertThat(lease(rotation)).isEqualTo(Refused.ALL_OUT);
        pass(Duration.ofHours(1));
        take(rotation);
    }

    @Test
    void theOneServesThatTheSiteWillWantFirst() {
        Rotation rotation = rotation(4, settings(10, coolDowns(false, false), NO_CAPS));
        rotation.health.answered(hop(2), SITE, 503, Optional.empty());
        for (int i = 0; i < 4; i++) {
            if (i != 2) {
                rotation.health.banned(hop(i), SITE);
            }
        }
        for (int i = 0; i < 10; i++) {
            assertThat(take(rotation)).isEqualTo(hop(2));
        }
        assertThat(rotation.counts.of(RotationEvent.COOLING_USED)).isEqualTo(10);
        Lease elsewhere =
                rotation.take(rotation.begin(CLIENT), Reach.NAME, Rotation.target("o.test:1"));
        assertThat(elsewhere.egress()).isNotNull();
        assertThat(rotation.counts.of(RotationEvent.COOLING_USED)).isEqualTo(10);
    }

    @Test
    void orNoneServesWhereThatIsStrict() {
        Rotation rotation = rotation(4, settings(10, coolDowns(true, false), NO_CAPS));
        for (int i = 0; i < 4; i++) {
            Lease lease = (Lease) lease(rotation);
            lease.connected(1);
            lease.answered(403, Optional.empty());
            lease.released();
        }
        assertThat(lease(rotation)).isEqualTo(Refused.ALL_COOLING);
        assertThat(rotation.counts.of(RotationEvent.ALL_COOLING)).isOne();
        pass(Duration.ofMinutes(1));
        take(rotation);
    }

    @ParameterizedTest
    @CsvSource({"false, SOFT, false", "true, SOFT, true", "true, HARD, false"})
    void aSessionStaysWhereTheSiteRefusesItUnlessItMayMove(
            boolean moves, Wish.Strength strength, boolean moved) {
        Rotation rotation = rotation(10, settings(10, coolDowns(false, moves), NO_CAPS));
        Session session = rotation.begin(CLIENT, named("a", strength), Rotation.TARGET);
        Lease first = rotation.take(session, Reach.NAME);
        first.connected(1);
        first.answered(429, Optional.empty());
        first.released();
        Lease second = rotation.take(session, Reach.NAME);
        assertThat(second.sessionMoved()).isEqualTo(moved);
        assertThat(second.egress().equals(first.egress())).isEqualTo(!moved);
    }

    @Test
    void aSessionThatMayMoveStaysWhereAllAreRefused() {
        Rotation rotation = rotation(3, settings(10, coolDowns(false, true), NO_CAPS));
        Session session = rotation.begin(CLIENT, named("a", Wish.Strength.SOFT), Rotation.TARGET);
        Lease first = rotation.take(session, Reach.NAME);
        first.connected(1);
        first.released();
        for (int i = 0; i < 3; i++) {
            rotation.health.banned(hop(i), SITE);
        }
        assertThat(rotation.take(session, Reach.NAME).egress()).isEqualTo(first.egress());
        assertThat(rotation.counts.of(RotationEvent.SESSION_MOVED)).isZero();
    }

    @Test
    void feedbackIsOfTheEgressByWhichTheSessionWasThereLast() {
        Rotation rotation = rotation(10, HealthSettings.DEFAULT);
        Session session = rotation.begin(CLIENT, named("a", Wish.Strength.SOFT), Rotation.TARGET);
        assertThat(rotation.rotator.feedback(session, Rotation.TARGET, true)).isEmpty();
        Lease lease = rotation.take(session, Reach.NAME);
        Egress egress = lease.egress();
        assertThat(rotation.rotator.feedback(session, Rotation.TARGET, true))
                .as("it was not there yet")
                .isEmpty();
        lease.connected(1);
        Target elsewhere = Rotation.target("elsewhere.example:443");
        assertThat(rotation.rotator.feedback(session, elsewhere, true)).isEmpty();
        takeOut(rotation, egress);
        Lease moved = rotation.take(session, Reach.NAME, elsewhere);
        moved.connected(1);
        assertThat(moved.egress()).isNotEqualTo(egress);
        assertThat(rotation.rotator.feedback(session, elsewhere, true)).contains(moved.egress());
        Target host = Rotation.target("static.example.com:443");
        assertThat(rotation.rotator.feedback(session, host, true))
                .as("by which it was at this site, not the last one")
                .contains(egress);
        assertThat(rotation.health.of(egress, SITE).is(Standing.COOLING)).isTrue();
        assertThat(rotation.rotator.feedback(session, Rotation.TARGET, false)).contains(egress);
        assertThat(rotation.health.of(egress, SITE).is(Standing.COOLING)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Pick.class)
    void fullOnesArePassedOver(Pick pick) {
        Rotation rotation = rotation(pool(0, 5, Limits.NONE), pick, settings(10, COOL, caps(2)));
        List<Lease> leases = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            leases.add((Lease) lease(rotation));
        }
        assertThat(lease(rotation)).isEqualTo(Refused.ALL_FULL);
        assertThat(rotation.counts.of(RotationEvent.ALL_FULL)).isOne();
        AtomicInteger woken = new AtomicInteger();
        assertThat(rotation.health.whenFree(woken::incrementAndGet)).isPresent();
        leases.get(3).released();
        assertThat(woken).hasValue(1);
        assertThat(((Lease) lease(rotation)).egress()).isEqualTo(leases.get(3).egress());
    }

    @ParameterizedTest
    @EnumSource(Wish.Strength.class)
    void aSessionWaitsForItsOwn(Wish.Strength strength) {
        Rotation rotation = rotation(5, settings(10, COOL, caps(1)));
        Session session = rotation.begin(CLIENT, named("a", strength), Rotation.TARGET);
        Lease first = rotation.take(session, Reach.NAME);
        assertThat(rotation.lease(session, Reach.NAME, Set.of())).isEqualTo(Refused.ALL_FULL);
        first.connected(1);
        assertThat(rotation.lease(session, Reach.NAME, Set.of())).isEqualTo(Refused.ALL_FULL);
        first.released();
        assertThat(rotation.take(session, Reach.NAME).egress()).isEqualTo(first.egress());
    }

    @ParameterizedTest
    @EnumSource(Pick.class)
    void capsAreNeverExceededUnderSeveralThreads(Pick pick) throws InterruptedException {
        int cap = 3;
        EgressPool pool = pool(0, 6, Limits.NONE);
        Rotation rotation =
                Rotation.unpredictable(
                        pool,
                        new RotationSettings(Every.REQUEST, pick),
                        settings(10, COOL, caps(cap)));
        Map<Egress, AtomicInteger> underWay = new ConcurrentHashMap<>();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger wrong = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(4);
        for (int thread = 0; thread < 4; thread++) {
            int seed = thread;
            Thread.ofPlatform()
                    .start(() -> {
                        SplittableRandom random = new SplittableRandom(seed);
                        List<Lease> open = new ArrayList<>();
                        for (int i = 0; i < 5_000; i++) {
                            switch (lease(rotation)) {
                                case Lease lease -> {
                                    int count =
                                            underWay.computeIfAbsent(
                                                            lease.egress(),
                                                            _ -> new AtomicInteger())
                                                    .incrementAndGet();
                                    most.accumulateAndGet(count, Math::max);
                                    open.add(lease);
                                }
                                case Refused.ALL_FULL -> refused.incrementAndGet();
                                case Refused _ -> wrong.incrementAndGet();
                            }
                            while (open.size() > random.nextInt(7)) {
                                Lease lease = open.removeFirst();
                                underWay.computeIfAbsent(lease.egress(), _ -> new AtomicInteger())
                                        .decrementAndGet();
                                lease.connected(1);
                                lease.released();
                            }
                        }
                        for (Lease lease : open) {
                            underWay.computeIfAbsent(lease.egress(), _ -> new AtomicInteger())
                                    .decrementAndGet();
                            lease.released();
                        }
                        done.countDown();
                    });
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(most.get()).isBetween(2, cap);
        assertThat(wrong).hasValue(0);
        for (int i = 0; i < 6; i++) {
            assertThat(rotation.health.underWay(hop(i))).isZero();
        }
    }

    @Test
    void anotherPoolKeepsWhatWasLearned() {
        Rotation rotation = rotation(10, settings(10, COOL, caps(1)));
        takeOut(rotation, hop(1));
        takeOut(rotation, hop(8));
        rotation.health.banned(hop(2), SITE);
        List<Lease> leases = new ArrayList<>();
        while (leases.stream().noneMatch(lease -> lease.egress().equals(hop(3)))) {
            leases.add((Lease) lease(rotation));
        }
        rotation.rotator.use(pool(1, 4, Limits.NONE));
        assertThat(bits(rotation, hop(1)) & Standing.OUT).isNotZero();
        assertThat(bits(rotation, hop(2)) & Standing.COOLING).isNotZero();
        assertThat(bits(rotation, hop(3)) & Standing.FULL).isNotZero();
        assertThat(rotation.health.out()).isOne();
    }

    @Test
    void anExplanationTellsWhatSpeaksAgainstEach() {
        Rotation rotation = rotation(8, settings(0, coolDowns(true, false), caps(1)));
        takeOut(rotation, hop(0));
        rotation.health.graded(hop(1), Grade.ANONYMOUS);
        rotation.health.banned(hop(2), SITE);
        rotation.health.probed(hop(3), false, 1);
        Lease full = (Lease) lease(rotation);
        Explanation explanation =
                rotation.rotator.explain(rotation.begin(CLIENT), Reach.NAME, Rotation.TARGET);
        List<Map<Explanation.Reason, Long>> removed =
                explanation.rows().stream().map(Explanation.Row::removed).toList();
        assertThat(removed.subList(0, 4))
                .containsExactly(
                        Map.of(Explanation.Reason.OUT, 1L),
                        Map.of(Explanation.Reason.GRADE, 1L),
                        Map.of(Explanation.Reason.COOLING, 1L),
                        Map.of(Explanation.Reason.HEALTH, 1L));
        int at =
                IntStream.range(4, 8)
                        .filter(i -> hop(i).equals(full.egress()))
                        .findFirst()
                        .orElseThrow();
        assertThat(removed.get(at)).isEqualTo(Map.of(Explanation.Reason.FULL, 1L));
    }
}
