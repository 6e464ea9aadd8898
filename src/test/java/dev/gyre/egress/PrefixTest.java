package dev.gyre.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

class PrefixTest {

    private static final RandomGenerator NO_CHANCE =
            () -> {
                throw new AssertionError("asked for chance");
            };

    private static final PoolKey KEY = key(1);

    @Test
    void takesEachAddressOnceWhateverTheSize() {
        for (int size = 1; size <= 200; size++) {
            Uint128 last = new Uint128(0, size - 1);
            Set<Uint128> seen = new HashSet<>();
            for (int place = 0; place < size; place++) {
                Uint128 number = Permutation.at(KEY, last, new Uint128(0, place));
                assertThat(number).isLessThanOrEqualTo(last);
                assertThat(seen.add(number)).as("%s of %s", number, size).isTrue();
            }
        }
    }

    @Test
    void putsTheLargestNumbersInOrder() {
        for (int bits : new int[] {63, 64, 65, 127, 128}) {
            Uint128 last = Uint128.of(BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE));
            Set<Uint128> seen = new HashSet<>();
            for (int place = 0; place < 1_000; place++) {
                Uint128 number = Permutation.at(KEY, last, last.minus(new Uint128(0, place)));
                assertThat(number).isLessThanOrEqualTo(last);
                assertThat(seen.add(number)).isTrue();
            }
            assertThat(seen.stream().mapToInt(Uint128::bits).max()).hasValue(bits);
        }
    }

    @Test
    void usesNoneAgainBeforeAllWereUsed() {
        Random random = new Random(4);
        for (int run = 0; run < 300; run++) {
            boolean ipv6 = random.nextBoolean();
            int bits = ipv6 ? 128 : 32;
            int length = bits - random.nextInt(9);
            Cidr block =
                    new Cidr(ipv6 ? address("2001:db8:0:7::5a00") : address("192.0.2.0"), length);
            int spread = length + random.nextInt(bits - length + 1);
            List<AddressRange> exclude = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                exclude.add(part(block, random));
            }
            EgressEntry.Prefix entry = new EgressEntry.Prefix(block, spread, exclude, Labels.NONE);
            everyAddressOnce(entry, spread);
        }
    }

    /// Takes two rounds of all, and looks at each.
    private static void everyAddressOnce(EgressEntry.Prefix entry, int spread) {
        Set<InetAddress> usable = new HashSet<>();
        entry.usable().forEach(range -> usable.addAll(all(range)));
        EgressPool pool = pool(entry);
        assertThat(pool.size()).isEqualTo(BigInteger.valueOf(usable.size()));
        if (usable.isEmpty()) {
            return;
        }
        PoolView view = pool.reaching(Reach.ALL);
        List<InetAddress> inOrder = new ArrayList<>();
        for (int i = 0; i < usable.size(); i++) {
            inOrder.add(source(view.at(i)));
        }
        assertThat(inOrder)
                .as("%s", entry)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(usable);
        List<InetAddress> taken = new ArrayList<>();
        for (int i = 0; i < usable.size(); i++) {
            taken.add(source(view.any(NO_CHANCE)));
        }
        assertThat(taken).doesNotHaveDuplicates().hasSameSizeAs(usable);
        assertThat(usable).containsAll(taken);
        neighboursDiffer(entry, inOrder, spread);
        for (InetAddress address : all(AddressRange.of(entry.block()))) {
            assertThat(pool.contains(new Egress.Direct(address)))
                    .as("%s in %s", address, entry)
                    .isEqualTo(usable.contains(address));
        }
        Random random = new Random(1);
        for (int i = 0; i < 50; i++) {
            long hash = random.nextLong();
            assertThat(usable).contains(source(view.hashed(hash, hash)));
            assertThat(view.hashed(hash, hash)).isEqualTo(view.hashed(hash, hash));
        }
    }

    /// As long as there are two subnets with addresses left, which is until all but one are used up.
    private static void neighboursDiffer(
            EgressEntry.Prefix entry, List<InetAddress> inOrder, int spread) {
        for (int i = 1; i < inOrder.size(); i++) {
            Cidr subnet = new Cidr(inOrder.get(i - 1), spread);
            boolean another =
                    inOrder.subList(i, inOrder.size()).stream()
                            .anyMatch(address -> !subnet.contains(address));
            assertThat(another && subnet.contains(inOrder.get(i)))
                    .as("%s after %s of %s in %s", i, subnet, entry, inOrder)
                    .isFalse();
        }
    }

    @Test
    void goesToAnother64EachTime() {
        EgressPool pool = pool(prefix("2001:db8::/48"));
        assertThat(pool.size())
                .isEqualTo(BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE).shiftLeft(16));
        PoolView view = pool.reaching(Reach.ALL);
        Set<Egress> seen = new HashSet<>();
        Set<Cidr> subnets = new HashSet<>();
        Cidr last = new Cidr(address("::"), 64);
        for (int i = 0; i < 200_000; i++) {
            Egress egress = view.any(NO_CHANCE);
            InetAddress source = source(egress);
            Cidr subnet = new Cidr(source, 64);
            assertThat(Cidr.parse("2001:db8::/48").orElseThrow().contains(source)).isTrue();
            assertThat(subnet).isNotEqualTo(last);
            assertThat(seen.add(egress)).isTrue();
            last = subnet;
            subnets.add(subnet);
        }
        assertThat(subnets).hasSize(1 << 16);
    }

    @Test
    void neverUsesTheRouterOfASubnet() {
        for (String block : List.of("2001:db8::/64", "2001:db8::/62", "2001:db8::/56")) {
            Cidr cidr = Cidr.parse(block).orElseThrow();
            for (int spread = cidr.prefix(); spread <= 64; spread++) {
                Subnets subnets = new Subnets(cidr, spread, List.of(AddressRange.of(cidr)));
                BigInteger each = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
                assertThat(subnets.size()).isEqualTo(each.shiftLeft(64 - cidr.prefix()));
                // The numbers around each /64's all-zero host.
                for (int i = 0; i < 1 << 64 - cidr.prefix(); i++) {
                    BigInteger first = each.multiply(BigInteger.valueOf(i));
                    InetAddress network = Addresses.plus(cidr.network(), i, 0);
                    assertThat(subnets.address(first)).isEqualTo(Addresses.plus(network, 0, 1));
                    assertThat(subnets.address(first.add(each).subtract(BigInteger.ONE)))
                            .isEqualTo(Addresses.plus(network, 0, -1));
                }
            }
        }
        EgressPool pool = pool(prefix("2001:db8::/56"));
        assertThat(pool.contains(direct("2001:db8:0:7::"))).isFalse();
        assertThat(pool.contains(direct("2001:db8:0:7::1"))).isTrue();
        assertThat(pool.near(direct("2001:db8:0:7::1"), Reach.ALL, Narrowing.NONE).at(0))
                .isEqualTo(direct("2001:db8:0:7::1"));
    }

    @Test
    void passesOverWhatIsExcludedOfALargePrefix() {
        EgressEntry.Prefix entry =
                prefix(
                        "2001:db8::/60",
                        range("2001:db8::-2001:db8:0:d:ffff:ffff:ffff:ffff"),
                        range("2001:db8:0:e:8000::-2001:db8:0:f::5"));
        EgressPool pool = pool(entry);
        PoolView view = pool.reaching(Reach.ALL);
        for (int i = 0; i < 1_000; i++) {
            InetAddress source = source(view.any(NO_CHANCE));
            assertThat(entry.exclude()).noneMatch(range -> has(range, source));
            InetAddress hashed = source(view.hashed(i, i * 0x9e3779b97f4a7c15L));
            assertThat(entry.exclude()).noneMatch(range -> has(range, hashed));
        }
        assertThat(pool.contains(direct("2001:db8:0:f::5"))).isFalse();
        assertThat(pool.contains(direct("2001:db8:0:f::6"))).isTrue();
    }

    @Test
    void holdsTheLargestPrefixes() {
        for (String block : List.of("2000::/8", "2001:db8::/32", "2001:db8::/64", "10.0.0.0/8")) {
            EgressPool pool = pool(prefix(block));
            PoolView view = pool.reaching(Reach.ALL);
            Set<Egress> seen = new HashSet<>();
            for (int i = 0; i < 10_000; i++) {
                Egress egress = view.any(NO_CHANCE);
                assertThat(pool.contains(egress)).isTrue();
                assertThat(seen.add(egress)).isTrue();
            }
            assertThat(pool.contains(view.at(view.size() - 1))).isTrue();
            assertThat(pool.contains(view.hashed(-1, -1))).isTrue();
        }
    }

    @Test
    void isInAnotherOrderForAnotherKey() {
        EgressEntry entry = prefix("2001:db8::/48");
        assertThat(firsts(pool(entry, key(1)))).isEqualTo(firsts(pool(entry, key(1))));
        assertThat(firsts(pool(entry, key(1))))
                .doesNotContainAnyElementsOf(firsts(pool(entry, key(2))));
    }

    @Test
    void goesOnInTheNextPool() {
        EgressEntry entry = prefix("192.0.2.0/26");
        EgressPool pool = pool(entry);
        Set<Egress> seen = new HashSet<>();
        for (int i = 0; i < 62; i++) {
            assertThat(seen.add(pool.reaching(Reach.ALL).any(NO_CHANCE))).isTrue();
            pool =
                    pool.next(List.of(prefix("2001:db8::/64"), entry), none())
                            .next(List.of(entry), none());
        }
        assertThat(seen).contains(pool.reaching(Reach.ALL).any(NO_CHANCE));
    }

    @Test
    void leavesToOtherEntriesWhatIsTheirs() {
        EgressEntry.Source before = new EgressEntry.Source(range("192.0.2.5-192.0.2.6"));
        EgressEntry.Source after = new EgressEntry.Source(range("192.0.2.0-192.0.2.9"));
        EgressPool pool =
                EgressPool.of(List.of(before, prefix("192.0.2.0/29"), after), none(), KEY);
        assertThat(pool.entry(direct("192.0.2.5"))).isZero();
        assertThat(pool.entry(direct("192.0.2.1"))).isEqualTo(1);
        assertThat(pool.entry(direct("192.0.2.0"))).isEqualTo(2);
        assertThat(pool.entry(direct("192.0.2.8"))).isEqualTo(2);
        assertThat(pool.size()).isEqualTo(10);
        assertThat(pool.near(direct("192.0.2.1"), Reach.ALL, Narrowing.NONE).size()).isEqualTo(10);
    }

    @Test
    void takesTheNextOfTheOrderBesideOtherEntries() {
        EgressPool pool =
                EgressPool.of(
                        List.of(
                                new EgressEntry.Source(range("198.51.100.1-198.51.100.60")),
                                prefix("192.0.2.0/26")),
                        none(),
                        KEY);
        PoolView view = pool.reaching(Reach.ALL);
        Random random = new Random(3);
        Set<Egress> seen = new HashSet<>();
        Cidr block = Cidr.parse("192.0.2.0/26").orElseThrow();
        while (seen.size() < 62) {
            Egress egress = view.any(random);
            if (block.contains(source(egress))) {
                assertThat(seen.add(egress)).isTrue();
            }
        }
    }

    @Test
    void bindsFreelyWhatNoInterfaceNeedHave() {
        EgressPool pool =
                EgressPool.of(
                        List.of(
                                prefix("2001:db8::/48"),
                                new EgressEntry.Source(range("203.0.113.10-203.0.113.10")),
                                new EgressEntry.Source(range("203.0.113.20-203.0.113.29")),
                                new EgressEntry.Source(range("127.0.0.1-127.0.0.9"))),
                        none(),
                        KEY);
        assertThat(pool.bindsFreely(address("2001:db8::1"))).isTrue();
        assertThat(pool.bindsFreely(address("2001:db8:1::1"))).isFalse();
        assertThat(pool.bindsFreely(address("203.0.113.10"))).isFalse();
        assertThat(pool.bindsFreely(address("203.0.113.20"))).isTrue();
        assertThat(pool.bindsFreely(address("127.0.0.5"))).isFalse();
    }

    private static List<Egress> firsts(EgressPool pool) {
        PoolView view = pool.reaching(Reach.ALL);
        List<Egress> firsts = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            firsts.add(view.at(i));
        }
        return firsts;
    }

    private static EgressPool pool(EgressEntry entry) {
        return pool(entry, KEY);
    }

    private static EgressPool pool(EgressEntry entry, PoolKey key) {
        return EgressPool.of(List.of(entry), none(), key);
    }

    private static Supply none() {
        return Supply.of(_ -> List.of());
    }

    private static PoolKey key(int number) {
        byte[] bytes = new byte[16];
        Arrays.fill(bytes, (byte) number);
        return PoolKey.of(bytes);
    }

    private static EgressEntry.Prefix prefix(String block, AddressRange... exclude) {
        Cidr cidr = Cidr.parse(block).orElseThrow();
        return new EgressEntry.Prefix(
                cidr, EgressEntry.Prefix.spread(cidr), List.of(exclude), Labels.NONE);
    }

    private static AddressRange part(Cidr block, Random random) {
        List<InetAddress> all = all(AddressRange.of(block));
        int one = random.nextInt(all.size());
        int other = random.nextInt(all.size());
        return new AddressRange(all.get(Math.min(one, other)), all.get(Math.max(one, other)));
    }

    private static List<InetAddress> all(AddressRange range) {
        List<InetAddress> all = new ArrayList<>();
        for (long i = 0; i < range.size().longValueExact(); i++) {
            all.add(Addresses.plus(range.first(), 0, i));
        }
        return all;
    }

    private static boolean has(AddressRange range, InetAddress address) {
        BigInteger number = Addresses.number(address);
        return Addresses.number(range.first()).compareTo(number) <= 0
                && Addresses.number(range.last()).compareTo(number) >= 0;
    }

    private static AddressRange range(String text) {
        String[] ends = text.split("-");
        return new AddressRange(address(ends[0]), address(ends[1]));
    }

    private static Egress.Direct direct(String address) {
        return new Egress.Direct(address(address));
    }

    private static InetAddress source(Egress egress) {
        return ((Egress.Direct) egress).source();
    }

    private static InetAddress address(String text) {
        return Addresses.parse(text).orElseThrow();
    }
}
