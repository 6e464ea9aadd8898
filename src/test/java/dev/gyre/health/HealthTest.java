package dev.gyre.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.egress.AddressRange;
import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.Grade;
import dev.gyre.egress.Limits;
import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;
import dev.gyre.net.Host;
import dev.gyre.net.Site;
import dev.gyre.net.Target;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/// What is learned of egresses, on a clock of the test's own.
final class HealthTest {

    private static final Site SITE = new Site("example.com");
    private static final Site OTHER = new Site("example.org");

    private final HealthCounts counts = new HealthCounts();
    private final RandomGenerator random = new SplittableRandom(3);
    private long now = -5;

    private Health health(HealthSettings settings, EgressPool pool) {
        Health health = new Health(settings, () -> random, () -> now, counts);
        health.use(pool);
        return health;
    }

    private Health health(int pool) {
        return health(HealthSettings.DEFAULT, Pool.of(pool));
    }

    private static HealthSettings with(int floor, CoolDownSettings coolDowns, CapSettings caps) {
        return new HealthSettings(
                3,
                50,
                20,
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                floor,
                coolDowns,
                caps,
                Grade.ELITE);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private static Use begin(Health health, Egress egress) {
        return Objects.requireNonNull(health.begin(egress, SITE, false));
    }

    private static void fails(Health health, Egress egress, int times) {
        for (int i = 0; i < times; i++) {
            Use use = begin(health, egress);
            use.failed(true, 1);
            use.ended();
        }
    }

    private static void works(Health health, Egress egress) {
        Use use = begin(health, egress);
        use.connected(1);
        use.ended();
    }

    private static boolean is(Health health, Egress egress, int constant) {
        return health.of(egress, SITE).is(constant);
    }

    /// For how long it is out from now, to the second.
    private Duration untilDue(Health health, Egress egress) {
        long start = now;
        while (!is(health, egress, Standing.DUE)) {
            pass(Duration.ofSeconds(1));
        }
        return Duration.ofNanos(now - start);
    }

    private static void trialFails(Health health, Egress egress) {
        Use trial = begin(health, egress);
        assertThat(trial.isTrial()).isTrue();
        trial.failed(true, 1);
        trial.ended();
    }

    @Test
    void oneFaultOnlySetsItBack() {
        Health health = health(10);
        fails(health, Pool.hop(1), 2);
        assertThat(health.of(Pool.hop(1), SITE)).isEqualTo(new Standing(Standing.SET_BACK));
        pass(Duration.ofSeconds(30));
        assertThat(health.of(Pool.hop(1), SITE)).isEqualTo(new Standing(Standing.GOOD));
        assertThat(counts.of(HealthEvent.TAKEN_OUT)).isZero();
    }

    @Test
    void asManyFaultsInARowTakeItOut() {
        Health health = health(10);
        fails(health, Pool.hop(1), 2);
        works(health, Pool.hop(1));
        fails(health, Pool.hop(1), 2);
        assertThat(is(health, Pool.hop(1), Standing.OUT)).isFalse();
        fails(health, Pool.hop(1), 1);
        assertThat(health.of(Pool.hop(1), SITE).isUnusable()).isTrue();
        assertThat(health.begin(Pool.hop(1), SITE, false)).isNull();
        assertThat(counts.of(HealthEvent.TAKEN_OUT)).isOne();
        assertThat(health.out()).isOne();
    }

    private static void isSilent(Health health, Egress egress, Target target) {
        Use use = begin(health, egress);
        use.undecided(target, 1);
        use.ended();
    }

    private static Target target(String name) {
        return new Target(new Host.Name(name), 443);
    }

    @Test
    void silenceCountsOnlyWhenAnotherGetsToTheSameTargetWithinAMinute() {
        Health health = health(10);
        for (int i = 0; i < 10; i++) {
            isSilent(health, Pool.hop(1), target("www.example.com"));
            health.reached(Pool.hop(1), target("www.example.com"));
            isSilent(health, Pool.hop(1), target("www.example.com"));
            health.reached(Pool.hop(2), target("other.example.com"));
            pass(Duration.ofSeconds(61));
            health.reached(Pool.hop(2), target("www.example.com"));
        }
        assertThat(is(health, Pool.hop(1), Standing.OUT)).isFalse();
        assertThat(counts.of(HealthEvent.TAKEN_OUT)).isZero();

        for (int i = 0; i < 3; i++) {
            assertThat(is(health, Pool.hop(1), Standing.OUT)).isFalse();
            isSilent(health, Pool.hop(1), target("www.example.com"));
            pass(Duration.ofSeconds(59));
            health.reached(Pool.hop(2), target("www.example.com"));
            health.reached(Pool.hop(3), target("www.example.com"));
        }
        assertThat(is(health, Pool.hop(1), Standing.OUT)).isTrue();
    }

    @Test
    void aTrialThatIsSilentIsLeftToAnother() {
        Health health = health(10);
        fails(health, Pool.hop(1), 3);
        untilDue(health, Pool.hop(1));
        Use trial = begin(health, Pool.hop(1));
        assertThat(trial.isTrial()).isTrue();
        trial.undecided(target("www.example.org"), 1);
        trial.ended();
        assertThat(health.of(Pool.hop(1), SITE).isUnusable()).isFalse();
        works(health, Pool.hop(1));
        assertThat(is(health, Pool.hop(1), Standing.OUT)).isFalse();
    }

    /// No other egress can show whose fault it was.
    @Test
    void silenceOnTheWayToNoTargetIsHeldAgainstNobody() {
        Health health = health(10);
        for (int i = 0; i < 10; i++) {
            Use use = begin(health, Pool.hop(1));
            use.undecided(null, 1);
            use.ended();
            works(health, Pool.hop(2));
        }
        assertThat(is(health, Pool.hop(1), Standing.OUT)).isFalse();
        assertThat(is(health, Pool.hop(1), Standing.SET_BACK)).isTrue();
    }

    @Test
    void suspicionsAreBoundedAndForgotten() {
        Suspicions suspicions = new Suspicions();
        for (int site = 0; site < 3 * Suspicions.MOST_TARGETS; site++) {
            suspicions.add(Pool.hop(1), target("s" + site), now);
        }
        Target last = target("s" + (3 * Suspicions.MOST_TARGETS - 1));
        for (int hop = 0; hop < 3 * Suspicions.MOST_OF_A_TARGET; hop++) {
            suspicions.add(Pool.hop(hop), last, now);
        }
        assertThat(suspicions.solve(Pool.hop(0), target("s0"), now)).isEmpty();
        assertThat(suspicions.solve(Pool.hop(-1), last, now))
                .hasSize(Suspicions.MOST_OF_A_TARGET)
                .contains(Pool.hop(1));
        assertThat(suspicions.isEmpty()).isFalse();
        suspicions.sweep(now + Suspicions.NANOS + 1);
        assertThat(suspicions.isEmpty()).isTrue();
    }

    @Test
    void aRateOverTheWindowTakesItOut() {
        Health health = health(10);
        fails(health, Pool.hop(1), 1);
        for (int i = 0; i < 9; i++) {
            works(health, Pool.hop(1));
            fails(health, Pool.hop(1), 1);
            assertThat(is(health, Pool.hop(1), Standing.OUT)).isFalse();
        }
        works(health, Pool.hop(1));
        // 20 uses by now, 10 of them faults: the next fault finds half of the window bad.
        fails(health, Pool.hop(1), 1);
        assertThat(is(health, Pool.hop(1), Standing.OUT)).isTrue();
    }

    @Test
    void aTargetsFaultCountsNeitherWay() {
        Health health = health(10);
        for (int i = 0; i < 50; i++) {
            fails(health, Pool.hop(1), i == 20 || i == 40 ? 1 : 0);
            Use use = begin(health, Pool.hop(1));
            use.failed(false, 1);
            use.ended();
        }
        assertThat(is(health, Pool.hop(1), Standing.OUT)).isFalse();
        fails(health, Pool.hop(1), 1);
        assertThat(is(health, Pool.hop(1), Standing.OUT)).isTrue();
    }

    @Test
    void itIsOutTwiceAsLongEachTimeAndScattered() {
        Health health = health(100);
        Set<Duration> times = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            fails(health, Pool.hop(i), 3);
            long start = now;
            Duration first = untilDue(health, Pool.hop(i));
            assertThat(first).isBetween(Duration.ofSeconds(24), Duration.ofSeconds(37));
            times.add(first);
            now = start;
        }
        assertThat(times).hasSizeGreaterThan(5);
        Egress one = Pool.hop(0);
        untilDue(health, one);
        long least = 48;
        for (int i = 0; i < 8; i++) {
            trialFails(health, one);
            Duration next = untilDue(health, one);
            assertThat(next.toSeconds()).isBetween(Math.min(least, 400), Math.min(2 * least, 601));
            least *= 2;
        }
    }

