package dev.gyre.egress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.List;
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
