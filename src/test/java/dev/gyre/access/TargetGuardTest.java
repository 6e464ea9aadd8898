package dev.gyre.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;
import dev.gyre.net.Host;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

final class TargetGuardTest {

    private final TargetGuard guard = new TargetGuard(new TargetSettings(List.of()), Set.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.255.255.255",
                "10.0.0.0",
                "10.255.255.255",
                "10.1.2.3",
                "100.64.0.1",
                "100.100.100.200",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "168.63.129.16",
                "169.254.0.0",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "64:ff9b::7f00:1",
                "64:ff9b::a00:1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b::c0a8:101",
                "64:ff9b::6440:1",
                "64:ff9b::ffff:ffff",
                "64:ff9b:1::808:808",
                "64:ff9b:1:ffff::7f00:1",
                "::808:808",
                "::ffff:127.0.0.1",
                "::ffff:a9fe:a9fe",
                "100::1",
                "100:0:0:1::1",
                "1fff::1",
                "::ffff:0:808:808",
                "2002:7f00:1::",
                "2001:0:7f00:1::",
                "2001:0:808:808::",
                "2001:2::1",
                "2001:10::1",
                "2001:db8::1",
                "2002:808:808::1",
                "3fff::1",
                "4000::1",
                "5f00::1",
                "9000::1",
                "2606:4700::5efe:7f00:1",
                "2606:4700::200:5efe:a9fe:a9fe",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "ff02::1",
                "ff0e::1",
                "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
            })
    void whatIsNotPublicIsRefused(String address) {
        assertThat(guard.allows(Addresses.parse(address).orElseThrow())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "2620:fe::fe",
                "2000::1",
                "2606:4700::5efe:808:808",
                "3ffe::1",
                "64:ff9b::808:808"
            })
    void whatIsPublicIsAllowed(String address) {
        assertThat(guard.allows(Addresses.parse(address).orElseThrow())).isTrue();
    }

    /// The table of RFC 6052 2.4, with an address that is refused, and one that is not.
    @ParameterizedTest
    @CsvSource({
        "2001:db8::/32,              2001:db8:a00:21::,               2001:db8:808:808::",
        "2001:db8:100::/40,          2001:db8:10a:0:21::,             2001:db8:108:808:8::",
        "2001:db8:122::/48,          2001:db8:122:a00:0:2100::,       2001:db8:122:808:8:800::",
        "2001:db8:122:300::/56,      2001:db8:122:30a:0:21::,         2001:db8:122:308:8:808::",
        "2001:db8:122:344::/64,      2001:db8:122:344:a:0:2100::,     2001:db8:122:344:8:808:800::",
        "2001:db8:122:344::/96,      2001:db8:122:344::a00:21,        2001:db8:122:344::808:808",
        "2a01:4f8::/32,              2a01:4f8:a9fe:a9fe::,            2a01:4f8:808:808::",
        "2a01:4f8:122:344::/96,      2a01:4f8:122:344::7f00:1,        2a01:4f8:122:344::808:808",
        "fd00:64::/96,               fd00:64::c0a8:101,               fd00:64::808:808",
        "64:ff9b:1::/48,             64:ff9b:1:a00:0:100::,           64:ff9b:1:808:8:800::"
    })
    void whatANetworkTranslatesIsJudgedAsWhatItIs(String prefix, String refused, String allowed) {
        Cidr block = Cidr.parse(prefix).orElseThrow();
        assertThat(Nat64.isPrefix(block)).isTrue();
        TargetGuard here = new TargetGuard(new TargetSettings(List.of(), List.of(block)), Set.of());
        assertThat(here.allows(Addresses.parse(refused).orElseThrow())).isFalse();
        assertThat(here.allows(Addresses.parse(allowed).orElseThrow())).isTrue();
        // What stands behind the address doesn't count; bits 64 to 71 do, which must be zero.
        byte[] octets = Addresses.parse(allowed).orElseThrow().getAddress();
        if (block.prefix() < 96) {
            octets[15] = 1;
            assertThat(here.allows(Addresses.of(octets))).isTrue();
        }
        if (block.prefix() <= 64) {
            octets[8] = 1;
            assertThat(here.allows(Addresses.of(octets))).isFalse();
        }
        TargetGuard open =
                new TargetGuard(
                        new TargetSettings(
                                List.of(
                                        Cidr.parse("10.0.0.0/8").orElseThrow(),
                                        Cidr.parse("127.0.0.1").orElseThrow(),
                                        Cidr.parse("192.168.1.1").orElseThrow(),
                                        Cidr.parse("169.254.169.254").orElseThrow()),
                                List.of(block)),
                        Set.of());
        assertThat(open.allows(Addresses.parse(refused).orElseThrow())).isTrue();
    }

    @Test
    void ofPrefixesWithinEachOtherAllMustAllowIt() {
        TargetGuard here =
                new TargetGuard(
                        new TargetSettings(
                                List.of(),
                                List.of(
                                        Cidr.parse("2a01:808::/32").orElseThrow(),
                                        Cidr.parse("2a01:808:808:808::/96").orElseThrow())),
                        Set.of());
        assertThat(here.allows(Addresses.parse("2a01:808:808:808::808:808").orElseThrow()))
                .isTrue();
        assertThat(here.allows(Addresses.parse("2a01:808:808:808::a00:1").orElseThrow())).isFalse();
        assertThat(here.allows(Addresses.parse("2a01:808:a00:1::808:808").orElseThrow())).isFalse();
        here.use(new TargetSettings(List.of()), Set.of());
        assertThat(here.allows(Addresses.parse("2a01:808:a00:1::808:808").orElseThrow())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0/8", "2001:db8::/33", "2001:db8::/95", "2001:db8:0:0:100::/96"})
    void notEveryBlockIsAPrefixToTranslateBy(String block) {
        assertThat(Nat64.isPrefix(Cidr.parse(block).orElseThrow())).isFalse();
    }

    @Test
    void exceptionsAreForTheirBlockOnly() {
        TargetGuard open =
                new TargetGuard(
                        new TargetSettings(List.of(Cidr.parse("10.1.0.0/16").orElseThrow())),
                        Set.of());
        assertThat(open.allows(Addresses.parse("10.1.2.3").orElseThrow())).isTrue();
        assertThat(open.allows(Addresses.parse("10.2.0.0").orElseThrow())).isFalse();
    }

    @Test
    void whatTheFileSaysOfANameMayBeInAPrivateNetworkButNotHere() {
        InetAddress own = Addresses.parse("10.0.0.5").orElseThrow();
        TargetGuard here = new TargetGuard(new TargetSettings(List.of()), Set.of(own));
        for (String address : List.of("10.0.0.7", "192.168.1.1", "100.64.0.1", "fd00::7")) {
            InetAddress fixed = Addresses.parse(address).orElseThrow();
            assertThat(here.allows(fixed, true)).as(address).isTrue();
            assertThat(here.allows(fixed, false)).as(address).isFalse();
        }
        for (String address :
                List.of("10.0.0.5", "127.0.0.1", "::1", "0.0.0.0", "169.254.169.254", "fe80::1")) {
            assertThat(here.allows(Addresses.parse(address).orElseThrow(), true))
                    .as(address)
                    .isFalse();
        }
    }

    @Test
    void ofMixedAnswersWhatIsRefusedIsLeftOut() {
        List<InetAddress> mixed =
                List.of("10.0.0.7", "1.1.1.1", "::ffff:192.168.0.1", "64:ff9b::7f00:1").stream()
                        .map(literal -> Addresses.parse(literal).orElseThrow())
                        .toList();
        assertThat(guard.allowed(mixed))
                .hasValue(List.of(Addresses.parse("1.1.1.1").orElseThrow()));
        assertThat(guard.allowed(mixed, true))
                .hasValueSatisfying(all -> assertThat(all).hasSize(3));
    }

    @Test
    void addressesOfThisMachineAreRefusedToo() {
        InetAddress own = Addresses.parse("8.8.4.4").orElseThrow();
        assertThat(guard.allows(own)).isTrue();
        assertThat(new TargetGuard(new TargetSettings(List.of()), Set.of(own)).allows(own))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "a.localhost",
                "LOCALHOST.",
                "localhost.localdomain",
                "localhost6",
                "ip6-loopback",
                "metadata.google.internal",
                "Instance-Data.",
                "metadata"
            })
    void whatHopsWouldFindInsideIsRefusedByItsName(String text) {
        assertThat(guard.allows(Host.parse(text).orElseThrow())).isFalse();
    }

    /// What any program would make of these is in a comment.
    @ParameterizedTest
    @ValueSource(
            strings = {
                // 127.0.0.1 as `inet_aton` reads it: of four parts, three, two and one; decimal,
                // octal, hexadecimal
                "127.0.0.1",
                "127.0.0.1.",
                "127.0.1",
                "127.1",
                "127.1.",
                "2130706433",
                "2130706433.",
                "0177.0.0.1",
                "0177.0.1",
                "0177.1",
                "017700000001",
                "0x7f.0.0.1",
                "0X7F.0.0.1",
                "0x7f.1",
                "0x7f000001",
                "0x7F000001.",
                "0x7f.0x0.0x0.0x1",
                "0177.0x0.0.01",
                "127.0.0.01",
                "127.0.0.0x1",
                "127.0x000001",
                "0000177.0.0.1",
                "127.65535",
                "127.255.255.255",
                // other machines and none
                "0",
                "0.0",
                "0x0",
                "00000000",
                "0.0.0.0",
                "10.1",
                "167772161",
                "0xa9fea9fe",
                "2852039166",
                "0251.0376.0251.0376",
                "169.254.43518",
                "192.168.257",
                "3232235777",
                "0xc0a80101",
                "4294967295",
                "255.255.255.255",
                // IPv6, in brackets and bare
                "[::1]",
                "::1",
                "0:0:0:0:0:0:0:1",
                "[0000:0000:0000:0000:0000:0000:0000:0001]",
                "[::]",
                "[::127.0.0.1]",
                "[::7f00:1]",
                "[::ffff:127.0.0.1]",
                "[::FFFF:7F00:1]",
                "[0:0:0:0:0:ffff:127.0.0.1]",
                "::ffff:a9fe:a9fe",
                "[::ffff:0:127.0.0.1]",
                "[64:ff9b::127.0.0.1]",
                "[64:ff9b::7f00:1]",
                "[64:ff9b:1::10.0.0.1]",
                "[2002:7f00:1::]",
                "[2002:a9fe:a9fe::1]",
                "[2001:0:53aa:64c:0:0:80ff:fffe]",
                "[fe80::1]",
                "[fd00:ec2::254]",
                "[fd20:ce::254]",
                "[ff02::1]",
            })
    void noSpellingOfAnAddressPasses(String text) {
        Host host = Host.parse(text).orElseThrow();
        assertThat(host).isInstanceOf(Host.Address.class);
        assertThat(guard.allows(host)).isFalse();
        Optional<Host> again = Host.parse(host.text());
        assertThat(again).as("as it is told to others").hasValue(host);
    }

    /// Not even names, so that nobody is asked for them.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1..",
                "127.0.0.1.1",
                "127.0.0.256",
                "256.0.0.1",
                "127.0.0.08",
                "0x7f.0.0.0x",
                "4294967296",
                "18446744071562067969",
                "0x17f000001",
                "127..1",
                ".127.0.0.1",
                "127.0.0.+1",
                " 127.0.0.1",
                "127.0.0.1 ",
                "127.0.0.1\t",
                "127.0.0.1\u0000",
                "127.0.0.1#",
                "127.0.0.1/",
                "127.0.0.1\\",
                "a@127.0.0.1",
                "%31%32%37.0.0.1",
                "127%2e0.0.1",
                "127.0.0.1%00",
                "\uff11\uff12\uff17.0.0.1",
                "127\u30020\u30020\u30021",
                "\u2460\u2461\u2466.0.0.1",
                "l\u24deca\u24dbhost",
                "[::1%lo]",
                "[::1%25lo]",
                "::1%1",
                "[::1",
                "::1]",
                "[[::1]]",
                "[127.0.0.1]",
                "[localhost]",
                "[::1]x",
                "[v1.1]",
                ":::1",
                "1::2::3",
                "::ffff:127.1",
                "::ffff:0x7f.0.0.1"
            })
    void whatOthersMightReadAsAnAddressIsNoHost(String text) {
        assertThat(Host.parse(text)).isEmpty();
    }

    @Test
    void otherNamesAreLeftToWhoResolvesThem() {
        assertThat(guard.allows(Host.parse("example.org").orElseThrow())).isTrue();
    }
}