    @Test
    void oneRequestAtATimeTriesIt() {
        Health health = health(10);
        fails(health, Pool.hop(1), 3);
        assertThat(health.mayBeTried()).isFalse();
        untilDue(health, Pool.hop(1));
        assertThat(health.mayBeTried()).isTrue();
        assertThat(health.toBeTried(5)).containsExactly(Pool.hop(1));
        Use trial = begin(health, Pool.hop(1));
        assertThat(trial.isTrial()).isTrue();
        assertThat(health.begin(Pool.hop(1), SITE, false)).isNull();
        assertThat(health.toBeTried(5)).isEmpty();
        // The target's fault: another may try.
        trial.failed(false, 1);
        trial.ended();
        Use second = begin(health, Pool.hop(1));
        assertThat(second.isTrial()).isTrue();
        second.connected(1);
        assertThat(counts.of(HealthEvent.CAME_BACK)).isOne();
        assertThat(health.of(Pool.hop(1), SITE)).isEqualTo(new Standing(Standing.GOOD));
        assertThat(health.out()).isZero();
        second.ended();
        works(health, Pool.hop(1));
    }

    @Test
    void theBackoffShrinksSlowly() {
        Health health = health(10);
        Egress one = Pool.hop(1);
        fails(health, one, 3);
        for (int i = 0; i < 3; i++) {
            untilDue(health, one);
            trialFails(health, one);
        }
        untilDue(health, one);
        works(health, one);
        fails(health, one, 3);
        // 30, 60, 120, 240; the next would have been 480.
        assertThat(untilDue(health, one).toSeconds()).isBetween(192L, 289L);
        works(health, one);
        for (int i = 0; i < 20 * 4; i++) {
            works(health, one);
        }
        fails(health, one, 3);
        assertThat(untilDue(health, one).toSeconds()).isBetween(24L, 37L);
    }

