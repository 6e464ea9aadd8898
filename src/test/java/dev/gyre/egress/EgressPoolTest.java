package dev.gyre.egress;

import static dev.gyre.egress.Entries.all;
import static dev.gyre.egress.Entries.block;
import static dev.gyre.egress.Entries.chain;
import static dev.gyre.egress.Entries.direct;
import static dev.gyre.egress.Entries.group;
import static dev.gyre.egress.Entries.hop;
import static dev.gyre.egress.Entries.hops;
import static dev.gyre.egress.Entries.pool;
import static dev.gyre.egress.Entries.source;
import static dev.gyre.egress.Entries.tags;
import static dev.gyre.egress.Entries.weight;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;

import dev.gyre.net.Addresses;
import dev.gyre.net.Credentials;
import dev.gyre.net.Target;

import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

final class EgressPoolTest {

    @Test
    void keepsTheOrderOfItsEntries() {
        EgressPool pool =
                pool(
                        source("198.51.100.9", "198.51.100.10"),
                        new EgressEntry.Interface("eth0"),
                        hops("192.0.2.5:1080"),
                        source("198.51.100.1", "198.51.100.2"));
        assertThat(all(pool.reaching(Reach.IPV4)))
                .containsExactly(
                        "198.51.100.9",
                        "198.51.100.10",
                        "192.0.2.1",
                        "socks5h://user:***@192.0.2.5:1080",
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
    void anEgressBelongsToTheFirstEntryThatNamesIt() {
        EgressPool pool =
                pool(
                        block("198.51.100.4", tags("first")),
                        block("198.51.100.0/29", tags("second")),
                        hops(tags("third"), "192.0.2.5:1080"),
                        hops(tags("fourth"), "192.0.2.5:1080"),
                        new EgressEntry.Interface("eth0", tags("fifth")),
                        block("192.0.2.1", tags("sixth")));
        assertThat(pool.rows())
                .extracting(PoolView.Row::text, PoolView.Row::entry, row -> row.labels().tags())
                .containsExactly(
                        row("198.51.100.4", 0, "first"),
                        row("198.51.100.0-198.51.100.3", 1, "second"),
                        row("198.51.100.5-198.51.100.7", 1, "second"),
                        row("socks5h://user:***@192.0.2.5:1080", 2, "third"),
                        row("192.0.2.1", 4, "fifth"));
        assertThat(pool.labels(direct("198.51.100.4"))).isEqualTo(tags("first"));
        assertThat(pool.labels(direct("198.51.100.7"))).isEqualTo(tags("second"));
        assertThat(pool.labels(chain("192.0.2.5:1080"))).isEqualTo(tags("third"));
        assertThat(pool.entry(direct("192.0.2.1"))).isEqualTo(4);
    }

    private static Tuple row(String text, int entry, String tag) {
        return Tuple.tuple(text, entry, Set.of(tag));
    }

    @Test
    void tellsOfEachBlock() {
        EgressPool pool =
                pool(
                        block("127.0.0.0/8", weight(3)),
                        block("2001:db8::/64"),
                        hops(group("g"), "192.0.2.5:1080", "h.example:80"));
        assertThat(pool.rows())
                .containsExactly(
                        new PoolView.Row(
                                0,
                                "127.0.0.0-127.255.255.255",
                                1 << 24,
                                weight(3),
                                Reach.LOOPBACK_IPV4),
                        new PoolView.Row(
                                1,
                                "2001:db8::-2001:db8::ffff:ffff:ffff:ffff",
                                Long.MAX_VALUE,
                                Labels.NONE,
                                Reach.LOOPBACK_IPV6.plus(Reach.IPV6)),
                        new PoolView.Row(
                                2,
                                "socks5h://user:***@192.0.2.5:1080"
                                        + " > socks5h://user:***@h.example:80",
                                1,
                                group("g"),
                                Reach.ALL));
        PoolView view = pool.view(Reach.IPV6, Narrowing.NONE);
        assertThat(view.blockCount()).isEqualTo(2);
        assertThat(view.rows()).isEqualTo(pool.rows().subList(1, 3));
    }

    /// Against a look at each entry.
    @Test
    void findsEachEgressItHas() {
        SplittableRandom random = new SplittableRandom(11);
        for (String prefix : List.of("198.51.100.", "2001:db8::ffff:ffff:ffff:")) {
            for (int round = 0; round < 50; round++) {
                List<EgressEntry> entries = new ArrayList<>();
                int[] owner = new int[256];
                Arrays.fill(owner, -1);
                for (int entry = 0; entry < 12; entry++) {
                    int first = random.nextInt(1, 256);
                    int last = random.nextInt(first, Math.min(first + 40, 256));
                    entries.add(
                            new EgressEntry.Source(
                                    Entries.range(text(prefix, first), text(prefix, last)),
                                    tags("t" + entry)));
                    for (int i = first; i <= last; i++) {
                        owner[i] = owner[i] < 0 ? entry : owner[i];
                    }
                }
                EgressPool pool = EgressPool.of(entries, _ -> List.of());
                for (int i = 1; i < owner.length; i++) {
                    Egress egress = direct(text(prefix, i));
                    assertThat(pool.entry(egress)).isEqualTo(owner[i]);
                    assertThat(pool.contains(egress)).isEqualTo(owner[i] >= 0);
                    assertThat(pool.labels(egress))
                            .isEqualTo(owner[i] < 0 ? Labels.NONE : tags("t" + owner[i]));
                }
            }
        }
    }

    private static String text(String prefix, int i) {
        return prefix + (prefix.endsWith(".") ? Integer.toString(i) : Integer.toHexString(i));
    }

    @Test
    void doesNotKnowWhatItHasNot() {
        EgressPool pool = pool(block("198.51.100.8/29", tags("a")), block("::1"), hops("a:1"));
        for (Egress stranger :
                List.of(
                        direct("198.51.100.7"),
                        direct("198.51.100.16"),
                        direct("0.0.0.1"),
                        direct("255.255.255.255"),
                        direct("::c633:6408"),
                        direct("::"),
                        direct("ffff::"),
                        chain("a:2"),
                        chain("a:1", "a:1"),
                        new Egress.Chain(List.of(hop("a:1", "other"))))) {
            assertThat(pool.contains(stranger)).as(stranger.toString()).isFalse();
            assertThat(pool.entry(stranger)).isEqualTo(-1);
            assertThat(pool.labels(stranger)).isEqualTo(Labels.NONE);
        }
        EgressPool nothing = pool();
        assertThat(nothing.contains(direct("198.51.100.7"))).isFalse();
        assertThat(nothing.contains(chain("a:1"))).isFalse();
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
    void tenThousandChainsTakeLittle() {
        List<EgressEntry> entries = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            entries.add(hops(tags("t" + i % 5), "192.0.2.9:1080", "hop-" + i + ".example:3128"));
        }
        EgressPool pool = built(entries, 1_000);
        assertThat(pool.chains(false)).isEqualTo(10_000);
        assertThat(pool.entry(chain("192.0.2.9:1080", "hop-9999.example:3128"))).isEqualTo(9_999);
    }

    @Test
    void aHundredThousandSourcesTakeLittle() {
        List<EgressEntry> entries = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            entries.add(
                    new EgressEntry.Source(
                            AddressRange.of(
                                    Addresses.plus(
                                            Addresses.parse("203.0.0.1").orElseThrow(),
                                            0,
                                            2L * i))));
        }
        EgressPool pool = built(entries, 2_500);
        assertThat(pool.size()).isEqualTo(100_000);
        assertThat(pool.reaching(Reach.IPV4).at(99_999)).isEqualTo(direct("203.3.13.63"));
        assertThat(pool.entry(direct("203.3.13.63"))).isEqualTo(99_999);
    }

    /// @param most octets for each entry, all that is only needed meanwhile included
    private static EgressPool built(List<EgressEntry> entries, long most) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Supplier<EgressPool> build = () -> EgressPool.of(entries, _ -> List.of());
        build.get();
        long before = threads.getCurrentThreadAllocatedBytes();
        EgressPool pool = build.get();
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated / entries.size()).isLessThan(most);
        return pool;
    }

    @Test
    void smallRangesGiveTheSameObjectAgainAndOnlySoMany() {
        EgressPool pool =
                pool(
                        block("10.0.0.0/16"),
                        block("10.1.0.0/16"),
                        block("2001:db8::/112"),
                        block("10.2.0.0/15"),
                        block("10.4.0.0/17"),
                        block("10.5.0.0/16"),
                        block("10.6.0.0/17"),
                        block("10.7.0.0/31"));
        assertThat(keeps(pool, "10.0.255.255")).isTrue();
        assertThat(keeps(pool, "10.1.0.0")).isTrue();
        assertThat(keeps(pool, "2001:db8::ff")).isTrue();
        assertThat(keeps(pool, "10.2.0.0")).as("too many addresses").isFalse();
        assertThat(keeps(pool, "10.4.0.0")).isTrue();
        assertThat(keeps(pool, "10.5.0.0")).as("half of it would be too many").isFalse();
        assertThat(keeps(pool, "10.6.127.255")).isTrue();
        assertThat(keeps(pool, "10.7.0.1")).as("262,144 are kept already").isFalse();
    }

    private static boolean keeps(EgressPool pool, String address) {
        PoolView view = pool.reaching(Reach.ALL);
        Egress egress = direct(address);
        long index = 0;
        for (PoolView.Row row : pool.rows()) {
            if (row.entry() == pool.entry(egress)) {
                break;
            }
            index += row.count();
        }
        while (!view.at(index).equals(egress)) {
            index++;
        }
        return view.at(index) == view.at(index);
    }

    @Test
    void chainsOfTheSameHopsAreEqual() {
        Egress one = chain("a.example:1", "b.example:2");
        assertThat(one)
                .isEqualTo(chain("A.example:1", "b.example.:2"))
                .hasSameHashCodeAs(chain("a.example:1", "b.example:2"))
                .isNotEqualTo(chain("b.example:2", "a.example:1"))
                .isNotEqualTo(chain("a.example:1"))
                .isNotEqualTo(direct("192.0.2.1"));
        Hop withOtherPassword =
                new Hop(
                        HopScheme.SOCKS5H,
                        Target.parse("a.example:1").orElseThrow(),
                        Optional.of(new Credentials("user", "other")));
        assertThat(new Egress.Chain(List.of(withOtherPassword)))
                .isNotEqualTo(chain("a.example:1"))
                .hasToString(chain("a.example:1").toString());
    }

    @Test
    void everySourceReachesItsOwnFamilyAndLoopbackNothingElse() {
        assertThat(direct("127.9.9.9").reach()).isEqualTo(Reach.LOOPBACK_IPV4);
        assertThat(direct("::1").reach()).isEqualTo(Reach.LOOPBACK_IPV6);
        assertThat(direct("198.51.100.7").reach()).isEqualTo(Reach.LOOPBACK_IPV4.plus(Reach.IPV4));
        assertThat(direct("2001:db8::7").reach()).isEqualTo(Reach.LOOPBACK_IPV6.plus(Reach.IPV6));
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
