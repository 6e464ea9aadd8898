package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gyre.access.PasswordHash;
import dev.gyre.testkit.Curl;
import dev.gyre.testkit.Program;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.TestPeers;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The program as it is shipped: what it prints, and its exit codes.
final class CommandLineIT {

    @TempDir private Path directory;

    private void write(String poolFile) throws Exception {
        Files.writeString(directory.resolve("egress-pool.yml"), poolFile);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void endsCleanlyWhenItIsToldTo(String signal) throws Exception {
        write("egress: [{interface: any}]\n");
        try (Program gyre = Program.start(directory, "run", "-l", "127.0.0.1:0")) {
            assertThat(gyre.end(signal)).isZero();
            assertThat(gyre.output()).doesNotContain("WARN", "Exception", "SEVERE");
        }
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        write("egress: [{interface: any}]\n");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            Program.Result result = Program.run(directory, "run", "--listen", address);
            assertThat(result.exit()).isEqualTo(1);
            assertThat(result.err()).startsWith("gyre: ").contains(address).hasLineCount(1);
            assertThat(result.out()).isEmpty();
        }
    }

    @Test
    void saysEverythingThatIsWrongWithAPoolFile() throws Exception {
        write("egres: [{interface: any}]\nattempts: none\n");
        for (String command : List.of("run", "config")) {
            Program.Result result = Program.run(directory, command, "egress-pool.yml");
            assertThat(result.exit()).isEqualTo(2);
            assertThat(result.err())
                    .contains("egress-pool.yml:1:1: error: ")
                    .contains("egress")
                    .contains("egress-pool.yml:2:11: error: ");
            assertThat(result.out()).isEmpty();
        }
    }

    private Program.Result piped(String password, String... arguments) {
        return Program.piped(directory, password, arguments);
    }

