package dev.gyre.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.egress.AddressRange;
import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.GatewayTemplate;
import dev.gyre.egress.Hop;
import dev.gyre.egress.HopScheme;
import dev.gyre.egress.Labels;
import dev.gyre.egress.Narrowing;
import dev.gyre.egress.Reach;
import dev.gyre.health.HealthSettings;
import dev.gyre.health.Standing;
import dev.gyre.net.Addresses;
import dev.gyre.net.Credentials;
import dev.gyre.net.Site;
import dev.gyre.net.Target;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// Sessions at a gateway that burn and are replaced, and trials that others wait for.
final class RenewalTest {

    private static final InetAddress CLIENT = Addresses.parse("192.0.2.1").orElseThrow();

    private static final EgressEntry SOURCES =
            new EgressEntry.Source(
                    new AddressRange(
                            Addresses.parse("198.51.100.1").orElseThrow(),
                            Addresses.parse("198.51.100.8").orElseThrow()));

    private long now = 1;

    private Rotation rotation(EgressEntry entry, Pick pick) {
        return new Rotation(
                EgressPool.of(List.of(entry), _ -> List.of()),
                new RotationSettings(Every.REQUEST, pick),
                HealthSettings.DEFAULT,
                () -> now);
    }

    private static EgressEntry gateway(int sessions) {
        Hop hop =
                new Hop(
                        HopScheme.HTTP,
                        Target.parse("gw.example:7777").orElseThrow(),
                        Optional.of(new Credentials("u-{session}", "p")));
        return new EgressEntry.Gateway(
                new GatewayTemplate(hop, Optional.empty()), sessions, List.of(), Labels.NONE);
    }

    private static Session hard(Rotation rotation, InetAddress client) {
        Wish wish =
                new Wish(
                        Optional.of("one"),
                        Optional.empty(),
                        Optional.of(Wish.Strength.HARD),
                        false,
                        Narrowing.NONE);
        return rotation.begin(client, wish, Rotation.TARGET);
    }

    private static Lease proven(Rotation rotation, Session session) {
        Lease lease = rotation.take(session, Reach.ALL);
        lease.connected(1);
        lease.released();
        return lease;
    }

    @Test
    void whatWasReplacedTakesNoPlaceOfTheFloor() {
        Rotation rotation = rotation(gateway(10), Pick.RANDOM);
        EgressPool pool = rotation.rotator.pool();
        for (int round = 0; round < 20; round++) {
            Egress burns = pool.reaching(Reach.ALL).at(round % 10);
            for (int i = 0; i < 3; i++) {
                rotation.health.probed(burns, false, 1);
            }
            assertThat(pool.contains(burns)).as("in round " + round).isFalse();
            assertThat(rotation.health.out()).isZero();
        }
    }

    @Test
    void feedbackLeavesTheSessionsOfOthersAlone() {
        Rotation rotation = rotation(gateway(1), Pick.RANDOM);
        Session one = hard(rotation, CLIENT);
        Session two = hard(rotation, Addresses.parse("192.0.2.2").orElseThrow());
        proven(rotation, one);
        proven(rotation, two);
        assertThat(rotation.rotator.feedback(one, Rotation.TARGET, true)).isPresent();
        assertThat(rotation.lease(two, Reach.NAME, Set.of())).isInstanceOf(Lease.class);
    }

    @Test
    void aHardSessionWaitsForWhatComesOfItsOwnTrial() {
        Rotation rotation = rotation(SOURCES, Pick.RANDOM);
        Session session = hard(rotation, CLIENT);
        Egress own = proven(rotation, session).egress();
        for (int i = 0; i < 3; i++) {
            rotation.health.probed(own, false, 1);
        }
        assertThat(rotation.lease(session, Reach.IPV4, Set.of()))
                .isEqualTo(Leasing.Refused.SESSION_LOST);
        now += Duration.ofMinutes(2).toNanos();
        Lease trial = rotation.take(session, Reach.IPV4);
        assertThat(trial.isTrial()).isTrue();
        AtomicInteger woken = new AtomicInteger();
        assertThat(rotation.health.whenFree(woken::incrementAndGet)).isPresent();
        assertThat(rotation.lease(session, Reach.IPV4, Set.of()))
                .isEqualTo(Leasing.Refused.ALL_FULL);
        trial.failed(true, 1);
        assertThat(woken).as("who waits for it looks again").hasValue(1);
        assertThat(rotation.lease(session, Reach.IPV4, Set.of()))
                .isEqualTo(Leasing.Refused.SESSION_LOST);
    }

    @Test
    void whatIsDeniedIsSetBackAndNeverTakenOut() {
        Rotation rotation = rotation(SOURCES, Pick.RANDOM);
        Session session = hard(rotation, CLIENT);
        Egress own = proven(rotation, session).egress();
        for (int i = 0; i < 100; i++) {
            Lease lease = rotation.take(session, Reach.IPV4);
            assertThat(lease.egress()).isEqualTo(own);
            lease.denied();
        }
        assertThat(rotation.health.out()).isZero();
        assertThat(rotation.health.of(own, Site.of(Rotation.TARGET.host())).is(Standing.SET_BACK))
                .isTrue();
    }

    @Test
    void whatFailsFastIsNotFast() {
        Rotation rotation = rotation(gateway(2), Pick.FASTEST);
        Lease bad = rotation.take(rotation.begin(CLIENT), Reach.NAME);
        Lease good =
                (Lease) rotation.lease(rotation.begin(CLIENT), Reach.NAME, Set.of(bad.egress()));
        bad.failed(true, 100_000);
        good.connected(20_000_000);
        good.released();
        assertThat(rotation.health.cost(bad.egress()))
                .isGreaterThan(rotation.health.cost(good.egress()));
    }
}
