package dev.gyre.egress;

import static dev.gyre.egress.Entries.block;
import static dev.gyre.egress.Entries.hop;
import static dev.gyre.egress.Entries.hops;
import static dev.gyre.egress.Entries.weight;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

final class MaglevTest {

    private static final int KEYS = 20_000;

    private static PoolView view(List<EgressEntry> entries) {
        return EgressPool.of(entries, _ -> List.of()).reaching(Reach.ALL);
    }

    private static List<EgressEntry> manyHops(int count) {
        List<EgressEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(hops("hop-" + i + ".example:1080"));
        }
        return entries;
    }

    /// The egress of each of many keys.
    private static List<Egress> ofKeys(PoolView view) {
        SplittableRandom hashes = new SplittableRandom(5);
        List<Egress> egresses = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            egresses.add(view.hashed(hashes.nextLong(), hashes.nextLong()));
        }
        return egresses;
    }

    /// Which part of the keys has another egress, of those that could have kept theirs.
    private static double moved(List<Egress> before, List<Egress> after, Egress gone) {
        int moved = 0;
        int others = 0;
        for (int i = 0; i < before.size(); i++) {
            if (!before.get(i).equals(gone)) {
                others++;
                moved += before.get(i).equals(after.get(i)) ? 0 : 1;
            }
        }
        return (double) moved / others;
    }

    private static Egress egress(EgressEntry hops) {
        return new Egress.Chain(((EgressEntry.Through) hops).hops());
    }

    /// How many slots of the table each egress has, where each block is of one.
    private static Map<Egress, Integer> slots(PoolView view) {
        Map<Egress, Integer> slots = new HashMap<>();
        for (int slot = 0; slot < Maglev.size(view.blockCount()); slot++) {
            slots.merge(view.hashed(slot, 0), 1, Integer::sum);
        }
        return slots;
    }

    @Test
    void whenAHopComesOrGoesTheKeysOfTheOthersStay() {
        List<EgressEntry> all = manyHops(100);
        List<Egress> before = ofKeys(view(all));
        for (int i = 0; i < all.size(); i++) {
            List<EgressEntry> fewer = new ArrayList<>(all);
            Egress gone = egress(fewer.remove(i));
            assertThat(moved(before, ofKeys(view(fewer)), gone)).isLessThan(0.05);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 17, 256, 1_000, 10_000})
    void soItIsForPoolsOfAnySize(int count) {
        List<EgressEntry> all = manyHops(count);
        List<Egress> before = ofKeys(view(all));
        Egress gone = egress(all.remove(count / 2));
        assertThat(moved(before, ofKeys(view(all)), gone)).isLessThan(0.05);
    }

    @Test
    void whenALightHopGoesTheKeysOfHeavyOnesStay() {
        List<EgressEntry> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(hops(weight(1 + i), "hop-" + i + ".example:1080"));
        }
        all.add(block("10.0.0.0/22", weight(2)));
        List<Egress> before = ofKeys(view(all));
        Egress gone = egress(all.remove(3));
        assertThat(moved(before, ofKeys(view(all)), gone)).isLessThan(0.05);
    }

    @Test
    void theOrderOfTheEntriesChangesNothing() {
        List<EgressEntry> entries = manyHops(100);
        entries.add(block("10.0.0.0/24"));
        entries.add(block("2001:db8::/64"));
        List<Egress> before = ofKeys(view(entries));
        Collections.shuffle(entries, new Random(2));
        assertThat(ofKeys(view(entries))).isEqualTo(before);
    }

    @Test
    void hopsThatDifferByTheirPasswordsOnlyAreToldApart() {
        List<EgressEntry> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(new EgressEntry.Through(List.of(hop("gate.example:1080", "user-" + i))));
        }
        List<Egress> before = ofKeys(view(all));
        Egress gone = egress(all.remove(25));
        Collections.reverse(all);
        assertThat(moved(before, ofKeys(view(all)), gone)).isLessThan(0.05);
    }

    @Test
    void eachHasAsManySlotsAsAnother() {
        for (int count : new int[] {1, 2, 3, 100, 256, 257, 1_000}) {
            Map<Egress, Integer> slots = slots(view(manyHops(count)));
            int share = Maglev.size(count) / count;
            assertThat(slots).hasSize(count);
            assertThat(slots.values()).allMatch(has -> has == share || has == share + 1);
        }
    }

    @Test
    void eachHasAsManySlotsAsItWeighs() {
        List<EgressEntry> entries = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            entries.add(hops(weight(i), "hop-" + i + ".example:1080"));
        }
        Map<Egress, Integer> slots = slots(view(entries));
        for (int i = 1; i <= 40; i++) {
            double share = 4_099.0 * i / (40 * 41 / 2.0);
            assertThat(slots.get(egress(entries.get(i - 1))))
                    .isBetween((int) share, (int) share + 1);
        }
    }

    @Test
    void besideAHugeBlockEachHasOneSlot() {
        List<EgressEntry> entries = manyHops(100);
        entries.add(block("2001:db8::/32", weight(10_000)));
        Map<Egress, Integer> slots = slots(view(entries));
        entries.stream().limit(100).forEach(hop -> assertThat(slots).containsEntry(egress(hop), 1));
    }

    @Test
    void withinABlockKeysAreSpreadByTheOtherHash() {
        PoolView view = view(List.of(block("10.0.0.0/28"), block("10.1.0.0/20"), block("::1")));
        Map<Egress, Integer> counts = new HashMap<>();
        for (Egress egress : ofKeys(view)) {
            counts.merge(egress, 1, Integer::sum);
        }
        int total = 16 + 4_096 + 1;
        assertThat(counts.size()).isGreaterThan(total * 98 / 100);
        double expected = (double) KEYS / total;
        double small =
                IntStream.range(0, 16)
                        .map(i -> counts.getOrDefault(Entries.direct("10.0.0." + i), 0))
                        .average()
                        .orElseThrow();
        assertThat(small).isBetween(expected * 0.5, expected * 1.5);
        assertThat(view.hashed(77, 0)).isEqualTo(view.hashed(77, 0));
    }

    @Test
    void theTableIsOfAFewPrimeSizes() {
        assertThat(
                        IntStream.of(1, 256, 257, 512, 10_000, 65_536, 100_000, 600_000)
                                .map(Maglev::size))
                .containsExactly(
                        4_099, 4_099, 8_209, 8_209, 262_147, 1_048_583, 1_048_583, 2_097_169);
        for (int count = 1; count < 3_000_000; count = count * 3 / 2 + 1) {
            int size = Maglev.size(count);
            assertThat(BigInteger.valueOf(size).isProbablePrime(50)).isTrue();
            assertThat(size).isGreaterThan(2 * count);
        }
    }

    @Test
    void allThreadsSeeOneTable() {
        for (int round = 0; round < 20; round++) {
            PoolView view = view(manyHops(50));
            List<Egress> seen =
                    IntStream.range(0, 64).parallel().mapToObj(_ -> view.hashed(99, 0)).toList();
            assertThat(seen).containsOnly(view.hashed(99, 0));
        }
    }
}