    @Test
    void whatBeganBeforeItWasOutSaysNothingNew() {
        Health health = health(10);
        Use early = begin(health, Pool.hop(1));
        Use earlier = begin(health, Pool.hop(1));
        fails(health, Pool.hop(1), 3);
        early.connected(1);
        assertThat(is(health, Pool.hop(1), Standing.OUT)).isTrue();
        earlier.failed(true, 1);
        assertThat(untilDue(health, Pool.hop(1)).toSeconds()).isLessThan(37);
    }

    @Test
    void theFloorHolds() {
        Health health = health(25);
        for (int i = 0; i < 25; i++) {
            fails(health, Pool.hop(i), 3);
        }
        // A tenth of 25, rounded up, stays.
        assertThat(health.out()).isEqualTo(22);
        assertThat(counts.of(HealthEvent.KEPT_IN)).isEqualTo(3);
        assertThat(health.of(Pool.hop(24), SITE)).isEqualTo(new Standing(Standing.SET_BACK));
        Health all = health(with(0, CoolDownSettings.DEFAULT, CapSettings.NONE), Pool.of(3));
        for (int i = 0; i < 3; i++) {
            fails(all, Pool.hop(i), 3);
        }
        assertThat(all.out()).isEqualTo(3);
        Health huge =
                health(
                        HealthSettings.DEFAULT,
                        EgressPool.of(
                                List.of(
                                        new EgressEntry.Source(
                                                AddressRange.of(
                                                        Cidr.parse("2001:db8::/32")
                                                                .orElseThrow()))),
                                _ -> List.of()));
        Egress one = new Egress.Direct(Addresses.parse("2001:db8::7").orElseThrow());
        fails(huge, one, 3);
        assertThat(is(huge, one, Standing.OUT)).isTrue();
    }

