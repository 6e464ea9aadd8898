package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.Program;
import dev.gyre.testkit.TestPeers;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `tools/bench`: a moment of it, so that it works when somebody needs it; and how it counts.
final class BenchIT {

    private static final Duration MOST = Duration.ofMinutes(3);
    private static final String JAR = System.getProperty("gyre.jar", "target/gyre-all.jar");

    @TempDir private Path directory;

    @BeforeEach
    void canRun() {
        TestPeers.require("python3");
    }

    private Program.Result bench(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Program.basedir().resolve("tools/bench").toString());
        command.addAll(List.of(arguments));
        return Program.run(directory, Map.of(), command, MOST);
    }

    /// Not by tools/gyre, which would build anew what is being tested.
    private static String gyre() {
        Path jar = Path.of(JAR).toAbsolutePath();
        Assumptions.assumeTrue(Files.exists(jar), "Skipped: the jar is not built: " + jar);
        return Path.of(System.getProperty("java.home"), "bin", "java") + " -jar " + jar;
    }

    private Program.Result measured(String gyre, String workloads, String... more) {
        TestPeers.require("gcc");
        List<String> arguments =
                new ArrayList<>(List.of("--gyre", gyre, "--workloads", workloads, "--rounds", "1"));
        arguments.addAll(
                List.of("--secs", "0.3", "--warm", "0.3", "--again", "0", "--json", "it.json"));
        arguments.addAll(List.of(more));
        return bench(arguments.toArray(String[]::new));
    }

    /// The cells of Gyre's row in each table, by the table's title.
    private static Map<String, List<String>> rowsOfGyre(String tables) {
        return Stream.of(tables.split("\n### "))
                .filter(table -> table.contains("| **gyre** |"))
                .collect(
                        Collectors.toMap(
                                table -> table.lines().findFirst().orElseThrow(),
                                table ->
                                        table.lines()
                                                .filter(line -> line.startsWith("| **gyre** |"))
                                                .map(line -> line.substring(2).split(" \\|( |$)"))
                                                .map(List::of)
                                                .findFirst()
                                                .orElseThrow()));
    }

    private static double rate(List<String> row) {
        return Double.parseDouble(row.get(1).replace(",", ""));
    }

    @Test
    void measuresGyre() throws Exception {
        String workloads = "requests,connect,socks5,down-1,idle:20,start";
        Program.Result run =
                measured(gyre(), workloads, "--peers", "direct,gyre", "--rotate", "src:5");
        assertThat(run.exit()).as(run.err()).isZero();
        Map<String, List<String>> rows = rowsOfGyre(run.out());
        Set<String> titles = new TreeSet<>(Set.of(workloads.split(",")));
        titles.addAll(Set.of("requests src:5", "connect src:5", "socks5 src:5"));
        assertThat(rows.keySet()).as(run.out()).isEqualTo(titles);
        rows.forEach((title, row) -> {
            boolean rotated = title.endsWith(" src:5");
            if (!title.startsWith("idle:")) {
                assertThat(rate(row)).as("%s: %s", title, row).isPositive();
            }
            String errors = row.get(row.size() - (rotated ? 2 : 1));
            assertThat(errors).as("%s: %s; %s", title, row, run.err()).isEqualTo("0");
            if (rotated) {
                assertThat(row.getLast()).as("addresses seen, %s", title).isEqualTo("5");
            }
        });
        Program.Result charts = bench("charts", "it.json", "charts");
        assertThat(charts.exit()).as(charts.err()).isZero();
        assertThat(charts.out()).contains("charts/requests.svg", "charts/requests-src-5-cpu.svg");
        assertThat(Files.readString(directory.resolve("charts/requests.svg")))
                .startsWith("<svg ")
                .contains(">gyre</text>", ">direct</text>")
                .endsWith("</svg>\n");
    }

    @Test
    void saysWhenGyreDoesNotRun() {
        Program.Result run =
                measured("sh -c '[ \"$0\" = --version ]'", "requests", "--peers", "gyre");
        assertThat(run.exit()).as(run.err()).isEqualTo(1);
        assertThat(run.out()).contains("### Failures\n", "requests gyre, round 1: gyre has ended");
    }

    @Test
    void countsByMediansAndRatios() throws Exception {
        Files.writeString(
                directory.resolve("results.json"),
                Stream.of(
                                result("direct", 400, 0),
                                result("gyre", 100, 0),
                                result("gyre", 240, 0.1),
                                result("gyre", 200, 0),
                                result("haproxy", 150, 0),
                                result("haproxy", 170, 0),
                                result("haproxy", 9, 0.9),
                                result("squid", 20, 0.9))
                        .collect(Collectors.joining("\n")));
        Program.Result table = bench("table", "results.json");
        assertThat(table.exit()).as(table.err()).isZero();
        assertThat(table.out())
                .contains(
                        "| direct | 400 | 400–400 (1) | 1.00 | 2.50 | 2.00 |",
                        "| **gyre** | 200 | 100–240 (3) | 0.50 | 1.25 | 1.00 |",
                        "| haproxy | 160 | 150–170 (2) | 0.40 | 1.00 | 0.80 |",
                        "| squid | 20 | 20–20 (1) | 0.05 | 0.12 | 0.10 |",
                        "Left out, since something else used the cores meanwhile: 1 measurement");
    }

    private static String result(String peer, int value, double foreign) {
        return """
        {"workload": "requests", "peer": "%s", "rotation": "", "pinned": false, "round": 1, "value": %d, "unit": "req/s", "foreign": %s}\
        """
                .formatted(peer, value, foreign);
    }

    @Test
    void saysWhatIsWrongWithItsArguments() {
        for (List<String> wrong :
                List.of(
                        List.of("--workloads", "nonsense"),
                        List.of("--peers", "nobody"),
                        List.of("--rotate", "src:0"),
                        List.of("--secs", "0"),
                        List.of("--rounds", "many"),
                        List.of("table"))) {
            Program.Result result = bench(wrong.toArray(String[]::new));
            assertThat(result.exit()).as("%s: %s", wrong, result.err()).isEqualTo(2);
            assertThat(result.err()).as("%s", wrong).contains("usage: tools/bench");
            assertThat(result.out()).isEmpty();
        }
    }
}
