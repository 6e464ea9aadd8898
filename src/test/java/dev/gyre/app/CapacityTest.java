package dev.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CapacityTest {

    private static final long GIB = 1L << 30;

    @Test
    void aClientMayHaveATargetEach() {
        Capacity capacity = Capacity.of(0, 10_012, GIB);
        assertThat(capacity.clients())
                .isEqualTo(
                        (10_000 - capacity.refusals() - capacity.lines() - capacity.beside())
                                * 2
                                / 5);
        assertThat(capacity.memoryIsShort()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 20, 64, 100, 1024, 65_536, 1 << 20, Long.MAX_VALUE})
    void descriptorsSuffice(long descriptors) {
        Capacity capacity = Capacity.of(0, descriptors, GIB);
        assertThat(capacity.clients()).isGreaterThanOrEqualTo(2);
        assertThat(capacity.lines()).isBetween(1, 512);
        assertThat(capacity.beside()).isBetween(1, 256);
        if (descriptors >= 20) {
            assertThat(
                            2L * capacity.clients()
                                    + capacity.idle()
                                    + capacity.refusals()
                                    + capacity.lines()
                                    + capacity.beside()
                                    + 12)
                    .isLessThanOrEqualTo(descriptors);
        }
    }

    @Test
    void nameServersHaveTheirShareAndLeaveMostOfItToClients() {
        Capacity few = Capacity.of(0, 12 + 160, GIB);
        assertThat(few.lines()).isEqualTo(10);
        assertThat(few.beside()).isEqualTo(5);
        assertThat(few.clients()).isEqualTo(54);
        Capacity many = Capacity.of(0, 1 << 20, GIB);
        assertThat(many.lines()).isEqualTo(512);
        assertThat(many.beside()).isEqualTo(256);
    }

    @Test
    void aSmallHeapHoldsFewer() {
        Capacity capacity = Capacity.of(5000, 1 << 20, 64 << 20);
        assertThat(capacity.clients()).isEqualTo(1024);
        assertThat(capacity.idle()).isEqualTo(1024);
        assertThat(capacity.memoryIsShort()).isTrue();
    }

    @Test
    void theFileMaySayFewer() {
        assertThat(Capacity.of(7, 1 << 20, GIB).clients()).isEqualTo(7);
    }
}
