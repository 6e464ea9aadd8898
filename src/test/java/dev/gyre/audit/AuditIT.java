package dev.gyre.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.audit.Finding.Kind;
import dev.gyre.config.ConfigException;
import dev.gyre.config.PoolFile;
import dev.gyre.egress.Grade;
import dev.gyre.net.JsonReader;
import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.Program;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.Seen;
import dev.gyre.testkit.TestPeers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Whole audits, of ways out that are well and of some that are not.
final class AuditIT {

    private static Report audit(String poolFile) throws Exception {
        return audit(poolFile, Optional.empty());
    }

    private static Report audit(String poolFile, Optional<String> judge) throws Exception {
        try {
            PoolFile file =
                    PoolFile.parse(
                            "test.yml",
                            poolFile.getBytes(StandardCharsets.UTF_8),
                            _ -> Optional.empty());
            return new Audit(
                            file,
                            judge.map(url -> OutsideJudge.parse(url).orElseThrow()),
                            Progress.NONE)
                    .run();
        } catch (ConfigException invalid) {
            throw new AssertionError(invalid.report(), invalid);
        }
    }

    private static void assertClean(Report report) {
        assertThat(report.rows())
                .isNotEmpty()
                .allSatisfy(row -> {
                    assertThat(row.findings()).isEmpty();
                    assertThat(row.note()).isEmpty();
                    assertThat(row.verdict()).isEqualTo(Verdict.CLEAN);
                    assertThat(row.grade()).contains(Grade.ELITE);
                });
        assertThat(report.findings()).isEmpty();
        assertThat(report.holds()).isTrue();
    }

    private static List<Kind> kinds(Row row) {
        return row.findings().stream().map(Finding::kind).distinct().toList();
    }

    @Test
    void theDefaultPoolFileIsElite() throws Exception {
        String file = Files.readString(Program.basedir().resolve("egress-pool.yml"));
        Report report = audit(file);
        assertClean(report);
        assertThat(report.rows()).extracting(Row::names).containsOnly(Names.BY_EGRESS);
        assertThat(report.rows()).extracting(Row::sessions).containsOnly(Sessions.APART);
        assertThat(report.rows())
                .filteredOn(row -> row.egress().equals("interface any, loopback IPv4"))
                .extracting(Row::way)
                .containsExactly(Way.values());
        assertThat(JsonReader.read(JsonReport.of(report))).isPresent();
    }

    @Test
    void eachListenerAndEachEntryIsJudged() throws Exception {
        Report report =
                audit(
                        """
                        listen: ["127.0.0.1:1", "[::1]:1", {at: "0.0.0.0:2", clients: [127.0.0.0/8]}]
                        rotate: {every: connection, pick: round-robin}
                        egress: [{source: 127.0.5.1-127.0.5.9}, {source: 127.0.6.1}]
                        """);
        assertClean(report);
        assertThat(report.rows()).hasSize(2 * 3 * 4);
        assertThat(report.rows().getFirst().saw()).hasSizeGreaterThan(5);
        assertThat(report.rows().getLast().saw()).containsExactly("127.0.6.1");
        assertThat(report.rows().getLast().listener()).isEqualTo("0.0.0.0:2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3 requests", "1h", "site", "session"})
    void byWhateverRuleSessionsAreApart(String every) throws Exception {
        Report report =
                audit(
                        "rotate: {every: "
                                + every
                                + "}\n"
                                + "egress: [{source: 127.0.5.1-127.0.5.200}, {source: 127.0.6.1}]");
        assertClean(report);
        assertThat(report.rows()).extracting(Row::sessions).containsOnly(Sessions.APART);
        assertThat(report.rows().getFirst().saw()).hasSizeGreaterThan(2);
    }

    @ParameterizedTest
    @CsvSource({
        "http, BY_HOP",
        "socks4a, BY_HOP",
        "socks5h, BY_HOP",
        "socks4, THROUGH_HOPS",
        "socks5, THROUGH_HOPS"
    })
    void anHonestHopIsClean(String scheme, Names names) throws Exception {
        try (FakeHop hop = hop(scheme).from("127.0.9.9").namesBelow("test", Loopback.V4).start()) {
            Report report =
                    audit("egress: [{proxy: " + scheme + "://127.0.0.1:" + hop.port() + "}]");
            assertClean(report);
            assertThat(report.rows()).extracting(Row::names).containsOnly(names);
            assertThat(report.rows())
                    .allSatisfy(row -> assertThat(row.saw()).containsExactly("127.0.9.9"));
        }
    }

