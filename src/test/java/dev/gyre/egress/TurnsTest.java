package dev.gyre.egress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.SplittableRandom;

final class TurnsTest {

    @Test
    void equalSharesTakeTurns() {
        assertThat(Turns.of(new long[] {1, 1, 1}, 7)).containsExactly(0, 1, 2, 0, 1, 2, 2);
        assertThat(Turns.counts(new long[] {1, 1, 1}, 7)).containsExactly(2, 2, 3);
    }

    @Test
    void allTakeTheirFirstTurnBeforeAnyTakesASecond() {
        assertThat(Turns.of(new long[] {1, 1000, 3}, 11))
                .startsWith(0, 1, 2)
                .containsOnlyOnce(0)
                .containsOnlyOnce(2)
                .hasSize(11);
    }

    @Test
    void smallSharesTakeNothingFromOneAnother() {
        assertThat(Turns.counts(new long[] {1, 1, 1 << 20, 1 << 20, 1}, 101))
                .containsExactly(1, 1, 49, 49, 1);
        assertThat(Turns.counts(new long[] {Long.MAX_VALUE / 2, 1, Long.MAX_VALUE / 2}, 7))
                .containsExactly(3, 1, 3);
        assertThat(Turns.counts(new long[] {5}, 4_099)).containsExactly(4_099);
        assertThat(Turns.counts(new long[] {1, 2, 1L << 62}, 3)).containsExactly(1, 1, 1);
    }

    /// Whatever the shares are: all slots are taken, none is without, and each is within one of its part of what is left by those
    /// who have one for less.
    @Test
    void sharesAreKeptToWithinOne() {
        SplittableRandom random = new SplittableRandom(9);
        for (int round = 0; round < 500; round++) {
            long[] shares = new long[random.nextInt(1, 200)];
            int widest = random.nextInt(1, 53);
            for (int i = 0; i < shares.length; i++) {
                shares[i] = random.nextLong(1, (1L << random.nextInt(1, widest + 1)) + 1);
            }
            int slots = random.nextInt(2 * shares.length, 20 * shares.length + 1);
            int[] counts = Turns.counts(shares, slots);
            assertThat(Arrays.stream(counts).sum()).isEqualTo(slots);
            assertThat(counts).doesNotContain(0);
            int[] taken = new int[shares.length];
            for (int who : Turns.of(shares, slots)) {
                taken[who]++;
            }
            assertThat(taken).isEqualTo(counts);
            double left = slots;
            double total = Arrays.stream(shares).asDoubleStream().sum();
            for (long share : Arrays.stream(shares).sorted().toArray()) {
                if (share * left < total) {
                    left--;
                    total -= share;
                }
            }
            for (int i = 0; i < shares.length; i++) {
                assertThat((double) counts[i])
                        .isBetween(
                                shares[i] * left / total - 1.01,
                                Math.max(1, shares[i] * left / total + 1.01));
            }
        }
    }
}
