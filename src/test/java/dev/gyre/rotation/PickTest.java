package dev.gyre.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.egress.AddressRange;
import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.Hop;
import dev.gyre.egress.HopScheme;
import dev.gyre.egress.Labels;
import dev.gyre.egress.Narrowing;
import dev.gyre.egress.Reach;
import dev.gyre.egress.Supply;
import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;
import dev.gyre.net.Target;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The order in which egresses are taken.
final class PickTest {

    private static final InetAddress CLIENT = Addresses.parse("192.0.2.1").orElseThrow();

    private long now = 1;

    private static Labels weight(int weight) {
        return new Labels(weight, Set.of(), Optional.empty(), Optional.empty());
    }

    private static Labels country(String country) {
        return new Labels(1, Set.of("fast"), Optional.of(country), Optional.of("g" + country));
    }

    private static EgressEntry hop(int number, Labels labels) {
        return new EgressEntry.Through(
                List.of(
                        new Hop(
                                HopScheme.SOCKS5H,
                                Target.parse("h" + number + ".example:1080").orElseThrow(),
                                Optional.empty())),
                labels);
    }

    private Rotation rotation(Pick pick, Labels... hops) {
        List<EgressEntry> entries = new ArrayList<>();
        for (Labels labels : hops) {
            entries.add(hop(entries.size(), labels));
        }
        return new Rotation(
                EgressPool.of(entries, _ -> List.of()),
                new RotationSettings(Every.REQUEST, pick),
                () -> now);
    }

    /// The letter of the hop that serves next: `a` for the first.
    private static String take(Rotation rotation) {
        Lease lease = rotation.take(rotation.begin(CLIENT), Reach.NAME);
        lease.released();
        return letter(lease.egress());
    }

    private static String letter(Egress egress) {
        String text = egress.toString();
        int number = Integer.parseInt(text.substring("socks5h://h".length(), text.indexOf('.')));
        return String.valueOf((char) ('a' + number));
    }

