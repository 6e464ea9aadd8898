package dev.gyre.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

class LocalRoutesTest {

    private static final String IPV4 =
            """
            Main:
              +-- 0.0.0.0/0 3 0 5
                 |-- 0.0.0.0
                    /0 universe UNICAST
                 +-- 203.0.113.0/24 2 0 2
                    |-- 203.0.113.0
                       /24 link UNICAST
                       /28 host LOCAL
                    |-- 203.0.113.16
                       /32 host LOCAL
                    |-- 203.0.113.17
                       /32 host LOCAL
                    |-- 203.0.113.255
                       /32 link BROADCAST
            """;

    private static final String IPV6 =
            """
            20010db8000000000000000000000000 30 00000000000000000000000000000000 00 00000000000000000000000000000000 00000400 00000001 00000000 80000001       lo
            20010db8000100000000000000000000 30 00000000000000000000000000000000 00 00000000000000000000000000000000 00000400 00000001 00000000 00000001     eth0
            """;

    @TempDir private Path folder;

    @Test
    void knowsWhatIsTakenAndWhatIsNot() throws Exception {
        Files.writeString(folder.resolve("fib_trie"), IPV4);
        Files.writeString(folder.resolve("ipv6_route"), IPV6);
        LocalRoutes routes = LocalRoutes.read(folder);
        assertThat(routes.include(range("203.0.113.0", "203.0.113.17"))).isTrue();
        assertThat(routes.include(range("203.0.113.0", "203.0.113.18"))).isFalse();
        assertThat(routes.include(range("203.0.113.255", "203.0.113.255"))).isFalse();
        assertThat(routes.include(range("2001:db8::", "2001:db8:0:ffff::"))).isTrue();
        assertThat(routes.include(range("2001:db8:1::", "2001:db8:1::1"))).isFalse();
    }

    @Test
    void complainsOfNothingWhereNothingIsKnown() {
        LocalRoutes routes = LocalRoutes.read(folder);
        assertThat(routes.include(range("203.0.113.0", "203.0.113.18"))).isTrue();
        assertThat(routes.include(range("2001:db8:1::", "2001:db8:1::1"))).isTrue();
    }

    @Test
    void cutsRangesIntoAsFewBlocksAsCanBe() {
        assertThat(LocalRoutes.blocks(range("0.0.0.0", "255.255.255.255")))
                .map(Cidr::toString)
                .containsExactly("0.0.0.0/0");
        assertThat(LocalRoutes.blocks(range("192.0.2.1", "192.0.2.8")))
                .map(Cidr::toString)
                .containsExactly("192.0.2.1/32", "192.0.2.2/31", "192.0.2.4/30", "192.0.2.8/32");
        assertThat(LocalRoutes.blocks(range("2001:db8::", "2001:db8:0:ffff:ffff:ffff:ffff:ffff")))
                .map(Cidr::toString)
                .containsExactly("2001:db8::/48");
    }

    private static AddressRange range(String first, String last) {
        return new AddressRange(
                Addresses.parse(first).orElseThrow(), Addresses.parse(last).orElseThrow());
    }
}
