package dev.gyre.egress;

import static dev.gyre.egress.Entries.all;
import static dev.gyre.egress.Entries.block;
import static dev.gyre.egress.Entries.chain;
import static dev.gyre.egress.Entries.direct;
import static dev.gyre.egress.Entries.group;
import static dev.gyre.egress.Entries.hops;
import static dev.gyre.egress.Entries.pool;
import static dev.gyre.egress.Entries.source;
import static dev.gyre.egress.Entries.tags;
import static dev.gyre.egress.Entries.to;
import static dev.gyre.egress.Entries.toGroup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

final class NeighboursTest {

    private static List<String> near(EgressPool pool, Egress egress) {
        return all(pool.near(egress, Reach.ALL, Narrowing.NONE));
    }

    @Test
    void ofAGroupAreAllOfItWhereverTheyAre() {
        EgressPool pool =
                pool(
                        block("198.51.100.1", group("a")),
                        block("198.51.100.2"),
                        block("203.0.113.0/31", group("A")),
                        hops(group("a"), "a:1"),
                        hops(group("b"), "b:1"));
        List<String> group =
                List.of("198.51.100.1", "203.0.113.0", "203.0.113.1", "socks5h://user:***@a:1");
        assertThat(near(pool, direct("203.0.113.1"))).isEqualTo(group);
        assertThat(near(pool, chain("a:1"))).isEqualTo(group);
        assertThat(near(pool, chain("b:1"))).containsExactly("socks5h://user:***@b:1");
        assertThat(pool.near(chain("a:1"), Reach.ALL, Narrowing.NONE))
                .isSameAs(pool.view(Reach.ALL, toGroup("a")))
                .isSameAs(pool.near(direct("198.51.100.1"), Reach.ALL, toGroup("a")));
        assertThat(all(pool.near(chain("a:1"), Reach.NAME, Narrowing.NONE)))
                .containsExactly("socks5h://user:***@a:1");
        assertThat(pool.near(chain("a:1"), Reach.ALL, toGroup("b")).size()).isZero();
    }

    @Test
    void ofAnAddressAreThoseOfItsNetwork() {
        EgressPool pool =
                pool(
                        block("198.51.0.0/16"),
                        source("203.0.112.250", "203.0.113.3"),
                        block("203.0.113.250", tags("t")),
                        source("203.0.113.254", "203.0.114.7"),
                        hops("203.0.113.9:1"),
                        block("2001:db8:1::/48"),
                        block("::cb00:7101"));
        PoolView slice = pool.near(direct("198.51.7.9"), Reach.ALL, Narrowing.NONE);
        assertThat(slice.rows())
                .extracting(PoolView.Row::text)
                .containsExactly("198.51.7.0-198.51.7.255");
        assertThat(slice.at(9)).isEqualTo(direct("198.51.7.9"));
        assertThat(near(pool, direct("203.0.113.1")))
                .containsExactly(
                        "203.0.113.0",
                        "203.0.113.1",
                        "203.0.113.2",
                        "203.0.113.3",
                        "203.0.113.250",
                        "203.0.113.254",
                        "203.0.113.255");
        assertThat(pool.near(direct("2001:db8:1:77::5"), Reach.ALL, Narrowing.NONE).rows())
                .containsExactly(
                        new PoolView.Row(
                                5,
                                "2001:db8:1:77::-2001:db8:1:77:ffff:ffff:ffff:ffff",
                                Long.MAX_VALUE,
                                Labels.NONE,
                                Reach.LOOPBACK_IPV6.plus(Reach.IPV6)));
        assertThat(all(pool.near(direct("203.0.113.1"), Reach.ALL, to("t"))))
                .containsExactly("203.0.113.250");
        assertThat(pool.near(direct("203.0.113.1"), Reach.IPV6, Narrowing.NONE).size()).isZero();
    }

    @Test
    void ofAnAddressThatIsNoLongerInThePoolAreThereToo() {
        EgressPool pool = pool(block("203.0.113.4/30"), block("2001:db8::1"));
        assertThat(near(pool, direct("203.0.113.99"))).hasSize(4);
        assertThat(near(pool, direct("203.0.113.0"))).hasSize(4);
        assertThat(near(pool, direct("203.0.112.255"))).isEmpty();
        assertThat(near(pool, direct("203.0.114.0"))).isEmpty();
        assertThat(near(pool, direct("2001:db8::ffff"))).containsExactly("2001:db8::1");
        assertThat(near(pool, direct("2001:db8:0:1::"))).isEmpty();
        assertThat(near(pool(), direct("203.0.113.0"))).isEmpty();
    }

    @Test
    void ofAChainAreThoseWhoseLastHopIsInItsNetworkOrOfItsName() {
        EgressPool pool =
                pool(
                        hops("198.51.100.1:1080"),
                        hops("203.0.113.9:1", "198.51.100.200:3128"),
                        hops("198.51.100.5:1", "203.0.113.9:1"),
                        hops("gate.example:1"),
                        hops("203.0.113.9:1", "Gate.Example:2"),
                        hops("other.example:1"),
                        hops("[2001:db8::1]:1"),
                        hops("[2001:db8:0:0:ffff::]:1"),
                        hops("[2001:db8:0:1::]:1"),
                        block("198.51.100.3"));
        assertThat(near(pool, chain("198.51.100.1:1080")))
                .containsExactly(
                        "socks5h://user:***@198.51.100.1:1080",
                        "socks5h://user:***@203.0.113.9:1 >"
                                + " socks5h://user:***@198.51.100.200:3128");
        assertThat(near(pool, chain("gate.example:1")))
                .containsExactly(
                        "socks5h://user:***@gate.example:1",
                        "socks5h://user:***@203.0.113.9:1 > socks5h://user:***@gate.example:2");
        assertThat(near(pool, chain("a:1", "[2001:db8::7]:7")))
                .containsExactly(
                        "socks5h://user:***@[2001:db8::1]:1",
                        "socks5h://user:***@[2001:db8:0:0:ffff::]:1");
        assertThat(near(pool, chain("192.0.2.1:1"))).isEmpty();
    }

    /// Against a look at each address.
    @Test
    void areJustThoseThatShareThePrefix() {
        SplittableRandom random = new SplittableRandom(12);
        for (int round = 0; round < 30; round++) {
            EgressEntry[] entries = new EgressEntry[8];
            for (int i = 0; i < entries.length; i++) {
                int first = random.nextInt(0, 1_400);
                entries[i] = source(text(first), text(random.nextInt(first, first + 300)));
            }
            EgressPool pool = pool(entries);
            Set<String> whole = Set.copyOf(all(pool.reaching(Reach.ALL)));
            int around = random.nextInt(0, 1_700);
            List<String> expected =
                    java.util.stream.IntStream.range(around & ~255, (around | 255) + 1)
                            .mapToObj(NeighboursTest::text)
                            .filter(whole::contains)
                            .toList();
            assertThat(near(pool, direct(text(around)))).isEqualTo(expected);
        }
    }

    private static String text(int i) {
        return "10.0." + (i >> 8) + "." + (i & 255);
    }

    @Test
    void ofAnotherCountryAreNoneWhenTheClientNamesOne() {
        Labels german = new Labels(1, Set.of(), Optional.of("de"), Optional.of("g"));
        Labels french = new Labels(1, Set.of(), Optional.of("fr"), Optional.of("g"));
        EgressPool pool = pool(block("198.51.100.1", german), block("198.51.100.2", french));
        assertThat(all(pool.near(direct("198.51.100.1"), Reach.ALL, Entries.toCountry("de"))))
                .containsExactly("198.51.100.1");
    }
}
