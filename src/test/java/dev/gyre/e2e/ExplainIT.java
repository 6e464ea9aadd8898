package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.Program;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// `gyre explain` as a person runs it.
final class ExplainIT {

    @TempDir private Path directory;

    @BeforeEach
    void writePool() throws Exception {
        Files.writeString(
                directory.resolve("egress-pool.yml"),
                """
                rotate: {every: request, pick: weighted, reuse-distance: 2, strict: true}
                sessions: {secret: "a secret for this test", unknown: refuse}
                dns: {servers: [192.0.2.53]}
                egress:
                  - {source: 127.0.0.0/30, tags: [local]}
                  - {source: 203.0.113.0/31, weight: 3, country: de, group: fra}
                  - {proxy: "socks5h://u:hush-hush@hop.example:1080", country: us}
                """);
    }

    private Program.Result explain(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "explain";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Program.run(directory, all);
    }

    @Test
    void showsThePoolWhatSpeaksAgainstEachPartAndThePicks() {
        Program.Result result = explain("-n", "4", "http://www.example.com/");
        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
        assertThat(result.out())
                .contains("entry  egresses")
                .containsPattern(
                        "1 +127\\.0\\.0\\.0-127\\.0\\.0\\.3 +4 +1 +local +none: does not reach")
                .containsPattern("2 +203\\.0\\.113\\.0-203\\.0\\.113\\.1 +2 +3 +de, group fra +all")
                .containsPattern("3 +socks5h://u:\\*\\*\\*@hop\\.example:1080 +1 +1 +us +all")
                .containsPattern("pick 1: \\S+ \\([a-p][a-z2-7]{15}\\): it is its turn, by weight")
                .contains("pick 4: ")
                .doesNotContain("hush-hush");
        List<String> picks =
                result.out()
                        .lines()
                        .filter(line -> line.startsWith("pick "))
                        .map(line -> line.split(" ")[2])
                        .toList();
        // Three egresses, and two others in between.
        assertThat(picks.subList(0, 3)).doesNotHaveDuplicates();
        assertThat(picks.get(3)).isEqualTo(picks.getFirst());
    }

    @Test
    void narrowsAsAClientDoesAndAlwaysGivesASessionItsOwn() {
        Program.Result first = explain("-u", "me-session-abc-country-de", "example.com:443");
        Program.Result again = explain("-u", "me-session-abc-country-de:pw", "example.com:443");
        assertThat(first.exit()).as(first.err()).isZero();
        assertThat(first.out())
                .isEqualTo(again.out())
                .contains("none: has not the labels that are wanted")
                .contains("wanted: country=de")
                .containsPattern("pick: 203\\.0\\.113\\.[01] .*the session's name");
        Program.Result nowhere = explain("-u", "me-country-fr", "example.com:443");
        assertThat(nowhere.out()).contains("pick: none: nothing in the pool");
    }

    @Test
    void printsJsonForPrograms() {
        Program.Result result =
                explain("--json", "-s", "abc", "-n", "2", "https://www.example.com/x?y#z");
        assertThat(result.exit()).as(result.err()).isZero();
        Object parsed = new Load(LoadSettings.builder().build()).loadFromString(result.out());
        assertThat(parsed).isInstanceOf(List.class);
        List<?> requests = (List<?>) parsed;
        assertThat(requests).hasSize(2);
        Map<?, ?> one = (Map<?, ?>) requests.getFirst();
        Map<?, ?> two = (Map<?, ?>) requests.getLast();
        assertThat(one.get("egress")).isNotNull().isEqualTo(two.get("egress"));
        assertThat(one.get("id")).isEqualTo(two.get("id"));
        assertThat(one.get("refused")).isNull();
        assertThat((List<?>) one.get("pool")).hasSize(3);
        assertThat(two.get("why")).isEqualTo("the session keeps it");
    }

    @Test
    void saysThatATargetIsRefused() {
        Program.Result result = explain("http://169.254.169.254/latest/");
        assertThat(result.out()).contains("pick: none: the target guard refuses");
        assertThat(explain("--json", "http://10.0.0.1/").out())
                .contains("\"refused\":\"target-prohibited\"");
    }

    @Test
    void saysWhatIsWrongWithItsArguments() {
        for (String[] wrong :
                List.of(
                        new String[] {"ftp://example.com/"},
                        new String[] {"example.com"},
                        new String[] {"http://user@example.com/"},
                        new String[] {"--client", "nobody", "http://example.com/"},
                        new String[] {"-n", "0", "http://example.com/"},
                        new String[] {"-s", "a b", "http://example.com/"},
                        new String[] {"-u", "me-session-abc-city-x", "http://example.com/"},
                        new String[] {"http://example.com/", "missing.yml"})) {
            Program.Result result = explain(wrong);
            assertThat(result.exit()).as(String.join(" ", wrong)).isEqualTo(2);
            assertThat(result.err()).isNotBlank();
            assertThat(result.out()).isEmpty();
        }
    }
}
