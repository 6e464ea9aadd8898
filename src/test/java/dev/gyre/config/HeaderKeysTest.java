package dev.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.access.PasswordHash;
import dev.gyre.anonymity.FieldRule;
import dev.gyre.anonymity.HeaderRules;
import dev.gyre.anonymity.HeaderSettings;
import dev.gyre.anonymity.Preset;
import dev.gyre.net.Disclosure;
import dev.gyre.net.Glob;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// What the pool file says of the fields of messages, and of how much targets are told.
final class HeaderKeysTest {

    private static final String ANY = "egress: [{interface: any}]\n";

    private static PoolFile read(String text) throws ConfigException {
        return PoolFile.parse(
                "pool.yml", (ANY + text).getBytes(StandardCharsets.UTF_8), _ -> Optional.empty());
    }

    @Test
    void tellsNothingUnlessTold() throws ConfigException {
        PoolFile file = read("");
        assertThat(file.inbound().headers()).isEqualTo(HeaderSettings.DEFAULT);
        assertThat(HeaderSettings.DEFAULT.disclosure()).isEqualTo(Disclosure.ELITE);
        assertThat(file.inbound().doors().getFirst().disclosure()).isEmpty();
    }

    @Test
    void isOfAllOfAListenerAndOfAUser() throws ConfigException {
        PoolFile file =
                read(
                        """
                        anonymity: any
                        headers: {anonymity: anonymous, pseudonym: edge.1}
                        listen: ['127.0.0.1:8080', {at: '127.0.0.1:8081', anonymity: transparent}]
                        users:
                          - {name: alice, password: "HASH", anonymity: elite}
                          - {name: bob, password: "HASH"}
                        """
                                .replace("HASH", PasswordHash.of("a").text()));
        assertThat(file.inbound().headers())
                .isEqualTo(
                        new HeaderSettings(
                                Disclosure.ANONYMOUS,
                                Optional.of("edge.1"),
                                HeaderRules.NONE,
                                List.of()));
        assertThat(file.inbound().doors())
                .extracting(door -> door.disclosure())
                .containsExactly(Optional.empty(), Optional.of(Disclosure.TRANSPARENT));
        assertThat(file.inbound().users().orElseThrow().disclosure("alice"))
                .contains(Disclosure.ELITE);
        assertThat(file.inbound().users().orElseThrow().disclosure("bob")).isEmpty();
        assertThat(EffectiveSettings.print(file, List.of(BigInteger.ONE)))
                .contains("\nheaders: {anonymity: anonymous, pseudonym: 'edge.1'}\n")
                .contains("{at: '127.0.0.1:8081', anonymity: transparent}")
                .contains("{name: 'alice', password: '***', anonymity: elite}")
                .contains("{name: 'bob', password: '***'}")
                .contains("\nanonymity: transparent\n");
    }

    @Test
    void saysWhatCannotBe() {
        assertThatThrownBy(() -> read("headers: {anonymity: any, pseudonym: 'a b'}\n"))
                .hasMessageContaining(
                        ":2:22: error: anonymity has an unknown value: any; known are elite,"
                                + " anonymous, transparent")
                .hasMessageContaining(
                        ":2:38: error: pseudonym must be a word of up to 64 letters, digits and"
                                + " characters such as - and .: a b");
    }

    private static final String RULES =
            """
            headers:
              preset: tor-browser
              request:
                - remove: [X-Foo, "X-Bar-*"]
                - set: {Accept-Language: "en-US,en;q=0.5", Accept: ""}
                - replace: {User-Agent: {match: "curl/*", with: it's}}
              response: [{remove: Server}]
              sites:
                - site: .example.org
                  preset: chrome
                  request: [{set: {Authorization: Bearer abc, X-A: "${NAME}"}}]
                - {site: "*.example.*"}
                - {site: 192.0.2.1, response: [{remove: "X-*"}]}
            """;

