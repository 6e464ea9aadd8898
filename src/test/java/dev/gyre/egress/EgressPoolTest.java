package dev.gyre.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;
import dev.gyre.net.Credentials;
import dev.gyre.net.Target;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

final class EgressPoolTest {

    private static EgressPool pool(EgressEntry... entries) {
        return EgressPool.of(List.of(entries), name -> List.of(range("192.0.2.1", "192.0.2.1")));
    }

    private static AddressRange range(String first, String last) {
        return new AddressRange(
                Addresses.parse(first).orElseThrow(), Addresses.parse(last).orElseThrow());
    }

    private static EgressEntry source(String first, String last) {
        return new EgressEntry.Source(range(first, last));
    }

    private static EgressEntry block(String cidr) {
        return new EgressEntry.Source(AddressRange.of(Cidr.parse(cidr).orElseThrow()));
    }

    private static Hop hop(String server, String user) {
        return new Hop(
                HopScheme.SOCKS5H,
                Target.parse(server).orElseThrow(),
                Optional.of(new Credentials(user, "secret")));
    }

    private static List<String> all(PoolView view) {
        List<String> all = new ArrayList<>();
        for (long i = 0; i < view.size(); i++) {
            all.add(view.at(i).toString());
        }
        return all;
    }

    @Test
    void keepsTheOrderOfItsEntries() {
        EgressPool pool =
                pool(
                        source("198.51.100.9", "198.51.100.10"),
                        new EgressEntry.Interface("eth0"),
                        new EgressEntry.Through(List.of(hop("192.0.2.5:1080", "u"))),
                        source("198.51.100.1", "198.51.100.2"));
        assertThat(all(pool.reaching(Reach.IPV4)))
                .containsExactly(
                        "198.51.100.9",
                        "198.51.100.10",
                        "192.0.2.1",
                        "socks5h://u:***@192.0.2.5:1080",
                        "198.51.100.1",
                        "198.51.100.2");
    }

    @Test
    void holdsNoEgressTwice() {
        EgressPool pool =
                pool(
                        source("198.51.100.4", "198.51.100.5"),
                        source("198.51.100.8", "198.51.100.8"),
                        source("198.51.100.2", "198.51.100.9"),
                        source("198.51.100.3", "198.51.100.4"),
                        new EgressEntry.Through(List.of(hop("192.0.2.5:1080", "u"))),
                        new EgressEntry.Through(List.of(hop("192.0.2.5:1080", "u"))),
                        new EgressEntry.Through(List.of(hop("192.0.2.5:1080", "v"))));
        List<String> all = all(pool.reaching(Reach.IPV4));
        assertThat(all).hasSize(10).doesNotHaveDuplicates();
        assertThat(pool.size()).isEqualTo(10);
    }

    @Test
    void hugeBlocksTakeNoMemoryAndAreUsedInFull() {
        EgressPool pool = pool(block("2001:db8::/32"), block("198.51.100.7/32"));
        assertThat(pool.size()).isEqualTo(BigInteger.ONE.shiftLeft(96).add(BigInteger.ONE));
        SplittableRandom random = new SplittableRandom(1);
        Set<String> networks = new HashSet<>();
        Set<Egress> picked = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            Egress egress = pool.reaching(Reach.IPV6).any(random);
            picked.add(egress);
            networks.add(egress.toString().substring(0, 14));
        }
        assertThat(picked).hasSize(200);
        assertThat(networks).hasSizeGreaterThan(150);
    }

    @Test
    void everySourceReachesItsOwnFamilyAndLoopbackNothingElse() {
        assertThat(reach("127.9.9.9")).isEqualTo(Reach.LOOPBACK_IPV4);
        assertThat(reach("::1")).isEqualTo(Reach.LOOPBACK_IPV6);
        assertThat(reach("198.51.100.7")).isEqualTo(Reach.LOOPBACK_IPV4.plus(Reach.IPV4));
        assertThat(reach("2001:db8::7")).isEqualTo(Reach.LOOPBACK_IPV6.plus(Reach.IPV6));
    }

    private static Reach reach(String source) {
        return new Egress.Direct(Addresses.parse(source).orElseThrow()).reach();
    }

    @Test
    void aLoopbackInterfaceOfLinuxIsAWholeBlock() {
        List<AddressRange> ranges = Interfaces.addresses("lo");
        assertThat(ranges)
                .anySatisfy(range -> {
                    assertThat(range.first()).isEqualTo(Addresses.parse("127.0.0.1").orElseThrow());
                    assertThat(range.last())
                            .isEqualTo(Addresses.parse("127.255.255.254").orElseThrow());
                });
        assertThat(Interfaces.addresses("none-such")).isEmpty();
    }
}
