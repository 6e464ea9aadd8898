package dev.gyre.egress;

import static dev.gyre.egress.Entries.block;
import static dev.gyre.egress.Entries.direct;
import static dev.gyre.egress.Entries.hops;
import static dev.gyre.egress.Entries.pool;
import static dev.gyre.egress.Entries.source;
import static dev.gyre.egress.Entries.weight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.net.Addresses;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

final class PoolViewTest {

    private static PoolView view(EgressEntry... entries) {
        return pool(entries).reaching(Reach.ALL);
    }

    private static EgressEntry weighing(int weight, String cidr) {
        return block(cidr, weight(weight));
    }

    @Test
    void eachEgressHasAsManyUnitsAsItWeighs() {
        PoolView view =
                view(
                        weighing(3, "198.51.100.0/31"),
                        hops("192.0.2.5:1080"),
                        hops(weight(2), "192.0.2.6:1080"),
                        weighing(10_000, "2001:db8::/127"));
        assertThat(view.size()).isEqualTo(6);
        assertThat(view.weight()).isEqualTo(3 + 3 + 1 + 2 + 20_000);
        List<Egress> units = new ArrayList<>();
        for (long unit = 0; unit < view.weight(); unit++) {
            units.add(view.atWeight(unit));
        }
        List<Egress> expected = new ArrayList<>();
        for (int i = 0; i < view.size(); i++) {
            int weight = List.of(3, 3, 1, 2, 10_000, 10_000).get(i);
            for (int unit = 0; unit < weight; unit++) {
                expected.add(view.at(i));
            }
        }
        assertThat(units).isEqualTo(expected);
    }

    @Test
    void withoutWeightsUnitsAreEgresses() {
        PoolView view =
                view(block("198.51.100.0/28"), hops("192.0.2.5:1080"), block("2001:db8::/126"));
        assertThat(view.weight()).isEqualTo(view.size()).isEqualTo(21);
        for (long i = 0; i < view.size(); i++) {
            assertThat(view.atWeight(i)).isEqualTo(view.at(i));
        }
    }

    @Test
    void hasNothingBeyondItsEnds() {
        for (PoolView view :
                List.of(
                        view(hops("a:1"), hops("b:1")),
                        view(weighing(7, "198.51.100.0/31")),
                        view(),
                        view(block("2001:db8::/32"), block("192.0.2.1")))) {
            for (long place : new long[] {-1, view.weight(), Long.MAX_VALUE, Long.MIN_VALUE}) {
                assertThatThrownBy(() -> view.at(place))
                        .isInstanceOf(IndexOutOfBoundsException.class);
                assertThatThrownBy(() -> view.atWeight(place))
                        .isInstanceOf(IndexOutOfBoundsException.class);
            }
        }
    }

    @Test
    void picksAreSpreadByWeight() {
        PoolView view =
                view(
                        weighing(5, "198.51.100.0/30"),
                        hops("192.0.2.5:1080"),
                        hops(weight(10), "192.0.2.6:1080"),
                        weighing(2, "2001:db8::/126"),
                        block("203.0.113.7"));
        // 10 degrees of freedom: passed by chance once in a thousand times; the seed is fixed.
        assertThat(chiSquare(view, new SplittableRandom(3))).isLessThan(29.6);
    }

    @Test
    void picksAreUniformWhereNothingWeighsMore() {
        PoolView view =
                view(block("198.51.100.0/29"), hops("192.0.2.5:1080"), hops("192.0.2.6:1080"));
        // 9 degrees of freedom, then 7.
        assertThat(chiSquare(view, new SplittableRandom(4))).isLessThan(27.9);
        PoolView alone = view(weighing(9, "198.51.100.0/29"));
        assertThat(chiSquare(alone, new SplittableRandom(5))).isLessThan(24.3);
    }

    private static double chiSquare(PoolView view, SplittableRandom random) {
        Map<Egress, Integer> weights = new HashMap<>();
        for (long unit = 0; unit < view.weight(); unit++) {
            weights.merge(view.atWeight(unit), 1, Integer::sum);
        }
        Map<Egress, Integer> counts = new HashMap<>();
        int picks = 50_000;
        for (int i = 0; i < picks; i++) {
            counts.merge(view.any(random), 1, Integer::sum);
        }
        assertThat(counts.keySet()).isEqualTo(weights.keySet());
        return weights.entrySet().stream()
                .mapToDouble(each -> {
                    double expected = (double) picks * each.getValue() / view.weight();
                    double off = counts.get(each.getKey()) - expected;
                    return off * off / expected;
                })
                .sum();
    }