    @Test
    void aSmallerPoolHasItsFloorToo() {
        Health health = health(100);
        for (int i = 0; i < 20; i++) {
            fails(health, Pool.hop(i), 3);
        }
        assertThat(health.out()).isEqualTo(20);
        health.use(Pool.of(10));
        assertThat(health.out()).isEqualTo(9);
        health.use(Pool.of(50, 60, Limits.NONE));
        assertThat(health.out()).isZero();
        assertThat(health.toBeTried(50)).isEmpty();
        health.use(Pool.of(100));
        // One of ten came back for the floor; what left is still known.
        assertThat(health.out()).isEqualTo(19);
    }

    @Test
    void whatHasLeftIsForgottenAfterAWhile() {
        Health health = health(100);
        for (int i = 0; i < 20; i++) {
            fails(health, Pool.hop(i), 3);
        }
        health.use(Pool.of(10, 100, Limits.NONE));
        pass(Duration.ofMinutes(59));
        sweep(health);
        assertThat(health.size()).isEqualTo(20);
        pass(Duration.ofMinutes(1));
        sweep(health);
        assertThat(health.size()).isEqualTo(10);
        assertThat(health.out()).isEqualTo(10);
    }

    private static void sweep(Health health) {
        for (int i = 0; i < 3; i++) {
            health.sweep();
        }
    }

    @Test
    void ofWhatWorksNothingIsKept() {
        HealthSettings capped =
                with(
                        10,
                        CoolDownSettings.DEFAULT,
                        new CapSettings(
                                OptionalInt.of(2), OptionalInt.of(1), Duration.ofSeconds(1), 3));
        Health health = health(capped, Pool.of(100));
        for (int i = 0; i < 100; i++) {
            works(health, Pool.hop(i));
        }
        assertThat(health.size()).isZero();
    }

    @Test
    void whatIsKnownIsBoundedAndWhatMattersStays() {
        Health health = new Health(HealthSettings.DEFAULT, () -> random, () -> now, counts, 1000);
        health.use(Pool.of(20_000));
        for (int i = 0; i < 200; i++) {
            fails(health, Pool.hop(i), 3);
        }
        for (int i = 200; i < 10_000; i++) {
            fails(health, Pool.hop(i), 1);
        }
        assertThat(health.size()).isLessThanOrEqualTo(1000);
        assertThat(health.out()).isEqualTo(200);
        for (int i = 10_000; i < 12_000; i++) {
            fails(health, Pool.hop(i), 3);
        }
        assertThat(health.size()).isLessThanOrEqualTo(1000);
        assertThat(health.out()).isLessThanOrEqualTo(1000);
        assertThat(health.toBeTried(5)).isEmpty();
        pass(Duration.ofMinutes(10));
        assertThat(health.toBeTried(50_000)).hasSize((int) health.out());
    }

