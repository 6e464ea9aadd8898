package dev.gyre.access.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.access.PasswordHash;
import dev.gyre.config.ConfigException;
import dev.gyre.config.PoolFile;
import dev.gyre.net.Addresses;
import dev.gyre.net.Disclosure;
import dev.gyre.net.Host;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// What rules say of requests.
class RulesTest {

    /// A Wednesday; in Berlin it is 13 o'clock.
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    private static final String HASH = "'" + PasswordHash.of("word").text() + "'";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {host: www.example.org}          | www.example.org:80        | yes
                    {host: www.example.org}          | example.org:80            | no
                    {host: WWW.Example.ORG.}         | www.example.org:80        | yes
                    {host: .example.org}             | example.org:80            | yes
                    {host: .example.org}             | a.b.example.org:80        | yes
                    {host: .example.org}             | badexample.org:80         | no
                    {host: .example.org}             | example.org.evil.test:80  | no
                    {host: '*.example.org'}          | example.org:80            | no
                    {host: '*.example.org'}          | a.b.example.org:80        | yes
                    {host: '*.example.org'}          | badexample.org:80         | no
                    {host: 'ads*.*.test'}            | ads7.shop.test:80         | yes
                    {host: 'ads*.*.test'}            | bads.shop.test:80         | no
                    {host: '*a*a*b'}                 | aaaaaaaaaaaaaaaaaaaaab:80 | yes
                    {host: '*a*a*b'}                 | aaaaaaaaaaaaaaaaaaaaac:80 | no
                    {host: bücher.example}           | xn--bcher-kva.example:80  | yes
                    {host: '*.bücher.example'}       | a.xn--bcher-kva.example:80 | yes
                    {host: 127.0.0.1}                | 0x7f.1:80                 | yes
                    {host: '::ffff:127.0.0.1'}       | 2130706433:80             | yes
                    {host: '*.0.0.1'}                | 127.0.0.1:80              | no
                    {host: [a.test, b.test]}         | b.test:80                 | yes
                    {domain: example.co.uk}          | www.example.co.uk:80      | yes
                    {domain: example.co.uk}          | other.co.uk:80            | no
                    {domain: bücher.example}         | a.xn--bcher-kva.example:1 | yes
                    {port: 80}                       | a.test:80                 | yes
                    {port: [1-79, 8000-8099]}        | a.test:8099               | yes
                    {port: [1-79, 8000-8099]}        | a.test:80                 | no
                    {client: 192.0.2.0/24}           | a.test:80                 | yes
                    {client: [198.51.100.0/24, '::1']} | a.test:80               | no
                    {user: alice}                    | a.test:80                 | yes
                    {user: [bob, carol]}             | a.test:80                 | no
                    {group: staff}                   | a.test:80                 | yes
                    {group: guests}                  | a.test:80                 | no
                    {method: [GET, HEAD]}            | a.test:80                 | yes
                    {method: POST}                   | a.test:80                 | no
                    {scheme: [http, connect]}        | a.test:80                 | yes
                    {scheme: socks5}                 | a.test:80                 | no
                    {address: 10.0.0.0/8}            | 10.1.2.3:80               | yes
                    {address: 10.0.0.0/8}            | 167838211:80              | yes
                    {address: 10.0.0.0/8}            | 11.1.2.3:80               | no
                    {address: 10.0.0.0/8}            | a.test:80                 | unknown
                    {address: 10.0.0.0/8, port: 81}  | a.test:80                 | no
                    {egress: fast}                   | a.test:80                 | unknown
                    {not: {port: 80}}                | a.test:80                 | no
                    {not: {port: 81, user: alice}}   | a.test:80                 | yes
                    {not: {address: 10.0.0.0/8}}     | a.test:80                 | unknown
                    {not: {not: {port: 80}}}         | a.test:80                 | yes
                    {host: a.test, port: 80, not: {user: bob}} | a.test:80       | yes
                    {time: {days: mon-fri, from: "08:00", to: "18:00", zone: Europe/Berlin}} | a.test:80 | yes
                    {time: {from: "13:00", zone: Europe/Berlin}} | a.test:80     | yes
                    {time: {from: "13:01", zone: Europe/Berlin}} | a.test:80     | no
                    {time: {to: "13:00", zone: Europe/Berlin}} | a.test:80       | no
                    {time: {days: [sat, sun], zone: UTC}} | a.test:80            | no
                    {time: {days: sat-wed, zone: UTC}} | a.test:80               | yes
                    {time: {days: tue, from: "22:00", to: "12:01", zone: UTC}} | a.test:80 | yes
                    {time: {days: tue, from: "22:00", to: "12:00", zone: UTC}} | a.test:80 | no
                    {time: {days: wed, from: "22:00", to: "12:01", zone: UTC}} | a.test:80 | no
                    {time: {days: wed, from: "11:00", to: "24:00", zone: UTC}} | a.test:80 | yes
                    """)
    void holdOrNot(String conditions, String target, String expected) throws Exception {
        assertThat(truth(conditions, asked(target)))
                .isEqualTo(Truth.valueOf(expected.toUpperCase(Locale.ROOT)));
    }

    private static Truth truth(String conditions, Case asked) throws ConfigException {
        return rules("- deny: " + conditions).all().getFirst().of(Facts.of(asked));
    }

    @Test
    void theFirstThatIsForARequestDecides() throws Exception {
        Rules rules =
                rules(
                        """
                        - {allow: {host: .example.org, user: alice}}
                        - {deny: {host: .example.org}, reason: Not now., name: later, status: 451}
                        - {deny: {port: 25}}
                        """);
        assertThat(rules.judge(asked("www.example.org:80"))).isSameAs(Ruling.ALLOWED);
        assertThat(rules.judge(asked("a.test:80"))).isSameAs(Ruling.ALLOWED);
        assertThat(denial(rules, of("bob", "www.example.org:25")).text())
                .isEqualTo("Not now. (rule 'later')");
        assertThat(denial(rules, of("bob", "www.example.org:25")).status()).isEqualTo(451);
        assertThat(denial(rules, asked("a.test:25")).text())
                .isEqualTo("This proxy does not serve this request. (rule 3)");
        assertThat(rules.decisive(asked("a.test:25"))).isEqualTo("rule 3");
        assertThat(rules.decisive(asked("a.test:80")))
                .isEqualTo("no rule: such requests are allowed");
    }

    @Test
    void whatNoRuleIsForMayBeRefused() throws Exception {
        Rules rules = rules("- {allow: {port: 80}}\n- {default: deny}");
        assertThat(rules.judge(asked("a.test:80"))).isSameAs(Ruling.ALLOWED);
        assertThat(denial(rules, asked("a.test:81")).rule()).isEqualTo("no rule allows it");
    }

    @Test
    void aRuleMayChooseTheWay() throws Exception {
        Rules rules =
                rules(
                        """
                        - {direct: 127.0.0.2, when: {port: 81}}
                        - {pool: Fast}
                        """);
        assertThat(rules.judge(asked("a.test:80")))
                .isEqualTo(
                        new Ruling.Allowed(
                                Optional.of(new Action.Pool("fast")),
                                Optional.empty(),
                                Optional.empty()));
        assertThat(rules.judge(asked("a.test:81")))
                .isEqualTo(
                        new Ruling.Allowed(
                                Optional.of(new Action.Direct(address("127.0.0.2"))),
                                Optional.empty(),
                                Optional.empty()));
    }

    @Test
    void aRuleMaySayWhatTargetsAreTold() throws Exception {
        Rules rules =
                rules(
                        """
                        - {deny: {address: 10.0.0.0/8}}
                        - {allow: {host: a.test}, anonymity: transparent}
                        - {pool: fast, when: {host: b.test}, anonymity: anonymous}
                        - {allow: {host: c.test}}
                        - {allow: all, anonymity: elite}
                        """);
        assertThat(allowed(rules, asked("a.test:80")).told()).contains(Disclosure.TRANSPARENT);
        assertThat(allowed(rules, asked("b.test:80")).told()).contains(Disclosure.ANONYMOUS);
        assertThat(allowed(rules, asked("c.test:80")).told()).isEmpty();
        assertThat(allowed(rules, asked("d.test:80")).told()).contains(Disclosure.ELITE);
    }

    @Test
    void whatDependsOnTheWayIsJudgedWhenItIsKnown() throws Exception {
        Rules rules =
                rules(
                        """
                        - {deny: {egress: slow, port: 80}}
                        - {deny: {address: 10.0.0.0/8}}
                        - {pool: fast, when: {host: b.test}}
                        """);
        Ruling.Allowed ruling = allowed(rules, asked("b.test:80"));
        assertThat(ruling.way()).contains(new Action.Pool("fast"));
        Pending pending = ruling.pending().orElseThrow();
        assertThat(pending.by("slow"::equals)).get().extracting(Denial::rule).isEqualTo("rule 1");
        assertThat(pending.by("fast"::equals)).isEmpty();
        assertThat(pending.by("fast"::equals, address("11.0.0.1"))).isEmpty();
        assertThat(pending.by("fast"::equals, address("10.0.0.1")))
                .get()
                .matches(denial -> denial.about() == Denial.About.ADDRESS)
                .extracting(Denial::rule)
                .isEqualTo("rule 2");
        assertThat(pending.byOneThatResolves("fast"::equals)).isEmpty();
    }

    @Test
    void isRefusedAtOnceWhenNothingElseMayCome() throws Exception {
        Rules rules = rules("- {deny: {address: 10.0.0.0/8}}\n- {default: deny}");
        assertThat(denial(rules, asked("a.test:80")).rule()).isEqualTo("no rule allows it");
        Rules first = rules("- {deny: {egress: slow}}\n- {deny: {port: 80}}");
        assertThat(denial(first, asked("a.test:80")).rule()).isEqualTo("rule 2");
    }

    @Test
    void whatMayBeAllowedByItsAddressIsAllowedOnlyThen() throws Exception {
        Rules rules = rules("- {allow: {address: 192.0.2.0/24}}\n- {default: deny}");
        Pending pending = allowed(rules, asked("a.test:80")).pending().orElseThrow();
        Predicate<String> none = _ -> false;
        assertThat(pending.by(none)).isEmpty();
        assertThat(pending.by(none, address("192.0.2.9"))).isEmpty();
        assertThat(pending.by(none, address("192.0.3.9"))).isPresent();
        assertThat(pending.byOneThatResolves(none)).isPresent();
        assertThat(rules.judge(asked("192.0.2.9:80"))).isSameAs(Ruling.ALLOWED);
    }

    @Test
    void whatIsNeverKnownDoesNotServe() throws Exception {
        Predicate<String> none = _ -> false;
        Rules others = rules("- {deny: {not: {address: 192.0.2.0/24}}}");
        assertThat(
                        allowed(others, asked("a.test:80"))
                                .pending()
                                .orElseThrow()
                                .byOneThatResolves(none))
                .isPresent();
        Rules allows = rules("- {allow: {not: {address: 192.0.2.0/24}}}\n- {default: deny}");
        assertThat(
                        allowed(allows, asked("a.test:80"))
                                .pending()
                                .orElseThrow()
                                .byOneThatResolves(none))
                .isPresent();
    }

    @Test
    void tunnelsAreMadeToSomePortsOnly() {
        Policy policy =
                new Policy(Rules.NONE, ConnectPorts.USUAL, DenialSettings.NONE, Optional.empty());
        assertThat(policy.judges(Scheme.CONNECT, 443)).isFalse();
        assertThat(policy.judges(Scheme.CONNECT, 25)).isTrue();
        assertThat(policy.judges(Scheme.SOCKS5, 25)).isFalse();
        assertThat(policy.judge(of(Scheme.CONNECT, "", "a.test:25")))
                .isInstanceOf(Ruling.Denied.class);
        assertThat(policy.judge(of(Scheme.CONNECT, "", "a.test:443"))).isSameAs(Ruling.ALLOWED);
        assertThat(policy.judge(of(Scheme.SOCKS5, "", "a.test:25"))).isSameAs(Ruling.ALLOWED);
    }

    private static Ruling.Allowed allowed(Rules rules, Case asked) {
        return (Ruling.Allowed) rules.judge(asked);
    }

    private static Denial denial(Rules rules, Case asked) {
        return ((Ruling.Denied) rules.judge(asked)).denial();
    }

    private static Rules rules(String items) throws ConfigException {
        String file =
                """
                egress: [{interface: lo, tags: [fast, slow]}]
                users:
                  - {name: alice, password: %1$s, groups: [staff]}
                  - {name: bob, password: %1$s, groups: guests}
                  - {name: carol, password: %1$s}
                rules:
                """
                        .formatted(HASH);
        return PoolFile.parse(
                        "egress-pool.yml",
                        (file + items.indent(2)).getBytes(StandardCharsets.UTF_8),
                        _ -> Optional.empty())
                .inbound()
                .policy()
                .rules();
    }

    private static Case asked(String target) {
        return of("alice", target);
    }

    private static Case of(String user, String target) {
        return of(Scheme.HTTP, user, target);
    }

    private static Case of(Scheme scheme, String user, String target) {
        int colon = target.lastIndexOf(':');
        return new Case(
                scheme,
                user,
                user.equals("alice") ? Set.of("staff") : Set.of(),
                address("192.0.2.7"),
                Host.parse(target.substring(0, colon)).orElseThrow(),
                Integer.parseInt(target.substring(colon + 1)),
                scheme == Scheme.HTTP ? "GET" : "",
                InstantSource.fixed(NOON));
    }

    private static InetAddress address(String text) {
        return Addresses.parse(text).orElseThrow();
    }
}