    private static FakeHop hop(String scheme) {
        return scheme.equals("http")
                ? FakeHop.http()
                : scheme.startsWith("socks4") ? FakeHop.socks4() : FakeHop.socks5();
    }

    @Test
    void aChainIsClean() throws Exception {
        try (FakeHop first = FakeHop.socks5().namesBelow("test", Loopback.V4).start();
                FakeHop second = FakeHop.http().namesBelow("test", Loopback.V4).start()) {
            assertClean(
                    audit(
                            "egress: [{chain: [\"socks5h://127.0.0.1:"
                                    + first.port()
                                    + "\", \"http://127.0.0.1:"
                                    + second.port()
                                    + "\"]}]"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "socks4a", "socks5h"})
    void aHopThatDoesNotKnowTheNamesIsJudgedByAddress(String scheme) throws Exception {
        try (FakeHop hop = hop(scheme).start()) {
            Report report =
                    audit("egress: [{proxy: " + scheme + "://127.0.0.1:" + hop.port() + "}]");
            assertThat(report.holds()).isTrue();
            assertThat(report.rows())
                    .allSatisfy(row -> {
                        assertThat(row.verdict()).isEqualTo(Verdict.CLEAN);
                        assertThat(row.names()).isEqualTo(Names.BY_HOP);
                        assertThat(row.note()).contains("does not know the judges' names");
                    });
            assertThat(hop.asked()).anyMatch(asked -> asked.host().endsWith(".test"));
        }
    }

    @Test
    void aHopThatAddsFieldsIsFound() throws Exception {
        try (FakeHop hop =
                FakeHop.http()
                        .mode(FakeHop.Mode.ADDING_FIELDS)
                        .namesBelow("test", Loopback.V4)
                        .start()) {
            Report report = audit("egress: [{proxy: http://127.0.0.1:" + hop.port() + "}]");
            assertThat(report.holds()).isFalse();
            assertThat(report.rows())
                    .hasSize(4)
                    .allSatisfy(row -> {
                        assertThat(row.verdict()).isEqualTo(Verdict.LEAKS);
                        assertThat(row.grade()).contains(Grade.ANONYMOUS);
                        assertThat(kinds(row)).containsExactly(Kind.HEADER);
                        assertThat(row.findings())
                                .extracting(Finding::sentence)
                                .contains(
                                        "the header 'Via: 1.1 hop' was added",
                                        "the header 'X-Forwarded-For: 192.0.2.77' was added");
                    });
        }
    }

    private static final String SOURCE = "egress: [{source: 127.0.5.1}]\n";

    @Test
    void whatTargetsAreToBeToldIsNoLeak() throws Exception {
        Report report = audit(SOURCE + "headers: {anonymity: anonymous, pseudonym: edge-7}\n");
        assertThat(report.holds()).isTrue();
        assertThat(report.rows())
                .hasSize(4)
                .allSatisfy(row -> {
                    boolean http = row.way() == Way.HTTP;
                    assertThat(row.verdict()).isEqualTo(Verdict.CLEAN);
                    assertThat(row.grade()).contains(http ? Grade.ANONYMOUS : Grade.ELITE);
                    assertThat(row.note())
                            .isEqualTo(http ? "as configured: Via (level anonymous)" : "");
                });
        assertThat(TableReport.of(report, false))
                .contains("Also:")
                .contains("as configured: Via (level anonymous) (HTTP).");
        Report transparent = audit(SOURCE + "headers: {anonymity: transparent}\n");
        assertThat(transparent.holds()).isTrue();
        assertThat(transparent.rows().getFirst().grade()).contains(Grade.TRANSPARENT);
        assertThat(transparent.rows().getFirst().note())
                .isEqualTo("as configured: Via, Forwarded, X-Forwarded-For (level transparent)");
    }

    @Test
    void whoAsksIsALeakWhereOnlyTheProxyMayBeKnown() throws Exception {
        try (FakeHop hop =
                FakeHop.http()
                        .mode(FakeHop.Mode.ADDING_FIELDS)
                        .namesBelow("test", Loopback.V4)
                        .start()) {
            Report report =
                    audit(
                            "headers: {anonymity: anonymous}\negress: [{proxy: http://127.0.0.1:"
                                    + hop.port()
                                    + "}]");
            assertThat(report.holds()).isFalse();
            assertThat(report.rows())
                    .allSatisfy(row ->
                            assertThat(row.findings())
                                    .extracting(Finding::sentence)
                                    .contains("the header 'X-Forwarded-For: 192.0.2.77' was added")
                                    .noneMatch(sentence -> sentence.contains("1.1 proxy")));
        }
    }

    @Test
    void aHopThatAnswersTlsItselfIsFound() throws Exception {
        try (FakeHop hop =
                FakeHop.socks5()
                        .mode(FakeHop.Mode.ANSWERING_TLS)
                        .namesBelow("test", Loopback.V4)
                        .start()) {
            Report report = audit("egress: [{proxy: socks5h://127.0.0.1:" + hop.port() + "}]");
            assertThat(report.holds()).isFalse();
            for (Row row : report.rows()) {
                if (row.way() == Way.HTTP) {
                    assertThat(row.verdict()).isEqualTo(Verdict.CLEAN);
                } else {
                    assertThat(kinds(row)).containsExactly(Kind.TLS);
                    assertThat(row.findings())
                            .extracting(Finding::sentence)
                            .contains(
                                    "the certificate is not the target's, but somebody else's",
                                    "the ClientHello never reached the target");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = FakeHop.Mode.class,
            names = {"REFUSING", "GARBAGE", "CLOSING", "WRONG_PASSWORD"})
    void aHopThatDoesNotWorkIsShown(FakeHop.Mode mode) throws Exception {
        try (FakeHop hop = FakeHop.http().mode(mode).start()) {
            assertFailed(audit("egress: [{proxy: http://127.0.0.1:" + hop.port() + "}]"), "hop ");
        }
    }

    @Test
    void aSilentHopIsWaitedForOnce() throws Exception {
        try (FakeHop hop = FakeHop.http().mode(FakeHop.Mode.UNRESPONSIVE).start()) {
            assertFailed(
                    audit(
                            "timeouts: {handshake: 500ms}\negress: [{proxy: http://127.0.0.1:"
                                    + hop.port()
                                    + "}]"),
                    "hop silent");
            assertThat(hop.connections()).isEqualTo(1);
        }
    }

    @Test
    void aDeadHopIsShown() throws Exception {
        Report report =
                audit(
                        "egress: [{proxy: socks5h://127.0.0.1:"
                                + TestPeers.freePort()
                                + "}, {source: 127.0.5.1}]");
        assertThat(report.holds()).as("the other entry is well").isTrue();
        assertFailed(new Report(report.rows().subList(0, 4), List.of()), "hop unreachable");
        assertThat(TableReport.of(report, false))
                .contains("hop unreachable")
                .contains("8 rows: 4 clean, 4 failed. Nothing leaks of what could be judged.");
    }

    @Test
    void anAddressThatIsNotOfThisMachineIsShown() throws Exception {
        assertFailed(audit("egress: [{source: 203.0.113.200}]"), "source unavailable");
    }

    private static void assertFailed(Report report, String why) {
        assertThat(report.rows())
                .hasSize(4)
                .allSatisfy(row -> {
                    assertThat(row.verdict()).isEqualTo(Verdict.FAILED);
                    assertThat(row.note()).startsWith(why);
                    assertThat(row.saw()).isEmpty();
                });
        assertThat(report.holds()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy: socks5h://203.0.113.77:1080",
                "proxy: http://hop.example:3128",
                "chain: [http://127.0.0.1:3128, http://hop.example:3128]"
            })
    void aHopElsewhereIsNotJudged(String entry) throws Exception {
        Report report = audit("egress:\n  - " + entry + "\n");
        assertThat(report.rows())
                .hasSize(4)
                .allSatisfy(row -> {
                    assertThat(row.verdict()).isEqualTo(Verdict.NOT_JUDGED);
                    assertThat(row.note()).contains("--judge URL");
                });
        assertThat(report.holds()).isFalse();
        assertThat(report.leaks()).isFalse();
    }

    @Test
    void anInterfaceThatIsNotThereIsNotJudged() throws Exception {
        assertThat(audit("egress: [{interface: nosuch0}]").rows())
                .allSatisfy(row -> {
                    assertThat(row.verdict()).isEqualTo(Verdict.NOT_JUDGED);
                    assertThat(row.note()).contains("no address");
                });
    }

    @Test
    void sharedConnectionsAreFound() throws Exception {
        Report report = audit("reuse: egress\negress: [{source: 127.0.5.1}]");
        assertThat(report.holds()).isFalse();
        Row http = report.rows().getFirst();
        assertThat(http.sessions()).isEqualTo(Sessions.SHARED);
        assertThat(kinds(http)).containsExactly(Kind.SESSION);
        assertThat(report.rows().get(1).verdict()).isEqualTo(Verdict.CLEAN);
    }

    @ParameterizedTest
    @EnumSource(Page.class)
    void aJudgeOutsideIsUnderstood(Page page) throws Exception {
        try (RecordingOrigin origin = judge(page);
                FakeHop honest = FakeHop.http().start();
                FakeHop meddling =
                        FakeHop.http().mode(FakeHop.Mode.ADDING_FIELDS).from("127.0.9.9").start()) {
            Report report =
                    audit(
                            "egress: [{source: 127.0.5.1}, {proxy: http://127.0.0.1:"
                                    + honest.port()
                                    + "}, {proxy: http://127.0.0.1:"
                                    + meddling.port()
                                    + "}]",
                            Optional.of(origin.url("/judge?of=all")));
            List<Row> outside = report.rows().stream().filter(Row::outside).toList();
            assertThat(outside).hasSize(12);
            assertThat(outside.subList(0, 8))
                    .allSatisfy(row -> {
                        assertThat(row.findings()).isEmpty();
                        assertThat(row.verdict()).isEqualTo(Verdict.CLEAN);
                        assertThat(row.grade()).contains(Grade.ELITE);
                        assertThat(row.names()).isEqualTo(Names.NOT_JUDGED);
                    });
            assertThat(outside.getFirst().saw()).containsExactly("127.0.5.1");
            assertThat(outside.subList(8, 12))
                    .allSatisfy(row -> {
                        assertThat(row.verdict()).isEqualTo(Verdict.LEAKS);
                        assertThat(row.grade()).contains(Grade.ANONYMOUS);
                        assertThat(row.saw()).containsExactly("127.0.9.9");
                    });
            assertThat(origin.problems()).isEmpty();
        }
    }

    @Test
    void aJudgeThatSaysSomethingElseIsNotUnderstood() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start()) {
            Report report =
                    audit("egress: [{source: 127.0.5.1}]", Optional.of(origin.url("/hello")));
            assertThat(report.rows().stream().filter(Row::outside))
                    .hasSize(4)
                    .allSatisfy(row -> assertThat(row.verdict()).isEqualTo(Verdict.FAILED));
        }
    }

    /// The pages of judges, as they are made out there.
    enum Page {
        WHOAMI {
            @Override
            String of(Seen seen) {
                return seen.fieldLines().stream()
                        .map(line -> line.split(": ", 2))
                        .map(field -> "[\"" + field[0] + "\",\"" + field[1] + "\"]")
                        .collect(
                                Collectors.joining(
                                        ",",
                                        "{\"address\":\"" + seen.source() + "\",\"headers\":[",
                                        "]}\n"));
            }
        },
        HTTPBIN {
            @Override
            String of(Seen seen) {
                String fields =
                        seen.fieldLines().stream()
                                .map(line -> line.split(": ", 2))
                                .filter(field -> !field[0].equalsIgnoreCase("connection"))
                                .map(field -> "\"" + titled(field[0]) + "\": \"" + field[1] + "\"")
                                .sorted()
                                .collect(Collectors.joining(", "));
                return "{\"args\": {}, \"headers\": {"
                        + fields
                        + ", \"X-Amzn-Trace-Id\": \"Root=1\"}, \"origin\": \""
                        + seen.field("X-Forwarded-For").map(each -> each + ", ").orElse("")
                        + seen.source()
                        + "\"}\n";
            }
        },
        AZENV {
            @Override
            String of(Seen seen) {
                return seen.fieldLines().stream()
                        .map(line -> line.split(": ", 2))
                        .map(field ->
                                "HTTP_"
                                        + field[0].toUpperCase().replace('-', '_')
                                        + " = "
                                        + field[1])
                        .collect(
                                Collectors.joining(
                                        "\n",
                                        "<html><body><pre>\nREMOTE_ADDR = " + seen.source() + "\n",
                                        "\nREQUEST_METHOD = GET\n</pre></body></html>\n"));
            }
        };

        abstract String of(Seen seen);

        private static String titled(String name) {
            return List.of(name.toLowerCase().split("-")).stream()
                    .map(part -> part.substring(0, 1).toUpperCase() + part.substring(1))
                    .collect(Collectors.joining("-"));
        }
    }

    private static RecordingOrigin judge(Page page) {
        RecordingOrigin origin = RecordingOrigin.start();
        origin.answer(
                "/judge",
                (seen, out) -> {
                    byte[] body = page.of(seen).getBytes(StandardCharsets.UTF_8);
                    out.write(
                            ("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
                    out.write(body);
                    out.flush();
                    return true;
                });
        return origin;
    }
}