    @Test
    void aProbeBringsItBackAndMayTakeItOut() {
        Health health = health(10);
        for (int i = 0; i < 3; i++) {
            health.probed(Pool.hop(1), false, 1);
        }
        assertThat(is(health, Pool.hop(1), Standing.OUT)).isTrue();
        // Before its time nothing is learned from one more.
        health.probed(Pool.hop(1), false, 1);
        assertThat(untilDue(health, Pool.hop(1)).toSeconds()).isLessThan(37);
        health.probed(Pool.hop(1), false, 1);
        assertThat(is(health, Pool.hop(1), Standing.DUE)).isFalse();
        health.probed(Pool.hop(1), true, 1);
        assertThat(health.of(Pool.hop(1), SITE)).isEqualTo(new Standing(Standing.GOOD));
        assertThat(health.out()).isZero();
        assertThat(health.toBeTried(5)).isEmpty();
    }

    @Test
    void aGradeThatIsTooBadExcludesWhateverTheFloor() {
        Health health = health(2);
        for (int i = 0; i < 2; i++) {
            health.graded(Pool.hop(i), Grade.ANONYMOUS);
            assertThat(health.of(Pool.hop(i), SITE).isUnusable()).isTrue();
            assertThat(health.begin(Pool.hop(i), SITE, false)).isNull();
        }
        assertThat(health.grade(Pool.hop(1))).contains(Grade.ANONYMOUS);
        health.graded(Pool.hop(1), Grade.ELITE);
        assertThat(health.of(Pool.hop(1), SITE).isUnusable()).isFalse();
        assertThat(health.grade(Pool.hop(7))).isEmpty();
    }

    @Test
    void whatIsTakenOutIsToldAndWhatOneSiteRefusesIsNot() {
        Health health = health(10);
        List<Egress> burned = new ArrayList<>();
        health.tells(burned::add);
        fails(health, Pool.hop(1), 3);
        health.banned(Pool.hop(2), SITE);
        health.answered(Pool.hop(3), SITE, 429, Optional.empty());
        untilDue(health, Pool.hop(1));
        trialFails(health, Pool.hop(1));
        assertThat(burned).containsExactly(Pool.hop(1), Pool.hop(1));
    }

    @Test
    void aSiteThatRefusesIsSparedForAWhile() {
        Health health = health(10);
        health.answered(Pool.hop(1), SITE, 200, Optional.empty());
        health.answered(Pool.hop(1), SITE, 404, Optional.empty());
        assertThat(is(health, Pool.hop(1), Standing.COOLING)).isFalse();
        health.answered(Pool.hop(1), SITE, 403, Optional.empty());
        assertThat(is(health, Pool.hop(1), Standing.COOLING)).isTrue();
        assertThat(health.of(Pool.hop(1), OTHER)).isEqualTo(new Standing(Standing.GOOD));
        assertThat(counts.of(HealthEvent.COOLED)).isOne();
        pass(Duration.ofSeconds(60));
        assertThat(is(health, Pool.hop(1), Standing.COOLING)).isFalse();
        health.banned(Pool.hop(1), SITE);
        pass(Duration.ofMinutes(4));
        assertThat(is(health, Pool.hop(1), Standing.COOLING)).isTrue();
        health.welcome(Pool.hop(1), SITE);
        assertThat(is(health, Pool.hop(1), Standing.COOLING)).isFalse();
    }

    private Duration cooling(Health health, Egress egress) {
        long start = now;
        while (is(health, egress, Standing.COOLING)) {
            pass(Duration.ofSeconds(1));
        }
        return Duration.ofNanos(now - start);
    }

