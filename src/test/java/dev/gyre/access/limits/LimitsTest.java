package dev.gyre.access.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.access.limits.Admittance.Admitted;
import dev.gyre.access.limits.Admittance.Over;
import dev.gyre.access.limits.Place.Welcome;
import dev.gyre.net.Failure;
import dev.gyre.net.Host;
import dev.gyre.testkit.Loopback;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// By a clock that stands still.
final class LimitsTest {

    private static final Host SHOP = Host.parse("www.shop.example").orElseThrow();
    private static final Host OTHER = Host.parse("other.example").orElseThrow();
    private static final InetAddress CLIENT = Loopback.address("192.0.2.7");

    private final StandingClock clock = new StandingClock("2026-11-25T23:00:00Z");

    private static Terms requests(int requests, int burst) {
        return new Terms(
                Optional.of(new RequestRate(requests, Duration.ofSeconds(1), burst)),
                OptionalInt.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    private static Terms connections(int most) {
        return new Terms(
                Optional.empty(),
                OptionalInt.of(most),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    private static Terms bandwidth(long rate) {
        return new Terms(
                Optional.empty(),
                OptionalInt.empty(),
                OptionalLong.of(rate),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    private static Terms quota(long day, long month) {
        return new Terms(
                Optional.empty(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                day == 0 ? OptionalLong.empty() : OptionalLong.of(day),
                month == 0 ? OptionalLong.empty() : OptionalLong.of(month));
    }

    private static LimitSettings settings(Terms user, Terms client, Terms site) {
        return new LimitSettings(user, client, site, Map.of(), ZoneId.of("UTC"), Optional.empty());
    }

    private Limits perClient(Terms terms) {
        return limits(settings(Terms.NONE, terms, Terms.NONE));
    }

    private Limits limits(LimitSettings settings) {
        return new Limits(settings, clock, clock);
    }

    private static Admittance ask(Limits limits) {
        return limits.admit(Optional.empty(), CLIENT, SHOP);
    }

    private static Pass pass(Admittance admittance) {
        assertThat(admittance).isInstanceOf(Admitted.class);
        return ((Admitted) admittance).pass();
    }

    private static void assertOver(Admittance admittance, Failure why, long seconds) {
        assertThat(admittance).isEqualTo(new Over(why, seconds));
    }

    @Test
    void asManyRequestsComeAtOnceAsTheBurstHas_thenByTheRate() {
        Limits limits = perClient(requests(2, 5));
        for (int i = 0; i < 5; i++) {
            pass(ask(limits)).close();
        }
        assertOver(ask(limits), Failure.TOO_MANY_REQUESTS, 1);
        clock.goesOn(Duration.ofMillis(500).minusNanos(1));
        assertOver(ask(limits), Failure.TOO_MANY_REQUESTS, 1);
        clock.goesOn(Duration.ofNanos(1));
        pass(ask(limits)).close();
        assertOver(ask(limits), Failure.TOO_MANY_REQUESTS, 1);
        clock.goesOn(Duration.ofHours(1));
        for (int i = 0; i < 5; i++) {
            pass(ask(limits)).close();
        }
        assertOver(ask(limits), Failure.TOO_MANY_REQUESTS, 1);
    }

    @Test
    void neverMoreThanTheRateInAnyTime() {
        Random random = new Random(7);
        Limits limits = perClient(requests(7, 3));
        long admitted = 0;
        Duration passed = Duration.ZERO;
        for (int i = 0; i < 20_000; i++) {
            Duration step = Duration.ofNanos(random.nextLong(50_000_000));
            clock.goesOn(step);
            passed = passed.plus(step);
            if (ask(limits) instanceof Admitted(Pass pass)) {
                pass.close();
                admitted++;
            }
        }
        double most = 3 + passed.toNanos() * 7e-9;
        assertThat((double) admitted).isLessThanOrEqualTo(most).isGreaterThan(most * 0.95);
    }

    @Test
    void retryAfterIsRoundedUp() {
        Terms hourly =
                new Terms(
                        Optional.of(new RequestRate(1, Duration.ofHours(1), 1)),
                        OptionalInt.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty());
        Limits limits = perClient(hourly);
        pass(ask(limits)).close();
        clock.goesOn(Duration.ofMillis(100));
        assertOver(ask(limits), Failure.TOO_MANY_REQUESTS, 3600);
    }

    @Test
    void aRequestThatIsOverOneLimitCountsForNoOther() {
        Limits limits = limits(settings(Terms.NONE, requests(1, 2), requests(1, 1)));
        pass(ask(limits)).close();
        for (int i = 0; i < 5; i++) {
            assertOver(ask(limits), Failure.TOO_MANY_REQUESTS, 1);
        }
        pass(limits.admit(Optional.empty(), CLIENT, OTHER)).close();
        assertOver(limits.admit(Optional.empty(), CLIENT, OTHER), Failure.TOO_MANY_REQUESTS, 1);
    }

    @Test
    void whoHasAnIpv6AddressHasAllOfItsNetwork() {
        Limits limits = perClient(requests(1, 1));
        pass(limits.admit(Optional.empty(), Loopback.address("2001:db8::1"), SHOP)).close();
        assertOver(
                limits.admit(Optional.empty(), Loopback.address("2001:db8::ffff:2"), SHOP),
                Failure.TOO_MANY_REQUESTS,
                1);
        pass(limits.admit(Optional.empty(), Loopback.address("2001:db8:0:1::1"), SHOP)).close();
    }

    @Test
    void aUserHasItsOwnTerms_andOthersThoseOfUsers() {
        LimitSettings settings =
                settings(connections(1), Terms.NONE, Terms.NONE)
                        .withUsers(Map.of("alice", connections(2), "free", Terms.NONE));
        Limits limits = limits(settings);
        for (int i = 0; i < 2; i++) {
            pass(limits.admit(Optional.of("alice"), CLIENT, SHOP));
        }
        assertOver(limits.admit(Optional.of("alice"), CLIENT, SHOP), Failure.TOO_MANY_AT_ONCE, 5);
        pass(limits.admit(Optional.of("bob"), CLIENT, SHOP));
        assertOver(limits.admit(Optional.of("bob"), CLIENT, SHOP), Failure.TOO_MANY_AT_ONCE, 5);
        for (int i = 0; i < 50; i++) {
            pass(limits.admit(Optional.of("free"), CLIENT, SHOP));
        }
    }

    @Test
    void whatHasEndedMakesRoom_once() {
        Limits limits = perClient(connections(1));
        Pass first = pass(ask(limits));
        assertOver(ask(limits), Failure.TOO_MANY_AT_ONCE, 5);
        first.close();
        first.close();
        pass(ask(limits));
        assertOver(ask(limits), Failure.TOO_MANY_AT_ONCE, 5);
    }

    @Test
    void aClientHasNoMoreConnectionsThanItMay() {
        Limits limits = perClient(connections(2));
        Place first = limits.connect(CLIENT);
        assertThat(first.welcome()).isEqualTo(Welcome.SERVED);
        assertThat(limits.connect(CLIENT).welcome()).isEqualTo(Welcome.SERVED);
        for (int i = 0; i < 2; i++) {
            assertThat(limits.connect(CLIENT).welcome()).isEqualTo(Welcome.REFUSED);
        }
        Place closed = limits.connect(CLIENT);
        assertThat(closed.welcome()).isEqualTo(Welcome.CLOSED);
        assertThat(limits.connect(Loopback.address("192.0.2.8")).welcome())
                .isEqualTo(Welcome.SERVED);
        closed.leave().run();
        assertThat(limits.connect(CLIENT).welcome()).isEqualTo(Welcome.CLOSED);
        first.leave().run();
        assertThat(limits.connect(CLIENT).welcome()).isEqualTo(Welcome.REFUSED);
    }

    @Test
    void noMorePassesThanTheQuota_untilTheDayIsOver() {
        Limits limits = perClient(quota(1000, 0));
        Pass pass = pass(ask(limits));
        assertThat(pass.isMetered()).isTrue();
        assertThat(pass.take(600)).isZero();
        assertThat(pass.take(400)).isZero();
        assertThat(pass.take(1)).isEqualTo(Pass.USED_UP);
        assertOver(ask(limits), Failure.QUOTA_USED_UP, 3600);
        clock.goesOn(Duration.ofMinutes(59));
        assertOver(ask(limits), Failure.QUOTA_USED_UP, 60);
        clock.goesOn(Duration.ofMinutes(1));
        pass(ask(limits)).close();
        assertThat(pass.take(1000)).isZero();
        assertThat(pass.take(1)).isEqualTo(Pass.USED_UP);
    }

    @Test
    void whatDoesNotFitInUsesUpTheRest() {
        Limits limits = perClient(quota(1000, 0));
        Pass pass = pass(ask(limits));
        assertThat(pass.take(999)).isZero();
        assertThat(pass.take(2)).isEqualTo(Pass.USED_UP);
        assertThat(pass.take(1)).isEqualTo(Pass.USED_UP);
        assertOver(ask(limits), Failure.QUOTA_USED_UP, 3600);
    }

    @Test
    void aMonthEndsWithTheMonth_andNobodyIsToldToWaitLongerThanADay() {
        Limits limits = perClient(quota(1000, 1500));
        Pass pass = pass(ask(limits));
        assertThat(pass.take(1000)).isZero();
        clock.goesOn(Duration.ofHours(1));
        assertThat(pass.take(500)).isZero();
        assertThat(pass.take(1)).isEqualTo(Pass.USED_UP);
        assertOver(ask(limits), Failure.QUOTA_USED_UP, 86_400);
        clock.goesOn(Duration.ofDays(4).plusHours(12)); // noon of the last day of November
        assertOver(ask(limits), Failure.QUOTA_USED_UP, 43_200);
        clock.goesOn(Duration.ofHours(12));
        assertThat(pass(ask(limits)).take(1000)).isZero();
    }

    @Test
    void daysBeginWhereTheOperatorLives() {
        Limits limits =
                limits(
                        new LimitSettings(
                                Terms.NONE,
                                quota(10, 0),
                                Terms.NONE,
                                Map.of(),
                                ZoneId.of("America/New_York"),
                                Optional.empty()));
        assertThat(pass(ask(limits)).take(11)).isEqualTo(Pass.USED_UP);
        assertOver(ask(limits), Failure.QUOTA_USED_UP, 6 * 3600);
    }

    @Test
    void aClockThatIsSetBackGivesNobodyAQuotaAnew() {
        Limits limits = perClient(quota(1000, 1000));
        Pass pass = pass(ask(limits));
        assertThat(pass.take(1000)).isZero();
        clock.isSetTo("2026-10-01T12:00:00Z");
        assertThat(pass.take(1)).isEqualTo(Pass.USED_UP);
        assertThat(ask(limits)).isInstanceOf(Over.class);
        clock.isSetTo("2026-11-25T23:00:00Z");
        assertThat(ask(limits)).as("set right again").isInstanceOf(Over.class);
    }

    @Test
    void whatWasTakenStaysTakenUnderOtherSettings() {
        Limits limits = perClient(quota(1000, 0));
        assertThat(pass(ask(limits)).take(800)).isZero();
        limits.use(settings(Terms.NONE, quota(900, 0), Terms.NONE));
        Pass pass = pass(ask(limits));
        assertThat(pass.take(100)).isZero();
        assertThat(pass.take(1)).isEqualTo(Pass.USED_UP);
        limits.use(LimitSettings.NONE);
        assertThat(limits.isAny()).isFalse();
        assertThat(pass(ask(limits)).isMetered()).isFalse();
    }

    @Test
    void aBucketIsAsFullByAnotherRateAsBefore() {
        Limits limits = perClient(requests(10, 10));
        for (int i = 0; i < 5; i++) {
            pass(ask(limits)).close();
        }
        limits.use(settings(Terms.NONE, requests(1, 20), Terms.NONE));
        for (int i = 0; i < 5; i++) {
            pass(ask(limits)).close();
        }
        assertOver(ask(limits), Failure.TOO_MANY_REQUESTS, 1);
    }

    @Test
    void whatPassesIsSpreadOverTime_andThoseWhoShareTakeTurns() {
        Limits limits = perClient(bandwidth(1000));
        Pass one = pass(ask(limits));
        Pass other = pass(limits.admit(Optional.empty(), CLIENT, OTHER));
        assertThat(one.take(250)).as("what a quiet one has saved up").isZero();
        assertThat(one.take(500)).isEqualTo(Duration.ofMillis(500).toNanos());
        assertThat(other.take(500)).isEqualTo(Duration.ofMillis(1000).toNanos());
        clock.goesOn(Duration.ofMillis(500));
        assertThat(one.take(0)).as("who begins waits, too").isPositive();
        assertThat(one.take(100)).isEqualTo(Duration.ofMillis(600).toNanos());
    }

    @Test
    void anOwnShaperHoldsBesideTheLimits() {
        Limits limits = limits(LimitSettings.NONE);
        Pass pass = limits.by(new Shaper(100, clock));
        assertThat(pass.isMetered()).isTrue();
        assertThat(pass.take(125)).isEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void nobodyIsLetInTooManyByManyThreads() throws Exception {
        Limits limits = limits(settings(Terms.NONE, requests(1, 500), connections(300)));
        AtomicInteger in = new AtomicInteger();
        AtomicInteger full = new AtomicInteger();
        inParallel(
                1000,
                () -> {
                    switch (ask(limits)) {
                        case Admitted _ -> in.incrementAndGet();
                        case Over(Failure why, long _) -> {
                            assertThat(why)
                                    .isIn(Failure.TOO_MANY_AT_ONCE, Failure.TOO_MANY_REQUESTS);
                            full.incrementAndGet();
                        }
                    }
                });
        assertThat(in).hasValue(300);
        assertThat(full).hasValue(700);
    }

    @Test
    void noByteTooManyPassesByManyThreads() throws Exception {
        Limits limits = perClient(quota(1_000_000, 0));
        AtomicLong passed = new AtomicLong();
        inParallel(
                1000,
                () -> {
                    if (ask(limits) instanceof Admitted(Pass pass)) {
                        Random random = new Random(Thread.currentThread().threadId());
                        for (int i = 0; i < 20; i++) {
                            int bytes = random.nextInt(200);
                            if (pass.take(bytes) == 0) {
                                passed.addAndGet(bytes);
                            }
                        }
                        pass.close();
                    }
                });
        assertThat(passed.get()).isLessThanOrEqualTo(1_000_000).isGreaterThan(999_000);
        assertThat(ask(limits)).isInstanceOf(Over.class);
    }

    private static void inParallel(int threads, Runnable task) throws InterruptedException {
        CountDownLatch begin = new CountDownLatch(1);
        List<Thread> all = new ArrayList<>();
        List<Throwable> failed = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < threads; i++) {
            all.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    begin.await();
                                    task.run();
                                } catch (Throwable error) {
                                    failed.add(error);
                                }
                            }));
        }
        begin.countDown();
        for (Thread each : all) {
            each.join(Duration.ofSeconds(30));
        }
        assertThat(failed).isEmpty();
    }

    // --- tables that are full

    private static InetAddress client(int number) {
        return Loopback.address("10.0." + (number >> 8) + "." + (number & 255));
    }

    private Admittance ask(Limits limits, int number) {
        return limits.admit(Optional.empty(), client(number), SHOP);
    }

    @Test
    void manyAddressesGiveNobodyAQuotaAnew() {
        Limits limits =
                new Limits(settings(Terms.NONE, quota(1000, 0), Terms.NONE), clock, clock, 64);
        for (int i = 0; i < 8; i++) {
            Pass pass = pass(ask(limits, i));
            assertThat(pass.take(1000)).isZero();
            pass.close();
        }
        for (int i = 100; i < 5000; i++) {
            if (ask(limits, i) instanceof Admitted(Pass pass)) {
                pass.take(i % 1000);
                pass.close();
            }
            assertThat(limits.tables().get(1).size()).isLessThanOrEqualTo(64);
        }
        for (int i = 0; i < 8; i++) {
            assertThat(ask(limits, i)).isInstanceOf(Over.class);
        }
    }

    @Test
    void whoHasUsedLeastIsForgottenFirst() {
        Limits limits =
                new Limits(settings(Terms.NONE, quota(1000, 0), Terms.NONE), clock, clock, 64);
        Pass some = pass(ask(limits, 1));
        assertThat(some.take(700)).isZero();
        some.close();
        for (int i = 100; i < 1000; i++) {
            Pass pass = pass(ask(limits, i));
            assertThat(pass.take(5)).isZero();
            pass.close();
        }
        assertThat(pass(ask(limits, 1)).take(301)).isEqualTo(Pass.USED_UP);
    }

    @Test
    void whereNobodyCanBeForgottenNewcomersShareOneAccount() {
        Limits limits =
                new Limits(settings(Terms.NONE, quota(1000, 0), Terms.NONE), clock, clock, 64);
        for (int i = 0; i < 64; i++) {
            assertThat(pass(ask(limits, i)).take(1000)).isZero();
        }
        assertThat(pass(ask(limits, 1000)).take(600)).isZero();
        assertThat(pass(ask(limits, 1001)).take(600)).isEqualTo(Pass.USED_UP);
        assertThat(ask(limits, 1002)).isInstanceOf(Over.class);
        clock.goesOn(Duration.ofHours(1));
        assertThat(pass(ask(limits, 1002)).take(1000)).as("another day").isZero();
    }

    @Test
    void whatIsUnderWayIsNotForgotten() {
        Limits limits =
                new Limits(settings(Terms.NONE, connections(1), Terms.NONE), clock, clock, 64);
        Pass first = pass(ask(limits, 1));
        for (int i = 100; i < 400; i++) {
            pass(ask(limits, i)).close();
        }
        assertOver(ask(limits, 1), Failure.TOO_MANY_AT_ONCE, 5);
        first.close();
        pass(ask(limits, 1)).close();
    }
}
