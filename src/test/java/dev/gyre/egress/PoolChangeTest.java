package dev.gyre.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;
import dev.gyre.net.Credentials;
import dev.gyre.net.Host;
import dev.gyre.net.Target;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

final class PoolChangeTest {

    private static PoolChange change(long came, long left, long stayed) {
        return new PoolChange(
                BigInteger.valueOf(came), BigInteger.valueOf(left), BigInteger.valueOf(stayed));
    }

    @Test
    void countsAddressesWhereverTheBordersOfTheirRangesAre() {
        EgressPool before =
                Entries.pool(Entries.block("127.0.5.0/24"), Entries.block("2001:db8::/64"));
        EgressPool after =
                Entries.pool(
                        Entries.block("127.0.5.9/32"),
                        Entries.source("127.0.5.128", "127.0.6.9"),
                        Entries.block("2001:db8::/63"));
        BigInteger network = BigInteger.ONE.shiftLeft(64);
        assertThat(PoolChange.between(before, after))
                .isEqualTo(
                        new PoolChange(
                                network.add(BigInteger.TEN),
                                BigInteger.valueOf(127),
                                network.add(BigInteger.valueOf(129))));
        assertThat(PoolChange.between(before, before).isNone()).isTrue();
    }

    @Test
    void tellsChainsApartByTheirCredentials() {
        EgressPool before = Entries.pool(chain("one"), chain("other"));
        EgressPool after = Entries.pool(chain("two"), chain("other"));
        assertThat(PoolChange.between(before, after)).isEqualTo(change(1, 1, 1));
    }

    @Test
    void countsSessionsAtAGatewayAsOthersWhenTheirPasswordIs() {
        assertThat(PoolChange.between(gateways("one", 5), gateways("one", 7)))
                .isEqualTo(change(2, 0, 5));
        assertThat(PoolChange.between(gateways("one", 5), gateways("two", 7)))
                .isEqualTo(change(7, 5, 0));
    }

    private static EgressPool gateways(String password, int sessions) {
        Hop hop =
                new Hop(
                        HopScheme.HTTP,
                        Target.parse("gateway.example:1").orElseThrow(),
                        Optional.of(new Credentials("me-{session}", password)));
        return Entries.pool(
                new EgressEntry.Gateway(
                        new GatewayTemplate(hop, Optional.empty()),
                        sessions,
                        List.of(),
                        Labels.NONE));
    }

    @Test
    void countsWhatIsExcludedOfAPrefix() {
        EgressPool all = Entries.pool(prefix("2001:db8::/48", 64));
        EgressPool less =
                Entries.pool(prefix("2001:db8::/48", 64, "2001:db8:0:1::", "2001:db8:0:1::9"));
        // The first of them is no host.
        BigInteger stayed = all.size().subtract(BigInteger.valueOf(9));
        assertThat(PoolChange.between(all, less))
                .isEqualTo(new PoolChange(BigInteger.ZERO, BigInteger.valueOf(9), stayed));
        assertThat(PoolChange.between(less, all))
                .isEqualTo(new PoolChange(BigInteger.valueOf(9), BigInteger.ZERO, stayed));
        EgressPool other =
                Entries.pool(prefix("2001:db8::/48", 64, "2001:db8:0:2::", "2001:db8:0:2::9"));
        BigInteger nine = BigInteger.valueOf(9);
        assertThat(PoolChange.between(less, other))
                .isEqualTo(new PoolChange(nine, nine, stayed.subtract(nine)));
        EgressPool ipv4 = Entries.pool(prefix("192.0.2.0/24", 24));
        EgressPool half = Entries.pool(prefix("192.0.2.0/24", 24, "192.0.2.128", "192.0.2.255"));
        assertThat(PoolChange.between(ipv4, half)).isEqualTo(change(0, 127, 127));
    }

    @Test
    void countsAPrefixAsAnotherWhenItsOrderIs() {
        EgressPool before = Entries.pool(prefix("2001:db8::/48", 64));
        EgressPool after = Entries.pool(prefix("2001:db8::/48", 56));
        assertThat(PoolChange.between(before, after))
                .isEqualTo(new PoolChange(after.size(), before.size(), BigInteger.ZERO));
    }

    private static EgressEntry prefix(String block, int spread, String... excluded) {
        return new EgressEntry.Prefix(
                Cidr.parse(block).orElseThrow(),
                spread,
                excluded.length == 0
                        ? List.of()
                        : List.of(
                                new AddressRange(
                                        Addresses.parse(excluded[0]).orElseThrow(),
                                        Addresses.parse(excluded[1]).orElseThrow())),
                Labels.NONE);
    }

    @Test
    void countsAHopAsAnotherWhenItsCertificateIsToBe() {
        HopTrust trust = new HopTrust(Optional.empty(), Optional.of(new Host.Name("name.example")));
        assertThat(
                        PoolChange.between(
                                Entries.pool(trusting(Optional.empty())),
                                Entries.pool(trusting(Optional.of(trust)))))
                .isEqualTo(change(1, 1, 0));
    }

    private static EgressEntry trusting(Optional<HopTrust> trust) {
        return new EgressEntry.Through(
                List.of(
                        new Hop(
                                HopScheme.HTTPS,
                                Target.parse("hop.example:1").orElseThrow(),
                                Optional.empty(),
                                trust)));
    }

    private static EgressEntry chain(String user) {
        return new EgressEntry.Through(List.of(Entries.hop("hop.example:1080", user)));
    }

    @Test
    void countsAsOneByOneWould() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            Set<Integer> old = new TreeSet<>();
            Set<Integer> fresh = new TreeSet<>();
            PoolChange change =
                    PoolChange.between(
                            Entries.pool(some(random, old)), Entries.pool(some(random, fresh)));
            Set<Integer> both = new TreeSet<>(old);
            both.retainAll(fresh);
            assertThat(change)
                    .isEqualTo(
                            change(
                                    fresh.size() - both.size(),
                                    old.size() - both.size(),
                                    both.size()));
        }
    }

    private static EgressEntry[] some(Random random, Set<Integer> addresses) {
        EgressEntry[] entries = new EgressEntry[random.nextInt(1, 5)];
        for (int i = 0; i < entries.length; i++) {
            int from = random.nextInt(1, 60);
            int to = from + random.nextInt(4);
            for (int each = from; each <= to; each++) {
                addresses.add(each);
            }
            entries[i] = Entries.source("127.0.0." + from, "127.0.0." + to);
        }
        return entries;
    }
}
