package dev.gyre.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.Grade;
import dev.gyre.egress.HopScheme;
import dev.gyre.fetch.FetchUrl;
import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.FakeHop.Mode;
import dev.gyre.testkit.OwnRequests;
import dev.gyre.testkit.RecordingOrigin;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Egresses are tried without a request, as often as the settings say.
final class ProberIT {

    private static final class Learned implements Lessons {
        final Map<Egress, Integer> well = new ConcurrentHashMap<>();
        final Map<Egress, Integer> badly = new ConcurrentHashMap<>();
        final Map<Egress, Grade> grades = new ConcurrentHashMap<>();
        final Set<Egress> out = ConcurrentHashMap.newKeySet();
        final Set<Egress> due = ConcurrentHashMap.newKeySet();
        final Map<Egress, Integer> asked = new ConcurrentHashMap<>();

        @Override
        public void probed(Egress egress, boolean works, long nanos) {
            (works ? well : badly).merge(egress, 1, Integer::sum);
        }

        @Override
        public void graded(Egress egress, Grade grade) {
            grades.put(egress, grade);
        }

        @Override
        public boolean isOut(Egress egress) {
            asked.merge(egress, 1, Integer::sum);
            return out.contains(egress);
        }

        @Override
        public List<Egress> due(int most) {
            return due.stream().limit(most).toList();
        }
    }

    private static EgressPool pool(Egress... egresses) {
        return EgressPool.of(
                List.of(egresses).stream()
                        .map(each ->
                                (EgressEntry) new EgressEntry.Through(((Egress.Chain) each).hops()))
                        .toList(),
                _ -> List.of());
    }

    private static ProbeSettings settings(Duration every, int concurrency, int rate) {
        return new ProbeSettings(every, Optional.empty(), 200, concurrency, rate);
    }

    private static Probe probe(OwnRequests own, RecordingOrigin origin, Duration timeout) {
        return new Probe(
                own.fetcher(),
                ProbeTarget.page(FetchUrl.parse(origin.url("/")).orElseThrow()),
                200,
                timeout,
                Set.of());
    }

    @Test
    void triesEveryEgressInEachRoundAndFollowsThePool() throws Exception {
        Learned learned = new Learned();
        try (OwnRequests own = OwnRequests.allowing("127.0.0.0/8");
                RecordingOrigin origin = RecordingOrigin.start();
                FakeHop good = FakeHop.socks5().start();
                FakeHop bad = FakeHop.socks5().mode(Mode.REFUSING).start();
                FakeHop later = FakeHop.socks5().start();
                FakeHop resting = FakeHop.socks5().start()) {
            Egress works = OwnRequests.through(HopScheme.SOCKS5H, good.port());
            Egress fails = OwnRequests.through(HopScheme.SOCKS5H, bad.port());
            Egress comes = OwnRequests.through(HopScheme.SOCKS5H, later.port());
            Egress rests = OwnRequests.through(HopScheme.SOCKS5H, resting.port());
            learned.out.add(rests);
            try (Prober prober =
                    new Prober(
                            settings(Duration.ofMillis(100), 4, 1000),
                            probe(own, origin, Duration.ofSeconds(30)),
                            learned,
                            pool(works, fails, rests),
                            SplittableRandom::new,
                            own.loops())) {
                await().until(() ->
                        learned.well.getOrDefault(works, 0) > 2
                                && learned.badly.getOrDefault(fails, 0) > 2
                                && learned.asked.getOrDefault(rests, 0) > 2);
                assertThat(resting.connections()).isZero();
                assertThat(learned.badly).containsOnlyKeys(fails);
                // Its time is over: it is tried, though it is out still.
                learned.due.add(rests);
                await().until(() -> learned.well.containsKey(rests));
                prober.use(pool(comes));
                await().until(() -> learned.well.getOrDefault(comes, 0) > 1);
                int before = good.connections();
                int rounds = learned.well.get(comes);
                await().until(() -> learned.well.get(comes) > rounds + 2);
                assertThat(good.connections()).isEqualTo(before);
            }
        }
    }

    @Test
    void hasNoMoreUnderWayThanItMay() throws Exception {
        Learned learned = new Learned();
        try (OwnRequests own = OwnRequests.allowing("127.0.0.0/8");
                RecordingOrigin origin = RecordingOrigin.start();
                FakeHop one = FakeHop.socks5().mode(Mode.UNRESPONSIVE).start();
                FakeHop two = FakeHop.socks5().mode(Mode.UNRESPONSIVE).start();
                FakeHop three = FakeHop.socks5().mode(Mode.UNRESPONSIVE).start()) {
            try (Prober _ =
                    new Prober(
                            settings(Duration.ofMillis(30), 2, 1000),
                            probe(own, origin, Duration.ofMillis(500)),
                            learned,
                            pool(
                                    OwnRequests.through(HopScheme.SOCKS5H, one.port()),
                                    OwnRequests.through(HopScheme.SOCKS5H, two.port()),
                                    OwnRequests.through(HopScheme.SOCKS5H, three.port())),
                            SplittableRandom::new,
                            own.loops())) {
                AtomicInteger most = new AtomicInteger();
                await().pollInterval(Duration.ofMillis(5))
                        .until(() -> {
                            most.accumulateAndGet(
                                    one.open() + two.open() + three.open(), Math::max);
                            return learned.badly.size() == 3;
                        });
                // A hop sees the end of one connection a moment after the next began.
                assertThat(most.get()).isBetween(1, 4);
            }
        }
    }

    @Test
    void spreadsARoundOverItsTimeAndKeepsTheRate() {
        ProbeSettings settings = settings(Duration.ofMinutes(5), 8, 5);
        assertThat(Prober.gap(settings, 10)).isEqualTo(Duration.ofSeconds(30));
        assertThat(Prober.gap(settings, 0)).isEqualTo(Duration.ofMinutes(5));
        assertThat(Prober.gap(settings, 1_000_000)).isEqualTo(Duration.ofMillis(200));
    }
}
