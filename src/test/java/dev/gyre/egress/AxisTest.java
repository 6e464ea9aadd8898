package dev.gyre.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.net.Addresses;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.SplittableRandom;

final class AxisTest {

    private static final InetAddress FIRST = Addresses.parse("2001:db8::").orElseThrow();

    private static Block block(long count, int weight) {
        return new Sources(
                0,
                new Kind(0, Entries.weight(weight), Reach.IPV6),
                new AddressRange(FIRST, Addresses.plus(FIRST, 0, count - 1)),
                false);
    }

    /// Against a look at each block, at both ends of each and at places between.
    @Test
    void tellsTheBlockOfEachPlace() {
        SplittableRandom random = new SplittableRandom(21);
        for (int round = 0; round < 300; round++) {
            Block[] blocks = new Block[random.nextInt(1, 80)];
            int widest = random.nextInt(1, 50);
            int heaviest = random.nextInt(1, 5) == 1 ? 1 : random.nextInt(1, 10_001);
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] =
                        block(
                                random.nextLong(1, 2 + (1L << random.nextInt(widest))),
                                random.nextInt(1, heaviest + 1));
            }
            Axis axis = Axis.of(blocks, Block::weight);
            long start = 0;
            for (int i = 0; i < blocks.length; i++) {
                long length = Math.min(blocks[i].count(), axis.most()) * blocks[i].weight();
                assertThat(axis.start(i)).isEqualTo(start);
                assertThat(axis.length(i)).isEqualTo(length);
                assertThat(axis.block(start)).isEqualTo(i);
                assertThat(axis.block(start + random.nextLong(length))).isEqualTo(i);
                assertThat(axis.block(start + length - 1)).isEqualTo(i);
                start += length;
            }
            assertThat(axis.length()).isEqualTo(start).isLessThanOrEqualTo(Axis.LONGEST);
        }
    }

    @Test
    void isAsLongAsItsLimitAndNoLonger() {
        Block[] blocks = new Block[1 << 14];
        Arrays.fill(blocks, block(1L << 48, 1));
        Axis full = Axis.of(blocks, Block::weight);
        assertThat(full.length()).isEqualTo(Axis.LONGEST);
        assertThat(full.most()).isEqualTo(1L << 48);
        blocks[77] = block(1L << 48, 2);
        Axis more = Axis.of(blocks, Block::weight);
        assertThat(more.most()).isEqualTo(1L << 47);
        assertThat(more.length()).isEqualTo((1L << 61) + (1L << 47));
        assertThat(more.block(more.length() - 1)).isEqualTo(blocks.length - 1);
        assertThat(more.block(78L << 47)).isEqualTo(77);
    }

    @Test
    void ofNothingHasNoLength() {
        assertThat(Axis.of(new Block[0], Block::weight).length()).isZero();
    }
}