    /// Sixteen parts of each range, beside an egress so light that it is hardly taken; the last range is no power of two.
    @Test
    void hugeRangesAreUniformInEveryPart() {
        for (EgressEntry range :
                List.of(
                        block("2001:db8::/64"),
                        block("2001:db8::/48"),
                        source("2001:db8::", "2001:db8::bfff:ffff:ffff:ffff"),
                        source("2001:db8::", "2001:db8:0:5::7"))) {
            for (EgressEntry[] entries :
                    List.of(
                            new EgressEntry[] {range},
                            new EgressEntry[] {range, block("192.0.2.1")})) {
                PoolView view = view(entries);
                SplittableRandom random = new SplittableRandom(6);
                int[] any = new int[16];
                int[] hashed = new int[16];
                for (int i = 0; i < 16_000; i++) {
                    any[part(range, view.any(random))]++;
                    hashed[part(range, view.hashed(0, random.nextLong()))]++;
                }
                // 15 degrees of freedom.
                assertThat(chiSquare(any)).isLessThan(37.7);
                assertThat(chiSquare(hashed)).isLessThan(37.7);
            }
        }
    }

    private static int part(EgressEntry range, Egress egress) {
        AddressRange whole = ((EgressEntry.Source) range).range();
        BigInteger offset =
                Addresses.number(((Egress.Direct) egress).source())
                        .subtract(Addresses.number(whole.first()));
        return offset.multiply(BigInteger.valueOf(16)).divide(whole.size()).intValueExact();
    }

    private static double chiSquare(int[] counts) {
        double expected = IntStream.of(counts).average().orElseThrow();
        return IntStream.of(counts)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
    }

    @Test
    void aHugeBlockCountsAs2To48() {
        PoolView view = view(block("2001:db8::/64"), weighing(3, "2001:db8:1::/80"), hops("a:1"));
        assertThat(view.size()).isEqualTo((1L << 49) + 1);
        assertThat(view.weight()).isEqualTo((1L << 50) + 1);
        assertThat(view.at(1L << 48)).isEqualTo(direct("2001:db8:1::"));
        assertThat(view.at((1L << 49) - 1)).isEqualTo(direct("2001:db8:1::ffff:ffff:ffff"));
        assertThat(view.at(1L << 49)).isInstanceOf(Egress.Chain.class);
        assertThat(view.atWeight((1L << 50) - 1)).isEqualTo(direct("2001:db8:1::ffff:ffff:ffff"));
        assertThat(view.atWeight(1L << 50)).isInstanceOf(Egress.Chain.class);
    }

    @Test
    void soManyHugeBlocksThatTheirSumIsTooLargeCountForLessAndNoneIsLost() {
        EgressEntry[] entries = new EgressEntry[41];
        for (int i = 0; i < 40; i++) {
            entries[i] = weighing(10_000, "2001:db8:" + Integer.toHexString(i) + "::/64");
        }
        entries[40] = weighing(10_000, "192.0.2.1");
        PoolView view = view(entries);
        assertThat(view.size()).isEqualTo(40L * (1L << 48) + 1);
        long each = (view.weight() - 10_000) / 40;
        assertThat(each / 10_000).isEqualTo(1L << 43);
        assertThat(view.weight()).isBetween(1L << 60, 1L << 62);
        assertThat(view.atWeight(0)).isEqualTo(direct("2001:db8::"));
        assertThat(view.atWeight(39 * each)).isEqualTo(direct("2001:db8:27::"));
        assertThat(view.atWeight(40 * each - 1)).isEqualTo(direct("2001:db8:27:0:0:7ff:ffff:ffff"));
        assertThat(view.atWeight(view.weight() - 1)).isEqualTo(direct("192.0.2.1"));
        SplittableRandom random = new SplittableRandom(8);
        long beyond =
                IntStream.range(0, 1_000)
                        .mapToObj(_ -> view.any(random).toString())
                        .filter(text -> text.matches("2001:db8:[0-9a-f]+:0:[1-9a-f].*"))
                        .count();
        assertThat(beyond).as("of all addresses, not only of the first").isGreaterThan(950);
    }
}
