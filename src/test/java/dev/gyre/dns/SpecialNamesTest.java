package dev.gyre.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.dns.SpecialNames.Audience;
import dev.gyre.net.Addresses;
import dev.gyre.net.Host;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which names nobody is asked for.
final class SpecialNamesTest {

    private static final Optional<Answer> NONE = Optional.of(new Answer.NoSuchName());

    private static Optional<Answer> answer(String name, Audience audience) {
        return SpecialNames.answer(name, Families.BOTH, audience);
    }

    @ParameterizedTest
    @EnumSource(Audience.class)
    void areNotOfTheDnsWhoeverWouldHearThem(Audience audience) {
        for (String name : List.of("x.onion", "onion", "printer.local", "x.invalid", "x.alt")) {
            assertThat(answer(name, audience)).as(name).isEqualTo(NONE);
        }
        assertThat(answer("app.localhost", audience)).hasValueSatisfying(SpecialNamesTest::isHere);
    }

    private static void isHere(Answer answer) {
        assertThat(answer)
                .isEqualTo(new Answer.Addresses(List.of(address("::1"), address("127.0.0.1"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "internal",
                "db.internal",
                "home.arpa",
                "nas.home.arpa",
                "7.0.0.10.in-addr.arpa",
                "10.in-addr.arpa",
                "1.16.172.in-addr.arpa",
                "1.31.172.in-addr.arpa",
                "1.168.192.in-addr.arpa",
                "1.64.100.in-addr.arpa",
                "127.100.in-addr.arpa",
                "1.0.0.127.in-addr.arpa",
                "254.169.254.169.in-addr.arpa",
                "1.0.0.d.f.ip6.arpa",
                "b.e.f.ip6.arpa",
                "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa"
            })
    void ofOneNetworkAreAskedOfItsOwnServersAndForHopsOnly(String name) {
        assertThat(answer(name, Audience.OUTSIDE)).isEqualTo(NONE);
        // One label is another matter.
        assertThat(answer(name, Audience.OURS)).isEqualTo(NONE);
        assertThat(answer(name, Audience.OUR_HOPS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"printer", "com", "web-1"})
    void ofOneLabelAreAskedOfOurOwnServersOnly(String name) {
        assertThat(answer(name, Audience.OUTSIDE)).isEqualTo(NONE);
        assertThat(answer(name, Audience.OURS)).isEmpty();
        assertThat(answer(name, Audience.OUR_HOPS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "www.example",
                "a.test",
                "internal.example",
                "xinternal.org",
                "athome.arpa",
                "1.15.172.in-addr.arpa",
                "1.32.172.in-addr.arpa",
                "1.110.in-addr.arpa",
                "1.63.100.in-addr.arpa",
                "1.128.100.in-addr.arpa",
                "8.8.8.8.in-addr.arpa",
                "0.0.0.e.f.ip6.arpa",
                "1.1.0.0.2.ip6.arpa",
                "onion.example",
                "localhost.example"
            })
    void othersAreAskedFor(String name) {
        assertThat(answer(name, Audience.OUTSIDE)).isEmpty();
    }

    @Test
    void whatTheFileSaysComesFirstAndTheNearestLineCounts() {
        FixedAnswers fixed =
                new FixedAnswers(
                        Map.of(
                                new Host.Name("build.internal"), List.of(address("10.0.0.7")),
                                new Host.Name("*.lan.example"), List.of(address("10.0.0.8")),
                                new Host.Name("*.b.lan.example"), List.of(address("fd00::9"))));
        assertThat(fixed.of("build.internal")).containsExactly(address("10.0.0.7"));
        assertThat(fixed.of("a.build.internal")).isEmpty();
        assertThat(fixed.of("lan.example")).isEmpty();
        assertThat(fixed.of("a.lan.example")).containsExactly(address("10.0.0.8"));
        assertThat(fixed.of("a.b.lan.example")).containsExactly(address("fd00::9"));
        assertThat(fixed.of("b.lan.example")).containsExactly(address("10.0.0.8"));
        assertThat(fixed.answer(new Host.Name("build.internal"), Families.IPV6))
                .hasValue(new Answer.NoAddress());
        assertThat(fixed.answer(new Host.Name("x.b.lan.example"), Families.BOTH))
                .hasValue(new Answer.Addresses(List.of(address("fd00::9"))));
        assertThat(fixed.answer(new Host.Name("other.example"), Families.BOTH)).isEmpty();
    }

    private static InetAddress address(String literal) {
        return Addresses.parse(literal).orElseThrow();
    }
}
