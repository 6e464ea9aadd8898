package dev.gyre.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.egress.AddressRange;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.Reach;
import dev.gyre.health.CapSettings;
import dev.gyre.health.HealthSettings;
import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Requests that are faster than others to take the only egress.
final class FullTest {

    private static final int THREADS = 4;
    private static final int ROUNDS = 20_000;
    private static final InetAddress CLIENT = Addresses.parse("192.0.2.1").orElseThrow();
    private static final HealthSettings PLAIN = HealthSettings.DEFAULT;
    private static final HealthSettings ONE_EACH =
            new HealthSettings(
                    PLAIN.failures(),
                    PLAIN.rate(),
                    PLAIN.window(),
                    PLAIN.out(),
                    PLAIN.most(),
                    PLAIN.floor(),
                    PLAIN.coolDowns(),
                    new CapSettings(
                            OptionalInt.of(1), OptionalInt.empty(), Duration.ofSeconds(1), 10),
                    PLAIN.grade());

    /// Whoever comes too late is told that it may wait, even if nothing was known of the egress when it looked.
    @Test
    void whoComesTooLateMayWait() throws Exception {
        Rotation rotation =
                new Rotation(
                        EgressPool.of(
                                List.of(
                                        new EgressEntry.Source(
                                                AddressRange.of(
                                                        Cidr.parse("198.51.100.7").orElseThrow()))),
                                _ -> List.of()),
                        new RotationSettings(Every.REQUEST, Pick.ROUND_ROBIN),
                        ONE_EACH,
                        System::nanoTime);
        Set<Leasing> refusals = ConcurrentHashMap.newKeySet();
        AtomicInteger taken = new AtomicInteger();
        CyclicBarrier together = new CyclicBarrier(THREADS);
        List<Thread> threads =
                IntStream.range(0, THREADS)
                        .mapToObj(_ ->
                                Thread.ofPlatform()
                                        .start(() -> {
                                            await(together);
                                            for (int i = 0; i < ROUNDS; i++) {
                                                once(rotation, refusals, taken);
                                            }
                                        }))
                        .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(taken.get()).isPositive();
        assertThat(refusals).isSubsetOf(Leasing.Refused.ALL_FULL);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception broken) {
            throw new AssertionError(broken);
        }
    }

    private static void once(Rotation rotation, Set<Leasing> refusals, AtomicInteger taken) {
        switch (rotation.lease(rotation.begin(CLIENT), Reach.IPV4, Set.of())) {
            case Lease lease -> {
                taken.incrementAndGet();
                lease.connected(1);
                lease.released();
            }
            case Leasing.Refused refused -> refusals.add(refused);
        }
    }
}
