package dev.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.Hop;
import dev.gyre.egress.HopTrust;
import dev.gyre.net.Host;
import dev.gyre.testkit.TestCertificates;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Entries that are prefixes, gateways, Tor, or hops with a certificate of their own.
class EgressKindsTest {

    @TempDir private Path folder;

    @Test
    void readsPrefixes() throws Exception {
        List<EgressEntry> entries =
                read(
                        """
                        egress:
                          - prefix: 2001:db8::/48
                          - {prefix: 2001:db8:1::/48, spread: 56, exclude: ["2001:db8:1::/64", "2001:db8:1:5::1-2001:db8:1:5::9"], weight: 3}
                          - {prefix: 203.0.113.0/24, exclude: 203.0.113.7}
                          - {prefix: 198.51.100.0/24, spread: 28}
                        """);
        assertThat(entries).hasSize(4);
        EgressEntry.Prefix plain = (EgressEntry.Prefix) entries.get(0);
        assertThat(plain.spread()).isEqualTo(64);
        assertThat(plain.exclude()).isEmpty();
        EgressEntry.Prefix full = (EgressEntry.Prefix) entries.get(1);
        assertThat(full.spread()).isEqualTo(56);
        assertThat(full.exclude()).hasSize(2);
        assertThat(full.labels().weight()).isEqualTo(3);
        assertThat(((EgressEntry.Prefix) entries.get(2)).spread()).isEqualTo(24);
        assertThat(((EgressEntry.Prefix) entries.get(3)).spread()).isEqualTo(28);
    }

    @Test
    void readsGatewaysAndTor() throws Exception {
        List<EgressEntry> entries =
                read(
                        """
                        egress:
                          - gateway: http://customer-{user}-session-{session}-country-{country}:pass@gw.example:7777
                            sessions: 20
                            user: bob
                            country: [DE, us]
                          - {gateway: "socks5h://me:pw-{session}@gw.example", country: fr, tags: home}
                          - tor: 127.0.0.1:9050
                          - {tor: "[::1]", weight: 2}
                        """);
        EgressEntry.Gateway gateway = (EgressEntry.Gateway) entries.get(0);
        assertThat(gateway.sessions()).isEqualTo(20);
        assertThat(gateway.countries()).containsExactly("de", "us");
        assertThat(gateway.template().user()).hasValue("bob");
        assertThat(gateway.labels().country()).isEmpty();
        EgressEntry.Gateway other = (EgressEntry.Gateway) entries.get(1);
        assertThat(other.sessions()).isEqualTo(100);
        assertThat(other.countries()).containsExactly("fr");
        assertThat(other.labels().tags()).containsExactly("home");
        assertThat(((EgressEntry.Tor) entries.get(2)).server()).hasToString("127.0.0.1:9050");
        assertThat(((EgressEntry.Tor) entries.get(3)).server()).hasToString("[::1]:9050");
    }

    @Test
    void readsWhoseCertificatesAHopMustHave() throws Exception {
        TestCertificates authority = TestCertificates.create();
        Files.writeString(folder.resolve("own.pem"), authority.pem());
        List<EgressEntry> entries =
                read(
                        """
                        egress:
                          - {proxy: https://hop.example, ca: own.pem, sni: other.example}
                          - chain: [socks5h://a.example, {proxy: "https://b.example", sni: c.example}]
                          - {gateway: "https://{session}:x@gw.example", ca: own.pem}
                        """);
        HopTrust trust = last(entries.get(0)).trust().orElseThrow();
        assertThat(trust.name()).hasValue(new Host.Name("other.example"));
        assertThat(trust.authorities().orElseThrow().certificates())
                .containsExactly(authority.authority());
        assertThat(trust.authorities().orElseThrow().file()).isEqualTo(folder.resolve("own.pem"));
        EgressEntry.Through chain = (EgressEntry.Through) entries.get(1);
        assertThat(chain.hops().getFirst().trust()).isEmpty();
        assertThat(last(chain).trust().orElseThrow().authorities()).isEmpty();
        assertThat(((EgressEntry.Gateway) entries.get(2)).template().hop().trust()).isPresent();
    }

    @Test
    void printsWhatItReadsAgain() throws Exception {
        Files.writeString(folder.resolve("own.pem"), TestCertificates.create().pem());
        String text =
                """
                egress:
                  - {prefix: 2001:db8:1::/48, spread: 56, exclude: ["2001:db8:1::/64"], weight: 3}
                  - prefix: 203.0.113.0/24
                  - {gateway: "http://c-{user}-s-{session}-{country}:hunter2@gw.example", sessions: 7, user: bob, country: [de, us]}
                  - {gateway: "http://me:hunter2_{session}@gw.example", ca: own.pem}
                  - {gateway: "socks5://hunter2{session}@gw.example"}
                  - tor: 127.0.0.1:9050
                  - {proxy: "https://u:hunter2@hop.example", ca: own.pem, sni: other.example}
                  - chain: ["http://a.example", {proxy: "https://b.example", ca: own.pem}]
                """
                        .replace("http://me", "https://me");
        String printed = print(text);
        assertThat(printed)
                .doesNotContain("hunter2")
                .contains("prefix: '203.0.113.0/24'  # ")
                .contains("'http://c-{user}-s-{session}-{country}:***@gw.example:8080'")
                .contains("sessions: 7, user: 'bob', country: ['de', 'us']")
                .contains(
                        ", spread: 56, exclude: ['2001:db8:1::-2001:db8:1:0:ffff:ffff:ffff:ffff'],"
                                + " weight: 3}")
                .contains("ca: '" + folder.resolve("own.pem") + "', sni: 'other.example'}")
                .contains("{proxy: 'https://b.example:443', ca: '");
        assertThat(print(printed)).isEqualTo(printed);
    }

