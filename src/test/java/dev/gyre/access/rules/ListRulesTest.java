package dev.gyre.access.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gyre.access.domains.DomainList;
import dev.gyre.access.domains.DomainLists;
import dev.gyre.config.ConfigException;
import dev.gyre.config.EffectiveSettings;
import dev.gyre.config.PoolFile;
import dev.gyre.net.Addresses;
import dev.gyre.net.Disclosure;
import dev.gyre.net.Host;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Rules about what is in lists of domains.
class ListRulesTest {

    private static final String RULES =
            """
            rules:
              - {allow: {list: mine}}
              - {deny: {list: [ads, mine], port: 80}, reason: No adverts.}
              - {deny: {not: {list: work}, port: 443}}
            """;

    @TempDir private Path folder;

    private final DomainLists lists =
            new DomainLists(
                    List.of(
                            list("ads", "x.example\nads.example\n192.0.2.0/24"),
                            list("mine", "good.ads.example"),
                            list("work", "work.example")));

    @BeforeEach
    void files() throws Exception {
        for (String name : List.of("ads", "mine", "work")) {
            Files.writeString(folder.resolve(name), "not.read.here\n");
        }
    }

    private static DomainList list(String name, String text) {
        try {
            return DomainList.read(name, text.getBytes(UTF_8));
        } catch (Exception unusable) {
            throw new AssertionError(unusable);
        }
    }

    private PoolFile read(String rules) throws ConfigException {
        String pool =
                "egress: [{source: 127.0.0.2}]\n"
                    + "lists: [{name: ads, file: ads}, {name: mine, file: mine}, {name: work, file:"
                    + " work}]\n"
                        + rules;
        return PoolFile.parse(
                folder.resolve("pool.yml").toString(), pool.getBytes(UTF_8), _ -> Optional.empty());
    }

    private static Case asked(String host, int port) {
        return new Case(
                Scheme.HTTP,
                "",
                Set.of(),
                Addresses.parse("127.0.0.1").orElseThrow(),
                Host.parse(host).orElseThrow(),
                port,
                "GET",
                InstantSource.system());
    }

    private static String denied(Policy policy, String host, int port) {
        return policy.judge(asked(host, port)) instanceof Ruling.Denied(Denial denial)
                ? denial.text()
                : "";
    }

    @Test
    void goByTheListsThatThereAreNow() throws Exception {
        Policy policy = read(RULES).inbound().policy().with(lists);
        assertThat(denied(policy, "www.ads.example", 80))
                .isEqualTo("No adverts. (rule 2, list 'ads', line 2)");
        assertThat(denied(policy, "0xc0000207", 80))
                .isEqualTo("No adverts. (rule 2, list 'ads', line 3)");
        assertThat(denied(policy, "good.ads.example", 80)).isEmpty();
        assertThat(denied(policy, "other.example", 80)).isEmpty();
        assertThat(denied(policy, "work.example", 443)).isEmpty();
        assertThat(denied(policy, "other.example", 443))
                .isEqualTo("This proxy does not serve this request. (rule 3)");
        Policy others =
                policy.with(
                        new DomainLists(
                                List.of(
                                        list("ads", "other.example"),
                                        list("mine", "z.example"),
                                        list("work", "z.example"))));
        assertThat(denied(others, "www.ads.example", 80)).isEmpty();
        assertThat(denied(others, "other.example", 80)).contains("list 'ads', line 1");
    }

    @Test
    void leaveOpenWhatIsInListsThatHaveNotBeenRead() throws Exception {
        Policy policy = read(RULES).inbound().policy();
        assertThat(policy.judge(asked("other.example", 80)))
                .isInstanceOfSatisfying(
                        Ruling.Allowed.class, allowed -> assertThat(allowed.pending()).isPresent());
    }

    @Test
    void tellTargetsNothingWhileAListIsMissingThatSaysHowMuch() throws Exception {
        Policy policy =
                read("""
                rules:
                  - {allow: {list: work}, anonymity: elite}
                  - {allow: all, anonymity: transparent}
                """)
                        .inbound()
                        .policy();
        assertThat(told(policy, "other.example")).contains(Disclosure.ELITE);
        assertThat(told(policy.with(lists), "other.example")).contains(Disclosure.TRANSPARENT);
        assertThat(told(policy.with(lists), "work.example")).contains(Disclosure.ELITE);
    }

    private static Optional<Disclosure> told(Policy policy, String host) {
        return ((Ruling.Allowed) policy.judge(asked(host, 80))).told();
    }

    @Test
    void stayTheSameWithoutLists() throws Exception {
        Policy policy = read("rules: [{deny: {port: 25}}]\n").inbound().policy();
        assertThat(policy.with(lists)).isEqualTo(policy);
    }

    @Test
    void arePrintedAndNameListsThatThereAre() throws Exception {
        PoolFile file = read(RULES);
        String printed = EffectiveSettings.print(file, List.of(BigInteger.ONE));
        assertThat(printed).contains("list: ['ads', 'mine']").contains("not: {list: ['work']}");
        assertThat(read(RULES).inbound().policy()).isEqualTo(file.inbound().policy());
        assertThatThrownBy(() -> read("rules: [{deny: {list: adz}}]\n"))
                .hasMessageContaining("list is no list of 'lists': adz; did you mean 'ads'?");
    }
}