    @Test
    void readsRulesAndPrintsThem() throws ConfigException {
        PoolFile file =
                PoolFile.parse(
                        "pool.yml",
                        (ANY + RULES).getBytes(StandardCharsets.UTF_8),
                        _ -> Optional.of("v1"));
        HeaderSettings headers = file.inbound().headers();
        assertThat(headers.rules().preset()).contains(Preset.TOR_BROWSER);
        assertThat(headers.rules().request())
                .containsExactly(
                        new FieldRule.Remove("X-Foo"),
                        new FieldRule.Remove("X-Bar-*"),
                        new FieldRule.Set("Accept-Language", "en-US,en;q=0.5", false),
                        new FieldRule.Set("Accept", "", false),
                        new FieldRule.Replace("User-Agent", new Glob("curl/*"), "it's"));
        assertThat(headers.sites().getFirst().rules().request())
                .containsExactly(
                        new FieldRule.Set("Authorization", "Bearer abc", true),
                        new FieldRule.Set("X-A", "v1", true));
        String printed = EffectiveSettings.print(file, List.of(BigInteger.ONE));
        assertThat(printed)
                .contains(
                        "\nheaders: {anonymity: elite, preset: tor-browser, request: [{remove:"
                                + " 'X-Foo'}, {remove: 'X-Bar-*'}, {set: {'Accept-Language':"
                                + " 'en-US,en;q=0.5'}}, {set: {'Accept': ''}}, {replace:"
                                + " {'User-Agent': {match: 'curl/*', with: 'it''s'}}}], response:"
                                + " [{remove: 'Server'}], sites: [{site: '.example.org', preset:"
                                + " chrome, request: [{set: {'Authorization': '***'}}, {set:"
                                + " {'X-A': '***'}}]}, {site: '*.example.*'}, {site: '192.0.2.1',"
                                + " response: [{remove: 'X-*'}]}]}\n")
                .doesNotContain("Bearer")
                .doesNotContain("v1");
        PoolFile again =
                PoolFile.parse(
                        "pool.yml",
                        printed.getBytes(StandardCharsets.UTF_8),
                        _ -> Optional.empty());
        assertThat(again.inbound().headers().rules()).isEqualTo(headers.rules());
        assertThat(again.inbound().headers().sites().subList(1, 3))
                .isEqualTo(headers.sites().subList(1, 3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{set: {Host: a}}]| Host: no rule may be about host",
                "[{remove: content_length}]| content_length: no rule may be about content-length",
                "[{remove: 'C*'}]| C*: no rule may be about content-length",
                "[{remove: 'Sec-*'}]| Sec-*: no rule may be about sec-websocket-*",
                "[{remove: Proxy-Foo}]| Proxy-Foo: no rule may be about proxy-*",
                "[{set: {Via: 1.1 a}}]| Via: no rule may be about via",
                "[{remove: Forwarded}]| Forwarded: no rule may be about forwarded",
                "[{replace: {Transfer-Encoding: {match: '*', with: a}}}]| Transfer-Encoding: no"
                        + " rule",
                "[{set: {X-Forwarded-For: a}}]| X-Forwarded-For: a target could tell by it",
                "[{set: {Expect: 100-continue}}]| Expect: no rule may be about expect",
                "[{set: {X-A: \"a\\r\\nb\"}}]| X-A must be up to 4096 characters of ASCII",
                "[{set: {X-A: \"a\\0\"}}]| X-A must be up to 4096 characters",
                "[{set: {X-A: \"a \"}}]| X-A must be up to 4096 characters",
                "[{set: {X-A: é}}]| X-A must be up to 4096 characters",
                "[{set: {X-A: [a]}}]| X-A must be a text, found a list",
                "[{set: {'X A': a}}]| set is not a field's name of up to 64 characters: X A",
                "[{set: {'X-*': a}}]| set is not a field's name of up to 64 characters: X-*",
                "[{remove: '*'}]| remove is not a field's name of up to 64 characters: *",
                "[{set: {}}]| set names no field",
                "[{remove: a, set: {b: c}}]| a rule needs one of remove, set, replace",
                "[{}]| a rule needs one of remove, set, replace",
                "[{replace: {X-A: {with: a}}}]| 'match' is missing",
                "[{replace: {X-A: {match: a*}}}]| 'with' is missing",
                "[{delete: a}]| unknown key 'delete'; known are remove, set, replace",
                "[]| request is an empty list"
            })
    void refusesWhatWouldBreakMessages(String rules, String problem) {
        assertThatThrownBy(() -> read("headers: {request: " + rules + "}\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("pool.yml:2:")
                .hasMessageContaining("error: " + problem);
    }

    @Test
    void hasBounds() {
        String rules = "{remove: [" + "A,".repeat(64) + "A]}";
        assertThatThrownBy(() -> read("headers: {request: [" + rules + "]}"))
                .hasMessageContaining("request may have 64 at most");
        assertThatThrownBy(() ->
                        read(
                                "headers: {sites: ["
                                        + "{site: a.example},".repeat(256)
                                        + "{site: a.example}]}"))
                .hasMessageContaining("sites may have 256 at most");
        assertThatThrownBy(() -> read("headers: {response: [{set: {Date: a}}], sites: [{}]}"))
                .hasMessageContaining("Date: no rule may be about date")
                .hasMessageContaining("'site' is missing");
    }

    @Test
    void showsNoSecretThatIsWrong() {
        assertThatThrownBy(() -> read("headers: {request: [{set: {X-Api-Key: \"hunter2\\n\"}}]}"))
                .hasMessageContaining("X-Api-Key must be up to")
                .satisfies(problem -> assertThat(problem.getMessage()).doesNotContain("hunter2"));
    }
}