    @Test
    void printsAHashThatAPoolFileCanHave() throws Exception {
        Program.Result hash = piped("pass wörd", "hash");
        assertThat(hash.exit()).isZero();
        assertThat(hash.out()).hasLineCount(1).startsWith("$argon2id$v=19$");
        assertThat(PasswordHash.parse(hash.out().strip()).orElseThrow().isOf("pass wörd")).isTrue();
        for (String bad : List.of("", "x".repeat(256), "secret_country-de")) {
            Program.Result refused = piped(bad, "hash");
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.out()).isEmpty();
            assertThat(refused.err()).startsWith("gyre: the password ").hasLineCount(1);
        }
    }

    @Test
    void writesUsersIntoThePoolFile() throws Exception {
        write("egress: [{interface: any}] # all\n");
        Path file = directory.resolve("egress-pool.yml");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(Program.run(directory, "user", "list").exit()).isEqualTo(1);
        Program.Result added = piped("secret", "user", "add", "alice");
        assertThat(added.err()).isEmpty();
        assertThat(added.out()).isEqualTo("added alice in egress-pool.yml\n");
        assertThat(piped("other", "user", "add", "bob").exit()).isZero();
        Program.Result twice = piped("third", "user", "add", "bob");
        assertThat(twice.exit()).isEqualTo(2);
        assertThat(twice.err()).isEqualTo("gyre: the user is there already: bob\n");
        assertThat(Program.run(directory, "user", "list").out()).isEqualTo("bob\nalice\n");
        assertThat(file).content().startsWith("egress: [{interface: any}] # all\nusers:\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        try (Program gyre = Program.start(directory, "run", "-l", "127.0.0.1:0")) {
            assertThat(gyre.output()).contains("SOCKS 4, 4a, 5, for users");
            String whoami = "http://whoami.gyre/";
            assertThat(status(gyre, "alice:secret@", whoami)).isEqualTo("200");
            assertThat(status(gyre, "alice:other@", whoami)).isEqualTo("407");
            assertThat(status(gyre, "", whoami)).isEqualTo("407");
            // It takes up what is written while it runs.
            assertThat(piped("fourth", "user", "passwd", "alice").exit()).isZero();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> status(gyre, "alice:fourth@", whoami).equals("200"));
            assertThat(status(gyre, "alice:secret@", whoami)).isEqualTo("407");
            Program.Result flushed = Program.run(directory, "flush", "-x", gyre.hostPort());
            assertThat(flushed.exit()).isEqualTo(1);
            assertThat(flushed.err()).contains("refuses: 407");
            assertThat(
                            Program.run(
                                            directory,
                                            "flush",
                                            "-x",
                                            gyre.hostPort(),
                                            "-U",
                                            "bob:other")
                                    .exit())
                    .isZero();
            assertThat(gyre.output()).doesNotContain("secret", "fourth", "argon2id");
        }
    }

    private static String status(Program gyre, String user, String url) {
        return Curl.run(
                        "-x",
                        "http://" + user + gyre.hostPort(),
                        "-o",
                        "/dev/null",
                        "-w",
                        "%{http_code}",
                        url)
                .out();
    }

    @Test
    void isForNobodyElseUnlessTold() throws Exception {
        write("egress: [{interface: any}]\n");
        Program.Result result = Program.run(directory, "run", "-l", "0.0.0.0:0");
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("--listen is for everybody who can reach 0.0.0.0:0");
    }

    @Test
    void saysWhatIsWrongWithItsArguments() {
        assertThat(Program.run(directory, "run", "--listen", "nowhere").exit()).isEqualTo(2);
        assertThat(Program.run(directory, "run", "--no-such-option").exit()).isEqualTo(2);
        assertThat(Program.run(directory).exit()).isEqualTo(2);
        Program.Result missing = Program.run(directory, "run", "missing.yml");
        assertThat(missing.exit()).isEqualTo(2);
        assertThat(missing.err()).contains("missing.yml");
    }

    @Test
    void printsTheEffectiveSettingsWithoutSecrets() throws Exception {
        write(
                "egress:\n"
                        + "  - source: 127.0.2.0/24\n"
                        + "  - proxy: socks5h://me:hush-hush@hop.example:1080\n");
        Program.Result result = Program.run(directory, "config", "egress-pool.yml");
        assertThat(result.exit()).isZero();
        assertThat(result.out())
                .contains("256")
                .contains("hop.example:1080")
                .doesNotContain("hush-hush");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void saysHowToTryItWhereUsersAreAskedFor() throws Exception {
        write("egress: [{source: 127.0.5.1}]\nusers: users.yml\n");
        Program.piped(directory, "a password", "user", "add", "alice");
        try (Program gyre = Program.start(directory, "run", "-l", "127.0.0.1:0")) {
            assertThat(gyre.output()).contains("curl -x NAME:PASSWORD@" + gyre.hostPort());
        }
    }

    @Test
    void printsItsVersionItsHelpAndCompletionForShells() {
        assertThat(Program.run(directory, "--version").out()).matches("gyre [0-9].*\\R");
        assertThat(Program.run(directory, "--help").out()).contains("Examples:").contains("run");
        for (String command : List.of("run", "config", "pool", "explain", "audit", "completion")) {
            assertThat(Program.run(directory, command, "--help").out()).contains("Example");
        }
        assertThat(Program.run(directory, "completion", "bash").out()).contains("complete -F");
        assertThat(Program.run(directory, "completion", "zsh").out()).contains("bashcompinit");
    }

    @Test
    void runsOnAListAndTellsOnceWhatIsBadInIt() throws Exception {
        Files.writeString(
                directory.resolve("ours.txt"), "127.0.5.1\nvmess://hush-hush\n127.0.5.8/30\n");
        write("egress: [{file: ours.txt}, {file: ours.txt, country: de}]\n");
        try (Program gyre = Program.start(directory, "run", "-l", "127.0.0.1:0")) {
            assertThat(Curl.run("-x", gyre.hostPort(), "http://whoami.gyre/").out())
                    .startsWith("address: 127.0.5.");
            await().until(() -> gyre.output().contains("passed over"));
            assertThat(gyre.output())
                    .contains("Egresses: 5 loopback addresses")
                    .containsOnlyOnce("ours.txt:2: is of the protocol vmess")
                    .doesNotContain("hush-hush");
        }
    }

    @Test
    void importsConvertsAndCountsLists() throws Exception {
        Files.writeString(directory.resolve("list.txt"), "a.example:1:me:hush-hush\nbad\n");
        Program.Result made = Program.run(directory, "pool", "import", "list.txt");
        assertThat(made.exit()).isZero();
        assertThat(made.out())
                .isEqualTo("egress:\n  - {proxy: 'http://me:hush-hush@a.example:1'}\n");
        assertThat(made.err()).contains("list.txt:2: ").contains("1 entries, 0 duplicates, 1 bad");
        write(made.out());
        Program.Result stats = Program.run(directory, "pool", "stats");
        assertThat(stats.exit()).isZero();
        assertThat(stats.out()).containsPattern("kind +hop +1").doesNotContain("hush-hush");
        Program.Result json = Program.run(directory, "pool", "convert", "list.txt", "--to", "json");
        assertThat(json.out()).isEqualTo("[\"http://me:hush-hush@a.example:1\"]\n");
        assertThat(Program.run(directory, "pool", "import", "-").exit()).isEqualTo(1);
        assertThat(Program.run(directory, "pool").exit()).isEqualTo(2);
    }

    @Test
    void auditsTheDefaultPoolFile() throws Exception {
        Files.copy(
                Program.basedir().resolve("egress-pool.yml"), directory.resolve("egress-pool.yml"));
        Program.Result table = Program.run(directory, "audit");
        assertThat(table.exit()).as(table.out() + table.err()).isZero();
        assertThat(table.out())
                .contains("interface any, loopback IPv4")
                .contains("elite")
                .contains("Nothing leaks.")
                .doesNotContain("\u001b");
        assertThat(table.err()).isEmpty();
        Program.Result json = Program.run(directory, "audit", "--json", "egress-pool.yml");
        assertThat(json.exit()).isZero();
        assertThat(json.out()).startsWith("{\"leaks\":false").endsWith("]}\n").hasLineCount(1);
    }

    @Test
    void anAuditSaysByItsExitCodeThatSomethingLeaks() throws Exception {
        write("reuse: egress\negress: [{source: 127.0.5.1}]\n");
        Program.Result leak = Program.run(directory, "audit");
        assertThat(leak.exit()).isEqualTo(1);
        assertThat(leak.out())
                .contains("two sessions came to the target by one connection (HTTP).")
                .contains("Something leaks.");
        write("egress: [{proxy: \"socks5h://me:hush-hush@203.0.113.9:1080\"}]\n");
        Program.Result far = Program.run(directory, "audit");
        assertThat(far.exit()).as("nothing was judged").isEqualTo(1);
        assertThat(far.out())
                .contains("--judge URL")
                .contains("Nothing could be judged.")
                .contains("me:***@203.0.113.9")
                .doesNotContain("hush-hush");
    }

    @Test
    void anAuditSaysWhatIsWrongWithItsArguments() throws Exception {
        write("egres: [{interface: any}]\n");
        assertThat(Program.run(directory, "audit").exit()).isEqualTo(2);
        assertThat(Program.run(directory, "audit", "missing.yml").exit()).isEqualTo(2);
        for (String url :
                List.of(
                        "https://judge.example/",
                        "judge.example",
                        "http://",
                        "http://a b/",
                        "http://whoami.gyre/")) {
            Program.Result bad = Program.run(directory, "audit", "--judge", url);
            assertThat(bad.exit()).isEqualTo(2);
            assertThat(bad.err()).startsWith("--judge: error: ");
        }
    }

    @Test
    void printsALineForEachRequestWhenAskedTo() throws Exception {
        write("targets: {allow: [127.0.0.0/8]}\negress: [{source: 127.0.5.1}]\n");
        try (RecordingOrigin origin = RecordingOrigin.start();
                Program gyre = Program.start(directory, "run", "-v", "-l", "127.0.0.1:0")) {
            assertThat(Curl.run("-x", gyre.hostPort(), origin.url("/private?q=1")).exit()).isZero();
            assertThat(Curl.run("-x", gyre.hostPort(), "http://127.0.0.1:1/").exit()).isZero();
            await().until(() -> gyre.output().contains("CONNECTION_REFUSED"));
            assertThat(gyre.output())
                    .contains("127.0.5.1")
                    .contains("127.0.0.1:" + origin.port())
                    .contains("127.0.0.1:1")
                    .doesNotContain("private");
        }
    }

    @Test
    void theLauncherSaysWhenThereIsNoJdk() throws Exception {
        Path unshare = TestPeers.require("unshare");
        Path launcher = Program.basedir().resolve("tools/gyre");
        // Hides every JDK of this machine from one process.
        String hidden = "mount -t tmpfs none /usr/lib/jvm && exec \"$0\" --version";
        Program.Result result =
                Program.run(
                        directory,
                        Map.of("HOME", directory.toString()),
                        List.of(
                                unshare.toString(),
                                "--mount",
                                "sh",
                                "-c",
                                hidden,
                                launcher.toString()));
        Assumptions.assumeFalse(
                result.err().contains("ermission") || result.err().contains("mount:"),
                "Skipped: may not mount here: " + result.err());
        assertThat(result.err())
                .isEqualTo(
                        "gyre: no JDK 25 or newer found; install one, or set GYRE_JAVA_HOME to its"
                                + " folder\n");
        assertThat(result.exit()).isEqualTo(69);
    }
}
