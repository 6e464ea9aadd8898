package dev.gyre.egress;

import static dev.gyre.egress.Entries.all;
import static dev.gyre.egress.Entries.block;
import static dev.gyre.egress.Entries.group;
import static dev.gyre.egress.Entries.hops;
import static dev.gyre.egress.Entries.pool;
import static dev.gyre.egress.Entries.tags;
import static dev.gyre.egress.Entries.to;
import static dev.gyre.egress.Entries.toCountry;
import static dev.gyre.egress.Entries.toGroup;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;

import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

final class ViewsTest {

    private static final Reach IPV4_SOURCES = Reach.LOOPBACK_IPV4.plus(Reach.IPV4);

    @Test
    void takeWhatReachesAnyOfWhatIsWanted() {
        EgressPool pool =
                pool(block("127.0.0.1"), block("198.51.100.7"), block("2001:db8::7"), hops("a:1"));
        assertThat(all(pool.view(Reach.IPV4, Narrowing.NONE)))
                .containsExactly("198.51.100.7", "socks5h://user:***@a:1");
        assertThat(all(pool.view(Reach.LOOPBACK_IPV4, Narrowing.NONE)))
                .containsExactly("127.0.0.1", "198.51.100.7", "socks5h://user:***@a:1");
        assertThat(all(pool.view(Reach.IPV4.plus(Reach.IPV6), Narrowing.NONE)))
                .containsExactly("198.51.100.7", "2001:db8::7", "socks5h://user:***@a:1");
        assertThat(all(pool.view(Reach.NAME, Narrowing.NONE)))
                .containsExactly("socks5h://user:***@a:1");
        assertThat(pool.view(Reach.NONE, Narrowing.NONE).size()).isZero();
    }

    @Test
    void takeWhatTheNarrowingAdmits() {
        EgressPool pool =
                pool(
                        block("198.51.100.1", tags("a", "b")),
                        block("198.51.100.2", tags("b")),
                        block("2001:db8::3", tags("B")),
                        block("198.51.100.4", in("de", "x")),
                        block("198.51.100.5", in("de", "y")),
                        block("198.51.100.6"));
        assertThat(all(pool.view(Reach.ALL, to("b"))))
                .containsExactly("198.51.100.1", "198.51.100.2", "2001:db8::3");
        assertThat(all(pool.view(Reach.IPV4, to("b"))))
                .containsExactly("198.51.100.1", "198.51.100.2");
        assertThat(all(pool.view(Reach.ALL, to("B", "a")))).containsExactly("198.51.100.1");
        assertThat(all(pool.view(Reach.ALL, toCountry("DE"))))
                .containsExactly("198.51.100.4", "198.51.100.5");
        assertThat(all(pool.view(Reach.ALL, toGroup("Y")))).containsExactly("198.51.100.5");
        assertThat(
                        all(
                                pool.view(
                                        Reach.ALL,
                                        new Narrowing(
                                                Set.of(), Optional.of("de"), Optional.of("x")))))
                .containsExactly("198.51.100.4");
    }

    private static Labels in(String country, String group) {
        return new Labels(1, Set.of(), Optional.of(country), Optional.of(group));
    }

    @Test
    void ofTheSameEgressesAreOneObject() {
        EgressPool pool =
                pool(
                        block("198.51.100.7", tags("a", "all")),
                        block("198.51.100.9", tags("b", "all")),
                        hops(tags("a", "all"), "a:1"));
        PoolView all = pool.view(Reach.ALL, Narrowing.NONE);
        assertThat(pool.reaching(Reach.ALL)).isSameAs(all);
        assertThat(pool.view(IPV4_SOURCES, Narrowing.NONE)).isSameAs(all);
        assertThat(pool.view(Reach.ALL, to("all"))).isSameAs(all);
        assertThat(pool.view(Reach.NAME, to("all")))
                .isSameAs(pool.view(Reach.IPV6, Narrowing.NONE))
                .isNotSameAs(all);
        PoolView some = pool.view(Reach.ALL, to("a"));
        assertThat(some).isNotSameAs(all);
        assertThat(pool.view(Reach.ALL, to("a"))).isSameAs(some);
        assertThat(pool.view(Reach.IPV4, to("A", "all"))).isSameAs(some);
    }

    @Test
    void thatAreEmptyAreOneObjectAndPushNoOthersOut() {
        EgressPool pool =
                pool(
                        block("198.51.100.7", tags("a", "x")),
                        block("2001:db8::9", tags("b")),
                        block("198.51.100.8", in("de", "g")));
        PoolView kept = pool.view(Reach.ALL, to("a"));
        PoolView empty = pool.view(Reach.ALL, to("none"));
        assertThat(empty.size()).isZero();
        assertThat(empty.rows()).isEmpty();
        for (int i = 0; i < 2 * NarrowedViews.MOST; i++) {
            assertThat(pool.view(Reach.ALL, to("none-" + i))).isSameAs(empty);
            assertThat(pool.view(new Reach(i % 32), toCountry("x" + i % 10))).isSameAs(empty);
            assertThat(pool.view(Reach.ALL, toGroup("g" + i))).isSameAs(empty);
        }
        assertThat(pool.view(Reach.ALL, to("a", "b"))).isSameAs(empty);
        assertThat(pool.view(Reach.IPV6, to("a"))).isSameAs(empty);
        assertThat(pool.view(Reach.NONE, Narrowing.NONE)).isSameAs(empty);
        assertThat(pool.view(Reach.ALL, to("a"))).isSameAs(kept);
    }

    @Test
    void areForgottenWhenManyOthersHaveBeenAskedForSince() {
        List<EgressEntry> entries = new ArrayList<>();
        for (int i = 0; i < NarrowedViews.MOST + 10; i++) {
            entries.add(block("10.0.%d.%d".formatted(i >> 8, i & 255), group("g" + i)));
        }
        EgressPool pool = EgressPool.of(entries, _ -> List.of());
        PoolView first = pool.view(Reach.ALL, toGroup("g0"));
        PoolView second = pool.view(Reach.ALL, toGroup("g1"));
        for (int i = 2; i < NarrowedViews.MOST; i++) {
            pool.view(Reach.ALL, toGroup("g" + i));
        }
        assertThat(pool.view(Reach.ALL, toGroup("g0"))).as("all have room").isSameAs(first);
        pool.view(Reach.ALL, toGroup("g" + NarrowedViews.MOST));
        assertThat(pool.view(Reach.ALL, toGroup("g0"))).as("was asked for").isSameAs(first);
        PoolView again = pool.view(Reach.ALL, toGroup("g1"));
        assertThat(again).as("was not asked for").isNotSameAs(second);
        assertThat(all(again)).isEqualTo(all(second));
    }

    @Test
    void thatAreNotNarrowedCostNothing() {
        EgressPool pool = pool(block("198.51.100.0/24"), hops("a:1"));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100_000; i++) {
            pool.view(Reach.IPV4, Narrowing.NONE);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100_000);
    }

    @Test
    void areTheSameForAllThreads() {
        List<EgressEntry> entries = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            entries.add(block("10.0.%d.%d".formatted(i >> 8, i & 255), tags("t" + i % 5)));
        }
        for (int round = 0; round < 50; round++) {
            EgressPool pool = EgressPool.of(entries, _ -> List.of());
            List<PoolView> seen =
                    IntStream.range(0, 64)
                            .parallel()
                            .mapToObj(_ -> pool.view(Reach.ALL, to("t3")))
                            .distinct()
                            .toList();
            assertThat(seen).hasSize(1);
        }
    }
}