    private static Map<String, Integer> counts(Rotation rotation, int picks) {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < picks; i++) {
            counts.merge(take(rotation), 1, Integer::sum);
        }
        return counts;
    }

    @Test
    void weightedIsSmoothAndExactInEachRound() {
        Rotation rotation = rotation(Pick.WEIGHTED, weight(5), weight(1), weight(1));
        StringBuilder taken = new StringBuilder();
        for (int i = 0; i < 14; i++) {
            taken.append(take(rotation));
        }
        assertThat(taken).hasToString("aaabacaaaabaca");
        assertThat(counts(rotation, 7_000)).isEqualTo(Map.of("a", 5_000, "b", 1_000, "c", 1_000));
    }

    @Test
    void weightedIsNeverFarFromItsShare() {
        Rotation rotation =
                rotation(Pick.WEIGHTED, weight(100), weight(37), weight(9), weight(1), weight(53));
        double[] shares = {0.5, 0.185, 0.045, 0.005, 0.265};
        int[] taken = new int[5];
        for (int i = 1; i <= 2_000; i++) {
            taken[take(rotation).charAt(0) - 'a']++;
            for (int hop = 0; hop < 5; hop++) {
                assertThat(taken[hop] - i * shares[hop]).isBetween(-3.0, 3.0);
            }
        }
    }

    @Test
    void everyStrideComesByEachPlaceOnce() {
        for (long end = 1; end < 2_000; end++) {
            long stride = Cursors.stride(end);
            boolean[] seen = new boolean[(int) end];
            long place = 0;
            for (int i = 0; i < end; i++) {
                assertThat(seen[(int) place]).isFalse();
                seen[(int) place] = true;
                place = (place + stride) % end;
            }
        }
    }

    @Test
    void randomGoesByWeight() {
        Rotation rotation =
                rotation(Pick.RANDOM, weight(1), weight(1), weight(2), weight(4), weight(8));
        // Never the last one again, so that the heaviest gets less than its half.
        Map<String, Integer> counts = counts(rotation, 30_000);
        assertThat(counts.get("e")).isBetween(10_500, 13_500);
        assertThat(counts.get("d")).isGreaterThan(counts.get("c"));
        assertThat(counts.get("c")).isGreaterThan(counts.get("a") * 3 / 2);
    }

    @Test
    void leastUsedTakesTheOneWithTheLeastUnderWay() {
        Rotation rotation = rotation(Pick.LEAST_USED, weight(1), weight(1), weight(2));
        List<Lease> leases = new ArrayList<>();
        Map<String, Integer> underWay = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            Lease lease = rotation.take(rotation.begin(CLIENT), Reach.NAME);
            leases.add(lease);
            underWay.merge(letter(lease.egress()), 1, Integer::sum);
        }
        assertThat(underWay).isEqualTo(Map.of("a", 10, "b", 10, "c", 20));
        leases.stream()
                .filter(lease -> letter(lease.egress()).equals("b"))
                .forEach(lease -> {
                    lease.released();
                    lease.released();
                });
        for (int i = 0; i < 9; i++) {
            Lease lease = rotation.take(rotation.begin(CLIENT), Reach.NAME);
            assertThat(letter(lease.egress())).isEqualTo("b");
        }
    }

    @Test
    void leastUsedGoesByTheWeightsOfThePoolThatIsUsedNow() {
        Rotation rotation = rotation(Pick.LEAST_USED, weight(1), weight(1));
        rotation.rotator.use(
                EgressPool.of(List.of(hop(0, weight(1)), hop(1, weight(3))), _ -> List.of()));
        Map<String, Integer> underWay = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            Lease lease = rotation.take(rotation.begin(CLIENT), Reach.NAME);
            underWay.merge(letter(lease.egress()), 1, Integer::sum);
        }
        assertThat(underWay).isEqualTo(Map.of("a", 10, "b", 30));
    }

    @Test
    void leastUsedFindsAFreeOneInALargePool() {
        Labels[] hops = new Labels[500];
        java.util.Arrays.fill(hops, Labels.NONE);
        Rotation rotation = rotation(Pick.LEAST_USED, hops);
        Map<Egress, Integer> underWay = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            underWay.merge(
                    rotation.take(rotation.begin(CLIENT), Reach.NAME).egress(), 1, Integer::sum);
        }
        // A random choice would put seven or more on one of them.
        assertThat(underWay.values()).allMatch(count -> count <= 4);
    }

    @Test
    void fastestTurnsAwayFromWhatIsSlow() {
        Rotation rotation =
                rotation(Pick.FASTEST, Labels.NONE, Labels.NONE, Labels.NONE, Labels.NONE);
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < 4_000; i++) {
            Lease lease = rotation.take(rotation.begin(CLIENT), Reach.NAME);
            String letter = letter(lease.egress());
            counts.merge(letter, 1, Integer::sum);
            now += Duration.ofMillis(1).toNanos();
            lease.connected(Duration.ofMillis(letter.equals("d") ? 900 : 20).toNanos());
            lease.released();
        }
        assertThat(counts.get("d")).isLessThan(5);
        assertThat(counts.get("a")).isGreaterThan(1_000);
    }

    @Test
    void hashIsTheSameForAClientAndASite() {
        Labels[] hops = new Labels[50];
        java.util.Arrays.fill(hops, Labels.NONE);
        Rotation rotation = rotation(Pick.HASH, hops);
        Map<String, Egress> bySite = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            String host = (i % 2 == 0 ? "www." : "api.") + "site" + i % 30 + ".example";
            Target target = Rotation.target(host + ":443");
            Lease lease =
                    rotation.take(rotation.begin(CLIENT, Wish.NONE, target), Reach.NAME, target);
            Egress before = bySite.putIfAbsent("site" + i % 30, lease.egress());
            if (before != null) {
                assertThat(lease.egress()).isEqualTo(before);
            }
        }
        assertThat(bySite.values().stream().distinct().count()).isGreaterThan(15);
    }

    @Test
    void hashSpreadsConnectionsToo() {
        List<EgressEntry> entries = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            entries.add(hop(i, Labels.NONE));
        }
        Rotation rotation =
                new Rotation(
                        EgressPool.of(entries, _ -> List.of()),
                        new RotationSettings(new Every.Connection(), Pick.HASH),
                        () -> now);
        Set<Egress> seen = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            Target target = Rotation.target("www.site" + i + ".example:443");
            Session session = rotation.begin(CLIENT, Wish.NONE, target);
            seen.add(rotation.take(session, Reach.NAME, target).egress());
        }
        assertThat(seen).hasSizeGreaterThan(15);
    }

    @ParameterizedTest
    @EnumSource(Pick.class)
    void aClientMayNarrowByLabel(Pick pick) {
        Rotation rotation = rotation(pick, country("de"), country("US"), country("de"));
        Wish german =
                new Wish(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        new Narrowing(Set.of("FAST"), Optional.of("DE"), Optional.empty()));
        for (int i = 0; i < 50; i++) {
            Session session = rotation.begin(CLIENT, german, Rotation.TARGET);
            assertThat(letter(rotation.take(session, Reach.NAME).egress())).isIn("a", "c");
        }
        Wish nowhere =
                new Wish(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        new Narrowing(Set.of(), Optional.of("fr"), Optional.empty()));
        assertThat(
                        rotation.lease(
                                rotation.begin(CLIENT, nowhere, Rotation.TARGET),
                                Reach.NAME,
                                Set.of()))
                .isEqualTo(Leasing.Refused.NO_EGRESS);
    }

    @ParameterizedTest
    @EnumSource(Pick.class)
    void whatFailedIsNotTakenWhileThereIsAnother(Pick pick) {
        Rotation rotation = rotation(pick, Labels.NONE, Labels.NONE, Labels.NONE);
        Lease failed = rotation.take(rotation.begin(CLIENT), Reach.NAME);
        failed.failed(true, 0);
        for (int i = 0; i < 30; i++) {
            assertThat(take(rotation)).isNotEqualTo(letter(failed.egress()));
        }
    }

    @Test
    void anExplanationTellsWhatSpeaksAgainstEach() {
        Rotation rotation = rotation(Pick.RANDOM, country("de"), country("us"), country("de"));
        Lease failed = rotation.take(rotation.begin(CLIENT), Reach.NAME);
        failed.failed(true, 0);
        Wish wish =
                new Wish(
                        Optional.of("s"),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        new Narrowing(Set.of(), Optional.of("de"), Optional.empty()));
        Session session = rotation.begin(CLIENT, wish, Rotation.TARGET);
        Explanation explanation = rotation.rotator.explain(session, Reach.NAME, Rotation.TARGET);
        assertThat(explanation.rows()).hasSize(3);
        assertThat(explanation.rows().get(1).removed())
                .isEqualTo(Map.of(Explanation.Reason.LABEL, 1L));
        int failedAt = letter(failed.egress()).charAt(0) - 'a';
        if (failedAt != 1) {
            assertThat(explanation.rows().get(failedAt).removed())
                    .isEqualTo(Map.of(Explanation.Reason.HEALTH, 1L));
        }
        assertThat(explanation.outcome()).isInstanceOf(Lease.class);
        assertThat(explanation.why()).contains("session's name");
        assertThat(rotation.rotator.explain(session, Reach.NAME, Rotation.TARGET).why())
                .isEqualTo("the session keeps it");
        assertThat(rotation.rotator.explain(session, Reach.IPV6, Rotation.TARGET).outcome())
                .isInstanceOf(Lease.class);
    }

    private static EgressEntry prefix(String block) {
        Cidr cidr = Cidr.parse(block).orElseThrow();
        return new EgressEntry.Prefix(
                cidr, EgressEntry.Prefix.spread(cidr), List.of(), Labels.NONE);
    }

    @ParameterizedTest
    @EnumSource(names = {"ROUND_ROBIN", "WEIGHTED"})
    void anOrderOneAfterTheOtherGoesOnInTheNextPool(Pick pick) {
        EgressEntry prefix = prefix("2001:db8::/48");
        EgressPool pool = EgressPool.of(List.of(prefix, hop(1, Labels.NONE)), _ -> List.of());
        Rotation rotation =
                new Rotation(pool, new RotationSettings(Every.REQUEST, pick), () -> now);
        Set<Egress> taken = new HashSet<>();
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 20; i++) {
                Egress egress = rotation.take(rotation.begin(CLIENT), Reach.IPV6).egress();
                if (egress instanceof Egress.Direct) {
                    assertThat(taken.add(egress)).as("round " + round).isTrue();
                }
            }
            pool =
                    pool.next(
                            List.of(hop(round, Labels.NONE), hop(9, Labels.NONE), prefix),
                            Supply.of(_ -> List.of()));
            rotation.rotator.use(pool);
        }
        assertThat(taken).hasSizeGreaterThan(80);
    }

    @Test
    void anOrderGoesOnBehindWhatHasLeft() {
        List<EgressEntry> entries = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            entries.add(hop(i, Labels.NONE));
        }
        EgressPool pool = EgressPool.of(entries, _ -> List.of());
        Rotation rotation =
                new Rotation(
                        pool, new RotationSettings(Every.REQUEST, Pick.ROUND_ROBIN), () -> now);
        for (int i = 0; i < 3; i++) {
            rotation.take(rotation.begin(CLIENT), Reach.ALL);
        }
        entries.remove(3);
        entries.addFirst(hop(7, Labels.NONE));
        EgressPool next = pool.next(entries, Supply.of(_ -> List.of()));
        rotation.rotator.use(next);
        for (int i : new int[] {4, 5, 7, 0}) {
            assertThat(rotation.take(rotation.begin(CLIENT), Reach.ALL).egress())
                    .hasToString("socks5h://h" + i + ".example:1080");
        }
    }

    @Test
    void settingsThatChangeAreGoneBy() {
        Rotation rotation = rotation(Pick.RANDOM, weight(1), weight(1), weight(1));
        rotation.rotator.use(new RotationSettings(Every.REQUEST, Pick.ROUND_ROBIN));
        rotation.sessions.use(new RotationSettings(new Every.Session(), Pick.ROUND_ROBIN));
        Session session = rotation.begin(CLIENT);
        Egress first = rotation.take(session, Reach.ALL).egress();
        assertThat(rotation.begin(CLIENT)).isSameAs(session);
        assertThat(rotation.take(session, Reach.ALL).egress()).isEqualTo(first);
        rotation.sessions.use(new RotationSettings(Every.REQUEST, Pick.ROUND_ROBIN));
        Set<Egress> taken = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            taken.add(rotation.take(rotation.begin(CLIENT), Reach.ALL).egress());
        }
        assertThat(taken).hasSize(3);
    }

    @Test
    void anOrderGoesOnInWhatIsLeftOfARange() {
        EgressPool pool =
                EgressPool.of(
                        List.of(range("192.0.2.1", "192.0.2.200"), hop(1, Labels.NONE)),
                        _ -> List.of());
        Rotation rotation =
                new Rotation(
                        pool, new RotationSettings(Every.REQUEST, Pick.ROUND_ROBIN), () -> now);
        for (int i = 0; i < 50; i++) {
            rotation.take(rotation.begin(CLIENT), Reach.IPV4);
        }
        rotation.rotator.use(
                pool.next(
                        List.of(
                                hop(2, Labels.NONE),
                                range("192.0.2.100", "192.0.2.200"),
                                hop(1, Labels.NONE)),
                        Supply.of(_ -> List.of())));
        assertThat(rotation.take(rotation.begin(CLIENT), Reach.IPV4).egress())
                .hasToString("192.0.2.100");
    }

    @Test
    void anOrderByWeightGoesOnInTheMidstOfAnEgress() {
        EgressPool pool =
                EgressPool.of(
                        List.of(hop(1, weight(5)), hop(2, weight(1)), hop(3, weight(1))),
                        _ -> List.of());
        Rotation rotation =
                new Rotation(pool, new RotationSettings(Every.REQUEST, Pick.WEIGHTED), () -> now);
        List<String> taken = new ArrayList<>();
        for (int round = 0; round < 14; round++) {
            taken.add(rotation.take(rotation.begin(CLIENT), Reach.ALL).egress().toString());
            pool =
                    pool.next(
                            List.of(hop(1, weight(5)), hop(2, weight(1)), hop(3, weight(1))),
                            Supply.of(_ -> List.of()));
            rotation.rotator.use(pool);
        }
        assertThat(taken.stream().filter(each -> each.contains("h1."))).hasSize(10);
        assertThat(taken.stream().filter(each -> each.contains("h2."))).hasSize(2);
    }

    private static EgressEntry range(String first, String last) {
        return new EgressEntry.Source(
                new AddressRange(
                        Addresses.parse(first).orElseThrow(), Addresses.parse(last).orElseThrow()),
                Labels.NONE);
    }
}
