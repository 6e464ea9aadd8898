package dev.gyre.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;
import dev.gyre.net.Host;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;

final class TargetGuardTest {

    private final TargetGuard guard = new TargetGuard(new TargetSettings(List.of()), Set.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "64:ff9b::7f00:1",
                "64:ff9b::a00:1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::808:808",
                "::ffff:0:808:808",
                "2002:7f00:1::",
                "2001:0:7f00:1::",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "ff02::1",
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
                "64:ff9b::808:808"
            })
    void whatIsPublicIsAllowed(String address) {
        assertThat(guard.allows(Addresses.parse(address).orElseThrow())).isTrue();
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
    @ValueSource(strings = {"localhost", "a.localhost", "LOCALHOST.", "127.1", "0x7f000001"})
    void everyNameOfLoopbackIsLoopback(String text) {
        assertThat(guard.allows(Host.parse(text).orElseThrow())).isFalse();
    }

    @Test
    void otherNamesAreLeftToWhoResolvesThem() {
        assertThat(guard.allows(Host.parse("example.org").orElseThrow())).isTrue();
    }
}
