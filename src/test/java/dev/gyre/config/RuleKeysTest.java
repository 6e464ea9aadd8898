package dev.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.access.PasswordHash;
import dev.gyre.access.rules.AcceptableUse;
import dev.gyre.access.rules.Action;
import dev.gyre.access.rules.ConnectPorts;
import dev.gyre.access.rules.Policy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The keys `rules`, `connect` and `denial`.
class RuleKeysTest {

    private static final String HASH = PasswordHash.of("word").text();

    private static final String POOL =
            """
            egress: [{source: 127.0.0.2, tags: fast, group: home, country: de}]
            users: [{name: alice, password: '%s', groups: [staff]}]
            """
                    .formatted(HASH);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    - {deny: {}}            | 2:10 | deny says nothing of what it is for; for every request write 'all'
                    - {deny: everything}    | 2:10 | deny must be a mapping with what it is for, or the word 'all', found everything
                    - {reason: x}           | 2:3  | a rule needs one of deny, allow, pool, direct, throttle, default
                    - {deny: all, allow: all} | 2:3 | a rule has one of deny, allow, pool, direct, throttle, default, not deny and allow
                    - {allow: all, reason: x} | 2:16 | only a rule with 'deny' has a reason
                    - {pool: fast, status: 404} | 2:16 | only a rule with 'deny' has a status
                    - {deny: all, when: {port: 1}} | 2:15 | what the rule is for stands in 'deny'
                    - {deny: {user: alise}} | 2:17 | user is no user of 'users': alise; did you mean 'alice'?
                    - {deny: {group: stuff}} | 2:18 | group is no group of 'users': stuff; did you mean 'staff'?
                    - {deny: {host: 'a b'}} | 2:17 | host is not a host or a pattern: a b
                    - {deny: {host: '*.ex_ä*'}} | 2:17 | host is not a host or a pattern: *.ex_ä*
                    - {deny: {domain: www.example.org}} | 2:19 | domain is below a registrable domain: www.example.org; write domain: example.org, or host: .www.example.org
                    - {deny: {port: 0}}     | 2:17 | port must be from 1 to 65535, the lower first: 0
                    - {deny: {port: 90-80}} | 2:17 | port must be from 1 to 65535, the lower first: 90-80
                    - {deny: {port: http}}  | 2:17 | port is not a port, or ports such as 8000-8099: http
                    - {deny: {client: 10.0.0.1/8}} | 2:19 | client has bits set after its prefix
                    - {deny: {method: get}} | 2:19 | method is not a method, such as GET: get
                    - {deny: {scheme: ftp}} | 2:19 | scheme has an unknown value: ftp
                    - {deny: {scheme: dns, port: 53}} | 2:24 | a question for a name has no port
                    - {deny: {scheme: socks5, method: GET}} | 2:27 | only requests by http or connect have a method
                    - {deny: {egress: fats}} | 2:19 | egress is no tag, group or country of an egress: fats; did you mean 'fast'?
                    - {pool: slow}          | 2:10 | pool is no tag, group or country of an egress: slow
                    - {direct: 127.0.0.3}   | 2:12 | direct is no source of an egress entry: 127.0.0.3
                    - {pool: fast, when: {address: 10.0.0.0/8}} | 2:16 | a rule that chooses the way out can't depend on 'address' or 'egress', which are known only afterwards
                    - {deny: {time: {}}}    | 2:17 | a time needs 'days', 'from' or 'to'
                    - {deny: {time: {days: monday}}} | 2:24 | days must be of mon, tue, wed, thu, fri, sat, sun, or two of them as mon-fri: monday
                    - {deny: {time: {from: "8:00"}}} | 2:24 | from is not a time of the day in quotes, such as "08:30": 8:00
                    - {deny: {time: {from: "08:00", to: "08:00"}}} | 2:33 | it ends when it begins; for whole days leave out both
                    - {deny: {time: {days: mon, zone: Berlin}}} | 2:35 | zone is not a time zone: Berlin
                    - {deny: all, status: 200} | 2:23 | status must be from 400 to 599: 200
                    - {deny: all, status: 407} | 2:23 | status would have clients log in: 407
                    - {deny: all, page: none.html} | 2:21 | page can't be read from there
                    - {deny: all, name: ''} | 2:21 | name must be of 1 to 64 characters: ''
                    - {default: deny, name: x} | 2:19 | what becomes of all others has no name
                    - {deny: all, anonymity: elite} | 2:15 | only a rule by which requests are served has an anonymity
                    - {default: allow, anonymity: elite} | 2:20 | only a rule by which requests are served has an anonymity
                    - {allow: all, anonymity: open} | 2:27 | anonymity has an unknown value: open
                    - {allow: {address: 10.0.0.0/8}, anonymity: elite} | 2:4 | a rule that says what targets are told can't depend on 'address' or 'egress', which are known only afterwards
                    - {allow: {scheme: [connect, socks5]}, anonymity: elite} | 2:40 | in a tunnel no target is told anything, and this rule is for no others
                    - {default: refuse}     | 2:13 | default has an unknown value: refuse
                    - {deny: {prot: 1}}     | 2:11 | unknown key 'prot'; did you mean 'port'?
                    """)
    void aSenselessRuleIsAnError(String rule, String place, String message) {
        assertThatThrownBy(() -> policy("rules:\n  " + rule))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "egress-pool.yml:"
                                + (Integer.parseInt(place.substring(0, 1)) + 2)
                                + ":"
                                + (Integer.parseInt(place.substring(2)) + 2)
                                + ": error: "
                                + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    deny: all   | deny: {port: 1}        | this rule is never reached: the one in line 4 is for all of its requests
                    deny: {port: 1} | allow: {port: 1}   | this rule is never reached: the one in line 4 is for all of its requests
                    default: deny | allow: {port: 1}     | this stands behind 'default', which is for all that is left
                    default: deny | default: allow       | what becomes of all others has been said
                    allow: {address: 10.0.0.0/8} | pool: fast | this rule chooses the way out, and whether the one in line 4 comes first is known only afterwards
                    allow: {egress: fast} | allow: {port: 1}, anonymity: elite | this rule says what targets are told, and whether the one in line 4 comes first is known only afterwards
                    """)
    void soIsOneInTheWrongPlace(String first, String second, String message) {
        assertThatThrownBy(() -> policy("rules:\n  - {" + first + "}\n  - {" + second + "}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("egress-pool.yml:5:")
                .hasMessageContaining(message);
    }

    @Test
    void usersAreKnownOnlyWhereThereAreAny() {
        assertThatThrownBy(() ->
                        PoolFileTest.read(
                                "egress: [{interface: any}]\n" + "rules: [{deny: {user: alice}}]"))
                .hasMessageContaining("names a user, and the file has no 'users'");
    }

    @Test
    void aListMayHaveAnyLabel(@TempDir Path folder) throws Exception {
        Path list = Files.writeString(folder.resolve("list.txt"), "http://192.0.2.1:3128\n");
        PoolFile file =
                PoolFileTest.read("egress: [{file: \"" + list + "\"}]\nrules: [{pool: whatever}]");
        assertThat(file.inbound().policy().rules().all())
                .extracting(rule -> rule.action())
                .containsExactly(new Action.Pool("whatever"));
    }

    @Test
    void tunnelsToPort443OnlyUnlessTheFileSaysOtherwise() throws Exception {
        assertThat(policy("").connect()).isEqualTo(ConnectPorts.USUAL);
        assertThat(policy("connect: {ports: any}").connect()).isEqualTo(ConnectPorts.ANY);
        ConnectPorts some = policy("connect: {ports: [443, 8000-8099]}").connect();
        assertThat(some.include(8099)).isTrue();
        assertThat(some.include(80)).isFalse();
        assertThatThrownBy(() -> policy("connect: {ports: none}"))
                .hasMessageContaining(
                        ":3:18: error: ports is not a port, or ports such as 8000-8099: none");
    }

    @Test
    void whatIsToBeAcceptedNeedsAFormOrAText(@TempDir Path folder) throws Exception {
        Path page = Files.writeString(folder.resolve("use.html"), "<p>No form");
        assertThatThrownBy(() -> policy("acceptable-use: {page: '" + page + "'}"))
                .hasMessageContaining(":3:18: error: the page can't be accepted: it needs a form");
        assertThatThrownBy(() -> policy("acceptable-use: {valid: 1h}"))
                .hasMessageContaining(
                        ":3:17: error: acceptable-use needs either a 'page' or a 'text'");
        Files.writeString(page, "<form method=post action='{accept}'>");
        assertThat(policy("acceptable-use: {page: '" + page + "'}").use().orElseThrow().valid())
                .isEqualTo(AcceptableUse.USUAL);
    }

    @Test
    void isPrintedSoThatItCanBeReadAgain(@TempDir Path folder) throws Exception {
        Path page = Files.writeString(folder.resolve("it's.html"), "<p>{host}");
        String text =
                """
                rules:
                  - {deny: {user: alice, host: [.example.org, '*.b.test', 127.1]}, reason: "It's: not", status: 451, name: one}
                  - {deny: {client: 10.0.0.0/8, domain: example.org, port: [1, 3-5], not: {group: staff}}, page: "%s"}
                  - {pool: home, when: {method: GET, scheme: [http, connect], time: {days: [mon-fri, sun], from: "08:00", to: "24:00", zone: Europe/Berlin}}}
                  - {direct: 127.0.0.2, when: {port: 99}, anonymity: elite}
                  - {allow: {port: 97}, anonymity: transparent, name: told}
                  - {throttle: 64KiB/s, when: {port: 98}}
                  - {allow: {address: [10.0.0.0/8, '::1'], egress: de}}
                  - default: deny
                connect: {ports: [443, 8443]}
                acceptable-use: {text: Be nice., valid: 90m}
                denial: {contact: "it@example.org", text: 'Ask, don''t guess.'}
                """
                        .formatted(page);
        PoolFile file = PoolFileTest.read(POOL + text);
        String printed =
                EffectiveSettings.print(file, List.of(BigInteger.ONE))
                        .replace("'***'", "'" + HASH + "'");
        Policy again = PoolFileTest.read(printed).inbound().policy();
        assertThat(again).isEqualTo(file.inbound().policy());
        assertThat(printed)
                .contains(
                        "  - {deny: {user: ['alice'], host: ['.example.org', '*.b.test',"
                                + " '127.0.0.1']}, ")
                .contains(", groups: ['staff']}");
        assertThat(again.denial().contact()).isEqualTo(Optional.of("it@example.org"));
    }

    private static Policy policy(String text) throws ConfigException {
        return PoolFileTest.read(POOL + text).inbound().policy();
    }
}
