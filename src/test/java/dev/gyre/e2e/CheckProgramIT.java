package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.FakeHop.Mode;
import dev.gyre.testkit.Program;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.TestPeers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// `gyre check` as it is shipped: what it prints and writes, and its exit codes.
final class CheckProgramIT {

    @TempDir private Path directory;

    private Program.Result check(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "check";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Program.run(directory, all);
    }

    private void pool(FakeHop... hops) throws Exception {
        StringBuilder yaml = new StringBuilder("egress:\n");
        for (FakeHop hop : hops) {
            yaml.append("  - {proxy: \"http://me:hush-hush@127.0.0.1:")
                    .append(hop.port())
                    .append("\", country: de}\n");
        }
        Files.writeString(directory.resolve("egress-pool.yml"), yaml);
    }

    private static FakeHop hop(Mode mode) {
        return FakeHop.http().mode(mode).password("me", "hush-hush").start();
    }

    @Test
    void printsATableAndSaysByItsExitCodeWhetherEnoughPassed() throws Exception {
        try (FakeHop good = hop(Mode.TERMINAL);
                FakeHop adds = hop(Mode.ADDING_FIELDS);
                FakeHop dead = hop(Mode.CLOSING)) {
            pool(dead, adds, good);
            Program.Result all = check();
            assertThat(all.exit()).as(all.err()).isZero();
            assertThat(all.err()).isEmpty();
            List<String> lines = all.out().lines().toList();
            assertThat(lines.get(0)).startsWith("EGRESS").contains("GRADE");
            assertThat(lines.get(1)).contains(":" + good.port() + " ", "elite", "de", "passed");
            assertThat(lines.get(2)).contains(":" + adds.port() + " ", "anonymous", "Via");
            assertThat(lines.get(3)).contains(":" + dead.port() + " ", "hop closed");
            assertThat(all.out())
                    .endsWith("3 checked, 2 work, 2 passed.\n")
                    .contains("me:***@")
                    .doesNotContain("hush-hush", "\u001b");
            assertThat(check("--grade", "elite", "--at-least", "2").exit()).isEqualTo(1);
            assertThat(check("--grade", "anonymous", "--at-least", "2").exit()).isZero();
        }
    }