    @Test
    void itIsSparedTwiceAsLongEachTimeUpToTheMost() {
        Health health = health(10);
        Egress one = Pool.hop(1);
        for (int minutes : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            // Requests that were under way together count as one.
            for (int i = 0; i < 10; i++) {
                health.answered(one, SITE, 429, Optional.empty());
            }
            assertThat(cooling(health, one)).isEqualTo(Duration.ofMinutes(minutes));
        }
        // As long again without a word: it begins anew.
        pass(Duration.ofMinutes(60));
        health.answered(one, SITE, 503, Optional.empty());
        assertThat(cooling(health, one)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aSiteMayAskForMoreUpToTheMost() {
        Health health = health(10);
        health.answered(Pool.hop(1), SITE, 429, Optional.of(Duration.ofSeconds(5)));
        assertThat(cooling(health, Pool.hop(1))).isEqualTo(Duration.ofMinutes(1));
        health.answered(Pool.hop(2), SITE, 429, Optional.of(Duration.ofMinutes(20)));
        assertThat(cooling(health, Pool.hop(2))).isEqualTo(Duration.ofMinutes(20));
        health.answered(Pool.hop(3), SITE, 429, Optional.of(Duration.ofSeconds(Long.MAX_VALUE)));
        assertThat(cooling(health, Pool.hop(3))).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void coolDownsAreBounded() {
        CoolDowns coolDowns = new CoolDowns(CoolDownSettings.DEFAULT);
        for (int i = 0; i < CoolDowns.MOST_SITES + 100; i++) {
            coolDowns.refused(
                    Pool.hop(1), new Site("s" + i), Duration.ofMinutes(1), Optional.empty(), now);
        }
        assertThat(coolDowns.size()).isEqualTo(CoolDowns.MOST_SITES);
        for (int i = 0; i < CoolDowns.MOST + 5_000; i++) {
            coolDowns.refused(Pool.hop(i), SITE, Duration.ofMinutes(1), Optional.empty(), now + i);
        }
        assertThat(coolDowns.size()).isBetween(CoolDowns.MOST / 2, CoolDowns.MOST);
        CoolDowns.OfSite its = Objects.requireNonNull(coolDowns.of(SITE));
        assertThat(its.isCooling(Pool.hop(CoolDowns.MOST + 4_999), now)).isTrue();
        for (int i = 0; i < 100; i++) {
            coolDowns.sweep(now + Duration.ofMinutes(3).toNanos());
        }
        assertThat(coolDowns.size()).isZero();
        assertThat(coolDowns.isEmpty()).isTrue();
    }

    private static Limits limits(OptionalInt inFlight, OptionalLong requests, OptionalLong bytes) {
        return new Limits(inFlight, requests, bytes, Duration.ofHours(1));
    }

    @Test
    void requestsAreMeteredByPeriods() {
        Limits three = limits(OptionalInt.empty(), OptionalLong.of(3), OptionalLong.empty());
        Health health = health(HealthSettings.DEFAULT, Pool.of(0, 2, three));
        pass(Duration.ofMinutes(90));
        for (int i = 0; i < 3; i++) {
            works(health, Pool.hop(1));
        }
        assertThat(is(health, Pool.hop(1), Standing.USED_UP)).isTrue();
        assertThat(health.begin(Pool.hop(1), SITE, false)).isNull();
        // From the first use on.
        pass(Duration.ofMinutes(59));
        sweep(health);
        assertThat(is(health, Pool.hop(1), Standing.USED_UP)).isTrue();
        pass(Duration.ofMinutes(1));
        assertThat(is(health, Pool.hop(1), Standing.USED_UP)).isFalse();
        works(health, Pool.hop(1));
        assertThat(is(health, Pool.hop(1), Standing.USED_UP)).isFalse();
    }

    @Test
    void octetsAreMeteredToo() {
        Limits million =
                limits(OptionalInt.empty(), OptionalLong.empty(), OptionalLong.of(1_000_000));
        Health health = health(HealthSettings.DEFAULT, Pool.of(0, 2, million));
        Use use = begin(health, Pool.hop(1));
        use.connected(1);
        for (int i = 0; i < 999; i++) {
            use.carried(1_000);
        }
        use.ended();
        assertThat(is(health, Pool.hop(1), Standing.USED_UP)).isFalse();
        use.carried(1_000);
        assertThat(is(health, Pool.hop(1), Standing.USED_UP)).isTrue();
    }

    @Test
    void capsHoldInAllAndForASite() {
        HealthSettings capped =
                with(
                        10,
                        CoolDownSettings.DEFAULT,
                        new CapSettings(
                                OptionalInt.of(3), OptionalInt.of(2), Duration.ofSeconds(1), 3));
        Health health = health(capped, Pool.of(10));
        Egress one = Pool.hop(1);
        Use first = begin(health, one);
        begin(health, one);
        assertThat(is(health, one, Standing.FULL)).isTrue();
        assertThat(health.begin(one, SITE, false)).isNull();
        Use third = Objects.requireNonNull(health.begin(one, OTHER, false));
        assertThat(health.begin(one, new Site("third.example"), false)).isNull();
        first.ended();
        first.ended();
        assertThat(health.underWay(one)).isEqualTo(2);
        assertThat(is(health, one, Standing.FULL)).isFalse();
        third.ended();
        begin(health, one);
        assertThat(health.begin(one, SITE, false)).isNull();
    }

    @Test
    void anEntryMayHaveItsOwnCap() {
        Limits one = limits(OptionalInt.of(1), OptionalLong.empty(), OptionalLong.empty());
        Health health = health(HealthSettings.DEFAULT, Pool.of(0, 2, one));
        Use use = begin(health, Pool.hop(1));
        assertThat(is(health, Pool.hop(1), Standing.FULL)).isTrue();
        // Another pool, another cap: what is under way still counts.
        health.use(
                Pool.of(
                        0,
                        2,
                        limits(OptionalInt.of(2), OptionalLong.empty(), OptionalLong.empty())));
        begin(health, Pool.hop(1));
        assertThat(is(health, Pool.hop(1), Standing.FULL)).isTrue();
        use.ended();
        assertThat(is(health, Pool.hop(1), Standing.FULL)).isFalse();
    }

    @Test
    void whoWaitsIsWokenWhenAPlaceIsGivenBack() {
        HealthSettings capped =
                with(
                        10,
                        CoolDownSettings.DEFAULT,
                        new CapSettings(
                                OptionalInt.of(1), OptionalInt.empty(), Duration.ofSeconds(1), 3));
        Health health = health(capped, Pool.of(10));
        List<Integer> woken = new ArrayList<>();
        Use use = begin(health, Pool.hop(1));
        Runnable withdraw = health.whenFree(() -> woken.add(0)).orElseThrow();
        health.whenFree(() -> {
            woken.add(1);
            // It has no use for this place: the next one is woken.
            assertThat(health.whenFree(() -> woken.add(11))).isPresent();
        });
        health.whenFree(() -> woken.add(2));
        assertThat(health.whenFree(() -> woken.add(3))).isEmpty();
        withdraw.run();
        withdraw.run();
        assertThat(health.whenFree(() -> woken.add(4))).isPresent();
        use.ended();
        assertThat(woken).containsExactly(1, 2);
        begin(health, Pool.hop(1)).ended();
        assertThat(woken).containsExactly(1, 2, 4);
        begin(health, Pool.hop(1)).ended();
        assertThat(woken).containsExactly(1, 2, 4, 11);
        begin(health, Pool.hop(1)).ended();
        assertThat(woken).hasSize(4);
    }

    @Test
    void aPeakCountsAtOnceAndFadesLittleByLittle() {
        Health health = health(10);
        Egress hop = Pool.hop(1);
        Use use = Objects.requireNonNull(health.begin(hop, SITE, true));
        use.connected(1_000);
        assertThat(health.cost(hop)).isEqualTo(2_000);
        use.connected(9_000);
        assertThat(health.cost(hop)).isEqualTo(18_000);
        pass(Duration.ofSeconds(10));
        use.connected(1_000);
        // 1000 + 8000 / e
        assertThat(health.cost(hop) / 2).isBetween(3_900.0, 3_990.0);
        use.ended();
        assertThat(health.underWay(hop)).isZero();
    }

    @Test
    void whatWasLearnedOutlastsARun() {
        Limits three = limits(OptionalInt.empty(), OptionalLong.of(3), OptionalLong.empty());
        Health before = health(HealthSettings.DEFAULT, Pool.of(0, 10, three));
        fails(before, Pool.hop(1), 3);
        works(before, Pool.hop(2));
        works(before, Pool.hop(2));
        before.graded(Pool.hop(3), Grade.TRANSPARENT);
        before.banned(Pool.hop(4), SITE);
        pass(Duration.ofSeconds(10));
        Map<Egress, Learned> learned = new java.util.HashMap<>();
        before.learned().forEach(each -> learned.put(each.egress(), each));
        assertThat(learned).hasSize(4);
        assertThat(Objects.requireNonNull(learned.get(Pool.hop(1))).out().orElseThrow())
                .isBetween(Duration.ofSeconds(14), Duration.ofSeconds(26));
        assertThat(Objects.requireNonNull(learned.get(Pool.hop(2))).quota())
                .contains(
                        new Learned.Quota(2, 0, Duration.ofHours(1).minus(Duration.ofSeconds(10))));

        now = 77_000_000;
        Health after = health(HealthSettings.DEFAULT, Pool.of(0, 10, three));
        learned.values().forEach(after::restore);
        assertThat(is(after, Pool.hop(1), Standing.OUT)).isTrue();
        assertThat(untilDue(after, Pool.hop(1)).toSeconds()).isBetween(14L, 26L);
        works(after, Pool.hop(2));
        assertThat(is(after, Pool.hop(2), Standing.USED_UP)).isTrue();
        assertThat(is(after, Pool.hop(3), Standing.GRADE)).isTrue();
        assertThat(is(after, Pool.hop(4), Standing.COOLING)).isTrue();
        // Even what was learned keeps the floor.
        Health small = health(HealthSettings.DEFAULT, Pool.of(1, 2, three));
        learned.values().forEach(small::restore);
        assertThat(small.out()).isZero();
    }

    @Test
    void goesByOtherSettingsAndKeepsWhatItLearned() {
        Health health = health(with(0, CoolDownSettings.DEFAULT, CapSettings.NONE), Pool.of(10));
        Egress hop = Pool.hop(0);
        fails(health, hop, 2);
        health.graded(Pool.hop(1), Grade.ANONYMOUS);
        CapSettings caps =
                new CapSettings(
                        OptionalInt.of(1), OptionalInt.empty(), Duration.ofSeconds(1), 1024);
        health.use(
                new HealthSettings(
                        3,
                        50,
                        20,
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(10),
                        0,
                        CoolDownSettings.DEFAULT,
                        caps,
                        Grade.ELITE),
                Pool.of(10));
        Use first = begin(health, Pool.hop(2));
        assertThat(health.begin(Pool.hop(2), SITE, false)).as("one at a time").isNull();
        first.connected(1);
        first.ended();
        fails(health, hop, 1);
        assertThat(health.out()).as("the two before count").isEqualTo(1);
        pass(Duration.ofSeconds(13));
        assertThat(health.mayBeTried()).as("out for a shorter time").isTrue();
        assertThat(health.grade(Pool.hop(1))).contains(Grade.ANONYMOUS);
        health.use(with(100, CoolDownSettings.DEFAULT, CapSettings.NONE), Pool.of(10));
        assertThat(health.out()).as("the floor is higher").isZero();
        begin(health, Pool.hop(2));
        begin(health, Pool.hop(2));
    }

    @Test
    void allWhoWaitAreWokenWhenMoreMayBeUnderWay() {
        CapSettings one =
                new CapSettings(
                        OptionalInt.of(1), OptionalInt.empty(), Duration.ofSeconds(1), 1024);
        Health health = health(with(0, CoolDownSettings.DEFAULT, one), Pool.of(1));
        begin(health, Pool.hop(0));
        AtomicInteger woken = new AtomicInteger();
        for (int i = 0; i < 5; i++) {
            assertThat(health.whenFree(woken::incrementAndGet)).isPresent();
        }
        health.use(with(0, CoolDownSettings.DEFAULT, CapSettings.NONE), Pool.of(1));
        assertThat(woken).hasValue(5);
        begin(health, Pool.hop(0));
    }
}