    private String print(String text) throws Exception {
        PoolFile file = parse(text);
        return EffectiveSettings.print(
                file, file.egress().stream().map(_ -> BigInteger.TWO).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{prefix: ^2001:db8::1/48} | prefix has bits set after its prefix",
                "{prefix: ^2001:db8::1} | prefix is not a CIDR block",
                "{prefix: ^ff00::/8} | prefix must not hold multicast addresses",
                "{prefix: ^4000::/4} | prefix is larger than a /8",
                "{prefix: ^nonsense} | prefix is not a CIDR block",
                "{prefix: 2001:db8::/48, ^spread: 65} | spread must be the length of a subnet of"
                        + " 2001:db8::/48, from 48 to 64",
                "{prefix: 2001:db8::/48, ^spread: 40} | from 48 to 64",
                "{prefix: 10.0.0.0/8, ^spread: 33} | from 8 to 32",
                "{prefix: 2001:db8::/48, spread: ^x} | spread must be a number",
                "{prefix: 2001:db8::/48, ^exclude: 10.0.0.1} | exclude has 10.0.0.1, which is not"
                        + " in 2001:db8::/48",
                "{prefix: 2001:db8::/48, exclude: [^x]} | exclude is not an IP address",
                "{source: 10.0.0.1, ^spread: 24} | unknown key 'spread'",
                "{tor: ^'127.0.0.1:x'} | tor is not an address and port",
                "{^tor: '127.0.0.1:9050', source: 127.0.0.1} | already of the kind",
                "{gateway: ^'http://a:b@gw', sessions: 3} | gateway has no {session} in its user"
                        + " name or password",
                "{gateway: ^'http://gw'} | gateway has no {session}",
                "{gateway: ^'http://a-{sesion}:b@gw'} | gateway has an unknown placeholder",
                "{^gateway: 'http://{user}{session}:b@gw'} | gateway has {user}, so 'user' is"
                        + " needed",
                "{gateway: 'http://{session}:b@gw', ^user: bob} | gateway has no {user} for this"
                        + " 'user'",
                "{^gateway: 'http://{session}{country}:b@gw'} | gateway has {country}, so 'country'"
                        + " is needed",
                "{gateway: 'http://{session}:b@gw', ^country: [de, us]} | gateway has no {country}"
                        + " for this 'country'",
                "{gateway: 'http://{session}{country}:b@gw', ^country: [de, DE]} | country has one"
                        + " twice",
                "{gateway: 'http://{session}{country}:b@gw', country: ^germany} | country must be"
                        + " two letters",
                "{gateway: 'http://{session}:b@gw', sessions: ^0} | sessions must be a number from"
                        + " 1 to 262144",
                "{gateway: 'http://{session}{country}:b@gw', ^sessions: 200000, country: [de, us]}"
                        + " | sessions are 400000 in all countries",
                "{gateway: 'http://{session}{user}:b@gw', user: ^'a b'} | user must be",
                "{proxy: 'http://a', ^ca: x.pem} | ca is for https hops",
                "{proxy: 'http://a', ^sni: x.example} | sni is for https hops",
                "{proxy: 'https://a', ca: ^none.pem} | ca is a file that can't be read: none.pem",
                "{proxy: 'https://a', ca: ^''} | ca",
                "{proxy: 'https://a', ca: ^empty.pem} | ca is a file that holds no certificate",
                "{proxy: 'https://a', ca: ^bad.pem} | ca is a file that holds no certificates in"
                        + " PEM form",
                "{proxy: 'https://a', sni: ^127.0.0.1} | sni is not a host name",
                "{proxy: ^'httpz://a', sni: a.example} | proxy has an unknown scheme",
                "{chain: [{proxy: 'https://a', ca: ^none.pem}]} | ca is a file that can't be read",
                "{chain: [^{prox: 'https://a'}]} | unknown key 'prox'; did you mean 'proxy'",
                "{chain: [^{sni: a.example}]} | a hop needs 'proxy'",
            })
    void saysWhatIsWrongAndWhere(String marked, String message) throws Exception {
        String file = "egress: [" + marked + "]";
        int column = file.indexOf('^') + 1;
        Files.writeString(folder.resolve("empty.pem"), "");
        Files.writeString(
                folder.resolve("bad.pem"),
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertThatThrownBy(() -> parse(file.replace("^", "")))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        invalid ->
                                assertThat(invalid.report())
                                        .contains("pool.yml:1:" + column + ": error: ")
                                        .contains(message));
    }

    @Test
    void refusesNamesThatAreTooLongForSocks() {
        String user = "u".repeat(120);
        assertThatThrownBy(() ->
                        parse(
                                "egress: [{gateway: 'socks5://{user}{user}"
                                        + "x{session}xxx:b@gw', user: "
                                        + user
                                        + "}]"))
                .hasMessageContaining("more than 255 octets, filled in");
    }

    private static Hop last(EgressEntry entry) {
        return ((EgressEntry.Through) entry).hops().getLast();
    }

    private List<EgressEntry> read(String text) throws ConfigException {
        return parse(text).egress();
    }

    private PoolFile parse(String text) throws ConfigException {
        return PoolFile.parse(
                folder.resolve("pool.yml").toString(),
                text.getBytes(StandardCharsets.UTF_8),
                _ -> Optional.empty());
    }
}
