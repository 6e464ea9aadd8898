package dev.gyre.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.egress.AddressRange;
import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.Reach;
import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;
import dev.gyre.net.Site;
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
import java.util.Set;
import java.util.SplittableRandom;

/// The same site does not see the same egress again too soon.
final class ReuseDistanceTest {

    private static final InetAddress CLIENT = Addresses.parse("192.0.2.1").orElseThrow();

    private long now;

    private Rotation rotation(Pick pick, ReuseDistance distance, String block) {
        EgressEntry entry =
                new EgressEntry.Source(AddressRange.of(Cidr.parse(block).orElseThrow()));
        return new Rotation(
                EgressPool.of(List.of(entry), _ -> List.of()),
                new RotationSettings(Every.REQUEST, pick, distance, SessionSettings.DEFAULT),
                () -> now);
    }

    private static Egress egress(Rotation rotation, Target target) {
        Lease lease = rotation.take(rotation.begin(CLIENT), Reach.IPV4, target);
        lease.released();
        return lease.egress();
    }

    @ParameterizedTest
    @EnumSource(Pick.class)
    void neverAgainBeforeSoManyOthers(Pick pick) {
        int distance = 40;
        Rotation rotation =
                rotation(pick, new ReuseDistance.Others(distance, false), "198.51.100.0/26");
        Map<Site, List<Egress>> visits = new HashMap<>();
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 20_000; i++) {
            Target target = Rotation.target("www.site" + random.nextInt(3) + ".example:80");
            List<Egress> before =
                    visits.computeIfAbsent(Site.of(target.host()), _ -> new ArrayList<>());
            Egress next = egress(rotation, target);
            assertThat(before.subList(Math.max(0, before.size() - distance), before.size()))
                    .doesNotContain(next);
            before.add(next);
        }
        assertThat(rotation.counts.of(RotationEvent.REUSED_EARLY)).isZero();
    }

    @Test
    void neverAgainWithinATime() {
        Rotation rotation =
                rotation(
                        Pick.RANDOM,
                        new ReuseDistance.Time(Duration.ofSeconds(60), false),
                        "198.51.100.0/24");
        Map<Egress, Long> last = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            now += Duration.ofMillis(500).toNanos();
            Egress next = egress(rotation, Rotation.TARGET);
            Long before = last.put(next, now);
            assertThat(before == null || now - before >= Duration.ofSeconds(60).toNanos()).isTrue();
        }
        assertThat(rotation.counts.of(RotationEvent.REUSED_EARLY)).isZero();
    }

    @Test
    void theOneUsedLongestAgoServesWhereThePoolIsTooSmall() {
        Rotation rotation =
                rotation(Pick.RANDOM, new ReuseDistance.Others(100, false), "198.51.100.0/29");
        List<Egress> visits = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            visits.add(egress(rotation, Rotation.TARGET));
        }
        for (int i = 8; i < visits.size(); i++) {
            assertThat(visits.get(i)).isEqualTo(visits.get(i - 8));
        }
        assertThat(new HashSet<>(visits)).hasSize(8);
        assertThat(rotation.counts.of(RotationEvent.REUSED_EARLY)).isEqualTo(392);
    }

    @Test
    void orNoneServesWhereThatIsStrict() {
        Rotation rotation =
                rotation(Pick.RANDOM, new ReuseDistance.Others(100, true), "198.51.100.0/29");
        for (int i = 0; i < 8; i++) {
            egress(rotation, Rotation.TARGET);
        }
        assertThat(
                        rotation.rotator.lease(
                                rotation.begin(CLIENT), Reach.IPV4, Set.of(), Rotation.TARGET))
                .isEqualTo(Leasing.Refused.TOO_SOON);
        assertThat(rotation.counts.of(RotationEvent.REFUSED_EARLY)).isOne();
        // Another site has not seen them.
        assertThat(egress(rotation, Rotation.target("other.test:80"))).isNotNull();
    }

    @Test
    void whatFailedALittleAgoIsNotTakenForWhatIsNear() {
        Rotation rotation =
                rotation(Pick.RANDOM, new ReuseDistance.Others(100, false), "198.51.100.0/30");
        for (int i = 0; i < 3; i++) {
            egress(rotation, Rotation.TARGET);
        }
        Lease failed = rotation.take(rotation.begin(CLIENT), Reach.IPV4);
        failed.failed(true, 0);
        for (int i = 0; i < 20; i++) {
            assertThat(egress(rotation, Rotation.TARGET)).isNotEqualTo(failed.egress());
        }
    }

    @Test
    void whatNeverReachedTheSiteIsNoVisit() {
        Rotation rotation =
                rotation(Pick.ROUND_ROBIN, new ReuseDistance.Others(3, true), "198.51.100.0/30");
        for (int i = 0; i < 50; i++) {
            rotation.take(rotation.begin(CLIENT), Reach.IPV4).unused();
        }
        List<Egress> seen = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            seen.add(egress(rotation, Rotation.TARGET));
        }
        assertThat(seen).doesNotHaveDuplicates();
    }

    @Test
    void historiesAreBounded() {
        SiteHistories histories = new SiteHistories(new ReuseDistance.Others(10, false), () -> now);
        SiteHistory first = histories.of(new Site("0.example"));
        for (int i = 1; i <= SiteHistories.MOST; i++) {
            histories.of(new Site(i + ".example"));
        }
        assertThat(histories.of(new Site(SiteHistories.MOST + ".example"))).isNotSameAs(first);
        assertThat(histories.of(new Site("0.example"))).isNotSameAs(first);
        for (int i = 0; i < 1000; i++) {
            first.visitAgain(
                    new Egress.Direct(Addresses.of(new byte[] {10, 0, (byte) (i >> 8), (byte) i})));
        }
        assertThat(first.size()).isEqualTo(10);
    }

    /// A name server is asked by whichever is next, and that is no visit at any site.
    @Test
    void questionsForNamesAreNoVisits() {
        Rotation rotation =
                rotation(Pick.ROUND_ROBIN, new ReuseDistance.Others(100, true), "198.51.100.0/29");
        Set<Egress> asked = new HashSet<>();
        for (int i = 0; i < 24; i++) {
            Lease lease =
                    (Lease)
                            rotation.rotator.leaseForName(
                                    rotation.begin(CLIENT), Reach.IPV4, Set.of());
            assertThat(lease.connected(1)).isTrue();
            lease.released();
            asked.add(lease.egress());
        }
        assertThat(asked).hasSize(8);
        for (int i = 0; i < 8; i++) {
            egress(rotation, Rotation.TARGET);
        }
        assertThat(rotation.counts.of(RotationEvent.REUSED_EARLY)).isZero();
        assertThat(rotation.lease(rotation.begin(CLIENT), Reach.IPV4, Set.of()))
                .isEqualTo(Leasing.Refused.TOO_SOON);
        assertThat(rotation.rotator.leaseForName(rotation.begin(CLIENT), Reach.IPV4, Set.of()))
                .isInstanceOf(Lease.class);
    }
}