    @Test
    void writesThoseThatPassedForTheirOwnersEyes() throws Exception {
        try (FakeHop good = hop(Mode.TERMINAL);
                FakeHop adds = hop(Mode.ADDING_FIELDS)) {
            pool(adds, good);
            Program.Result json =
                    check("--json", "--grade", "elite", "--output", "live.txt", "egress-pool.yml");
            assertThat(json.exit()).as(json.err()).isZero();
            assertThat(json.out())
                    .startsWith("{\"wanted\":2,\"checked\":2,\"works\":2,\"passed\":1,\"rows\":[")
                    .contains("\"country\":\"de\"", "\"adds\":[\"Via\",\"X-Forwarded-For\"]")
                    .doesNotContain("hush-hush");
            Path live = directory.resolve("live.txt");
            assertThat(live).hasContent("http://me:hush-hush@127.0.0.1:" + good.port() + "\n");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(live)))
                    .isEqualTo("rw-------");
            Program.Result csv =
                    check(
                            "--csv",
                            "--list",
                            "live.txt",
                            "--output",
                            "live.txt",
                            "--format",
                            "json");
            assertThat(csv.exit()).as(csv.err()).isZero();
            assertThat(csv.out()).startsWith("egress,works,").hasLineCount(2);
            assertThat(csv.out()).doesNotContain("hush-hush");
            assertThat(Files.readString(live)).startsWith("[\"http://me:hush-hush@");
        }
    }

    @Test
    void asksForWhatIsNamed() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                FakeHop good = hop(Mode.TERMINAL)) {
            pool(good);
            assertThat(check("--target", origin.url("/")).exit()).isZero();
            assertThat(origin.next().field("User-Agent")).contains("Mozilla/5.0");
            assertThat(check("--target", origin.url("/missing")).out()).contains("answered 404");
            assertThat(check("--target", origin.url("/missing"), "--expect", "404").exit())
                    .isZero();
        }
    }

    @Test
    void saysWhatIsWrongWithItsArguments() throws Exception {
        Files.writeString(directory.resolve("egress-pool.yml"), "egres: []\n");
        Files.writeString(directory.resolve("empty.txt"), "# nothing\n");
        for (List<String> wrong :
                List.of(
                        List.<String>of(),
                        List.of("missing.yml"),
                        List.of("--list", "missing.txt"),
                        List.of("--list", "empty.txt"),
                        List.of("--target", "example.com"),
                        List.of("--grade", "good"),
                        List.of("--concurrency", "100000"),
                        List.of("--timeout", "10"),
                        List.of("--format", "xml"),
                        List.of("--output", "no/such/folder.txt"),
                        List.of("--json", "--csv"))) {
            Program.Result result = check(wrong.toArray(String[]::new));
            assertThat(result.exit()).as("%s: %s", wrong, result.err()).isEqualTo(2);
            assertThat(result.err()).as("%s", wrong).isNotBlank();
            assertThat(result.out()).isEmpty();
        }
    }

    /// On a terminal: a bar that is drawn and taken away, and colours; without one, or with NO_COLOR, neither.
    @Test
    void drawsABarOnATerminalOnly() throws Exception {
        TestPeers.require("script");
        try (FakeHop good = hop(Mode.TERMINAL)) {
            pool(good);
            String drawn = onATerminal("TERM=xterm");
            assertThat(drawn).contains("\r\u001b[K[").containsPattern("\\[[#.]{30}\\] [01]/1");
            int table = drawn.indexOf("EGRESS");
            String before = drawn.substring(0, table);
            // Taken away before the table, which begins with its colour.
            assertThat(before).endsWith("\r\u001b[K\u001b[1m");
            assertThat(drawn.substring(table))
                    .contains("\u001b[32mpassed\u001b[0m", "1 checked, 1 works, 1 passed.")
                    .doesNotContain("\u001b[K");
            for (String plain : List.of("NO_COLOR=1", "TERM=dumb")) {
                assertThat(onATerminal(plain))
                        .startsWith("EGRESS")
                        .contains("1 checked, 1 works, 1 passed.")
                        .doesNotContain("\u001b", "[#");
            }
        }
    }

    /// What a check prints on a terminal, with this in its environment.
    private String onATerminal(String variable) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String jar =
                Path.of(System.getProperty("gyre.jar", "target/gyre-all.jar"))
                        .toAbsolutePath()
                        .toString();
        String command = "env " + variable + " '" + java + "' -jar '" + jar + "' check";
        Program.Result result =
                Program.run(directory, Map.of(), List.of("script", "-qec", command, "/dev/null"));
        assertThat(result.exit()).as(result.out()).isZero();
        return result.out();
    }

    @Test
    void printsWhatIsKnownWhenItIsInterrupted() throws Exception {
        try (FakeHop good = hop(Mode.TERMINAL);
                FakeHop stalls = hop(Mode.UNRESPONSIVE)) {
            pool(good, stalls);
            Path pid = directory.resolve("pid");
            CompletableFuture<Program.Result> running =
                    CompletableFuture.supplyAsync(() ->
                            Program.run(
                                    directory,
                                    Map.of(),
                                    List.of(
                                            "sh",
                                            "-c",
                                            "echo $$ > pid; exec \"$0\" -jar \"$1\" check"
                                                    + " --timeout 15m",
                                            Path.of(System.getProperty("java.home"), "bin", "java")
                                                    .toString(),
                                            Path.of(
                                                            System.getProperty(
                                                                    "gyre.jar",
                                                                    "target/gyre-all.jar"))
                                                    .toAbsolutePath()
                                                    .toString())));
            // The good one is known when its connections have ended: to the judge, and to see its
            // certificate.
            await().atMost(30, TimeUnit.SECONDS)
                    .until(() -> good.connections() == 2 && good.open() == 0 && stalls.open() > 0);
            new ProcessBuilder("kill", "-INT", Files.readString(pid).strip())
                    .inheritIO()
                    .start()
                    .waitFor();
            Program.Result result = running.get(30, TimeUnit.SECONDS);
            assertThat(result.exit()).as(result.err()).isZero();
            assertThat(result.out())
                    .contains(":" + good.port() + " ")
                    .endsWith("1 of 2 checked, 1 works, 1 passed.\n");
        }
    }
}
