package dev.gyre.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.Hop;
import dev.gyre.egress.HopScheme;
import dev.gyre.egress.Labels;
import dev.gyre.egress.Reach;
import dev.gyre.health.HealthSettings;
import dev.gyre.health.Standing;
import dev.gyre.net.Addresses;
import dev.gyre.net.Site;
import dev.gyre.net.Target;
import dev.gyre.rotation.Leasing.Refused;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A Tor process has very many egresses, and all are down when it is.
final class TorDownTest {

    private static final InetAddress CLIENT = Addresses.parse("192.0.2.1").orElseThrow();
    private static final Target SERVER = Target.parse("127.0.0.1:9050").orElseThrow();
    private static final Site SITE = Site.of(Rotation.TARGET.host());
    private static final int FAILURES = HealthSettings.DEFAULT.failures();

    private long now = 1;
    private final EgressPool pool = pool(2);
    private final Rotation rotation =
            new Rotation(pool, new RotationSettings(Every.REQUEST, Pick.RANDOM), () -> now);

    private static EgressPool pool(int hops) {
        List<EgressEntry> entries = new ArrayList<>();
        entries.add(new EgressEntry.Tor(SERVER, Labels.NONE));
        for (int i = 0; i < hops; i++) {
            Target server = Target.parse("h" + i + ".example:1080").orElseThrow();
            entries.add(
                    new EgressEntry.Through(
                            List.of(new Hop(HopScheme.SOCKS5H, server, Optional.empty()))));
        }
        return EgressPool.of(entries, _ -> List.of());
    }

    private static boolean isTor(Egress egress) {
        return ((Egress.Chain) egress).last().server().equals(SERVER);
    }

    private Lease take(Set<Egress> tried) {
        return (Lease) rotation.lease(rotation.begin(CLIENT), Reach.NAME, tried);
    }

    /// A lease of a circuit.
    private Lease circuit() {
        for (int i = 0; i < 1_000; i++) {
            Lease lease = take(Set.of());
            if (isTor(lease.egress())) {
                return lease;
            }
            lease.released();
        }
        throw new AssertionError("none by Tor");
    }

    /// How many of a thousand requests leave by Tor.
    private long byTor() {
        long count = 0;
        for (int i = 0; i < 1_000; i++) {
            Lease lease = take(Set.of());
            count += isTor(lease.egress()) ? 1 : 0;
            lease.connected(1);
            lease.released();
        }
        return count;
    }

    private void goesDown() {
        for (int i = 0; i < FAILURES; i++) {
            // Set back, it is behind the others for a while.
            now += Duration.ofSeconds(31).toNanos();
            circuit().unreachable(1);
        }
    }

    private boolean is(Egress egress, int constant) {
        return rotation.health.of(egress, SITE).is(constant);
    }

    @Test
    void oneRequestTriesNoCircuitAfterAnother() {
        Lease lease = circuit();
        Set<Egress> tried = new HashSet<>(Set.of(lease.egress(), lease.unreachable(1)));
        assertThat(tried).hasSize(2);
        for (int i = 0; i < 2; i++) {
            Lease next = take(tried);
            assertThat(isTor(next.egress())).isFalse();
            tried.add(next.egress());
            next.released();
        }
        assertThat(rotation.lease(rotation.begin(CLIENT), Reach.NAME, tried))
                .isEqualTo(Refused.NO_EGRESS);
        assertThat(byTor()).as("set back").isZero();
    }

    @Test
    void itIsTakenOutAsOneAndComesBackByOneTrial() {
        goesDown();
        assertThat(rotation.health.out()).isEqualTo(1);
        assertThat(rotation.health.size()).as("of no circuit is anything known").isEqualTo(1);
        now += Duration.ofSeconds(5).toNanos();
        assertThat(byTor()).isZero();
        now += HealthSettings.DEFAULT.most().toNanos();
        Lease trial = circuit();
        assertThat(trial.isTrial()).isTrue();
        assertThat(pool.whole(trial.egress())).isNotNull().isNotEqualTo(trial.egress());
        for (int i = 0; i < 100; i++) {
            Lease other = take(Set.of());
            assertThat(isTor(other.egress())).as("one at a time").isFalse();
            other.released();
        }
        assertThat(trial.unreachable(1)).isEqualTo(pool.whole(trial.egress()));
        assertThat(byTor()).as("its time is longer now").isZero();
        now += HealthSettings.DEFAULT.most().toNanos();
        circuit().connected(1);
        assertThat(rotation.health.out()).isZero();
        assertThat(byTor()).isBetween(200L, 500L);
    }

    @Test
    void aTrialThatSaysNothingLeavesItToTheNext() {
        goesDown();
        now += HealthSettings.DEFAULT.most().toNanos();
        circuit().unused();
        Lease trial = circuit();
        assertThat(trial.isTrial()).isTrue();
        // It is there; what its circuit did is the circuit's.
        trial.failed(true, 1);
        assertThat(rotation.health.out()).isZero();
        assertThat(is(trial.egress(), Standing.SET_BACK)).isTrue();
        assertThat(is(circuit().egress(), Standing.SET_BACK)).isFalse();
    }

    @Test
    void aCircuitThatFailsIsNotTheProcess() {
        for (int i = 0; i < 10 * FAILURES; i++) {
            circuit().failed(true, 1);
        }
        assertThat(rotation.health.out()).isZero();
        assertThat(is(circuit().egress(), Standing.SET_BACK)).isFalse();
    }

    @Test
    void whatAProbeFindsHoldsForAll() {
        goesDown();
        now += HealthSettings.DEFAULT.most().toNanos();
        Egress due = rotation.health.toBeTried(1).getFirst();
        assertThat(isTor(due)).isTrue();
        assertThat(pool.whole(due)).as("a circuit").isNotNull().isNotEqualTo(due);
        rotation.health.probed(due, false, 1);
        assertThat(rotation.health.toBeTried(1)).isEmpty();
        assertThat(rotation.health.out()).isEqualTo(1);
        now += HealthSettings.DEFAULT.most().toNanos();
        rotation.health.probed(rotation.health.toBeTried(1).getFirst(), true, 1);
        assertThat(rotation.health.out()).isZero();
    }

    @Test
    void aPoolOfNothingElseKeepsIt() {
        Rotation alone =
                new Rotation(pool(0), new RotationSettings(Every.REQUEST, Pick.RANDOM), () -> now);
        for (int i = 0; i < 10; i++) {
            Lease lease = alone.take(alone.begin(CLIENT), Reach.NAME);
            assertThat(isTor(lease.egress())).isTrue();
            lease.unreachable(1);
        }
        assertThat(alone.health.out()).isZero();
    }
}
