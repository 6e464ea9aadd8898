package dev.gyre.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.audit.Finding.Kind;
import dev.gyre.egress.Grade;
import dev.gyre.net.JsonReader;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/// The printed reports, and what they come to.
final class ReportsTest {

    private static final Row CLEAN =
            new Row(
                    "127.0.0.1:8080",
                    "interface any",
                    Way.HTTP,
                    false,
                    List.of("127.1.1.1", "127.2.2.2"),
                    Optional.of(Grade.ELITE),
                    Names.BY_EGRESS,
                    Sessions.APART,
                    Verdict.CLEAN,
                    List.of(),
                    "");
    private static final Row LEAKING =
            new Row(
                    "127.0.0.1:8080",
                    "http://hop.example:3128",
                    Way.SOCKS4A,
                    true,
                    List.of("198.51.100.7"),
                    Optional.of(Grade.ANONYMOUS),
                    Names.NOT_JUDGED,
                    Sessions.NOT_JUDGED,
                    Verdict.LEAKS,
                    List.of(new Finding(Kind.HEADER, "the header 'Via: \"hop\"' was added")),
                    "");
    private static final Row UNREACHED =
            Row.notJudged("127.0.0.1:8080", "socks5://far:1080", Way.CONNECT, false, "it is far");

    private static Report report(Row... rows) {
        return new Report(List.of(rows), List.of());
    }

    @Test
    void printsATable() {
        assertThat(TableReport.of(report(CLEAN, LEAKING, UNREACHED), false))
                .isEqualTo(
                        """
                        LISTENER        EGRESS ENTRY             WAY IN           TARGET SAW            GRADE      NAMES          SESSIONS  VERDICT
                        127.0.0.1:8080  interface any            HTTP             127.1.1.1 and 1 more  elite      by the egress  apart     clean
                        127.0.0.1:8080  http://hop.example:3128  SOCKS4a outside  198.51.100.7          anonymous  -              -         leaks
                        127.0.0.1:8080  socks5://far:1080        CONNECT          -                     -          -              -         not judged

                        What leaks:
                          127.0.0.1:8080, http://hop.example:3128: the header 'Via: "hop"' was added (SOCKS4a outside).

                        Not judged, or not wholly:
                          127.0.0.1:8080, socks5://far:1080: it is far (CONNECT).

                        3 rows: 1 clean, 1 leaks, 1 not judged. Something leaks.
                        """);
    }

    @Test
    void coloursOnlyWhenAskedTo() {
        assertThat(TableReport.of(report(CLEAN), true)).contains("\u001b[32mclean\u001b[0m");
        assertThat(TableReport.of(report(CLEAN), false)).doesNotContain("\u001b");
    }

    @Test
    void printsJson() {
        String json = JsonReport.of(report(CLEAN, LEAKING, UNREACHED));
        assertThat(JsonReader.read(json)).isPresent();
        assertThat(json)
                .contains("\"leaks\":true")
                .contains("\"counts\":{\"clean\":1,\"leaks\":1,\"failed\":0,\"not-judged\":1}")
                .contains("\"saw\":[\"127.1.1.1\",\"127.2.2.2\"]")
                .contains("\"grade\":null")
                .contains("\"names\":\"by-the-egress\"")
                .contains("\"sentence\":\"the header 'Via: \\\"hop\\\"' was added\"");
    }

    @Test
    void holdsOnlyWhenSomethingWasJudgedAndNothingLeaks() {
        assertThat(report(CLEAN, UNREACHED).holds()).isTrue();
        assertThat(report(CLEAN, LEAKING).holds()).isFalse();
        assertThat(report(UNREACHED).holds()).isFalse();
        assertThat(report(UNREACHED).leaks()).isFalse();
        Report system = new Report(List.of(CLEAN), List.of(new Finding(Kind.NAME, "asked")));
        assertThat(system.holds()).isFalse();
        assertThat(TableReport.of(system, false)).contains("  asked.\n");
    }

    @Test
    void oneLineSumsUp() {
        assertThat(Summary.of(report(CLEAN))).isEqualTo("1 row: 1 clean. Nothing leaks.");
        assertThat(Summary.of(report(CLEAN, UNREACHED)))
                .isEqualTo("2 rows: 1 clean, 1 not judged. Nothing leaks of what could be judged.");
        assertThat(Summary.of(report(UNREACHED)))
                .isEqualTo("1 row: 1 not judged. Nothing could be judged.");
    }
}
