package dev.gyre.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// `gyre pool` and its commands: what they print, and their exit codes.
final class PoolCommandTest {

    private static final String LIST =
            """
            a.example:8080:me:hunter2
            socks5://b.example:1080
            b.example:8080
            me:hunter2@a.example:8080
            vmess://hunter2
            192.0.2.0/30
            """;

    @TempDir private Path directory;

    private record Result(int exit, String out, String err) {}

    @BeforeEach
    void writeList() throws Exception {
        Files.writeString(directory.resolve("list.txt"), LIST);
        Files.writeString(directory.resolve("empty.txt"), "# nothing\n");
    }

    private Result run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = new String[arguments.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = arguments[i].replace("DIR", directory.toString());
        }
        int exit = Main.run(new PrintWriter(out), new PrintWriter(err), all);
        return new Result(exit, out.toString(), err.toString());
    }

    private String list() {
        return directory.resolve("list.txt").toString();
    }

    @Test
    void importsWhatAListHasWithItsLabels() throws Exception {
        Result result =
                run(
                        "pool",
                        "import",
                        list(),
                        "--label",
                        "country=de",
                        "--label",
                        "tags=fast",
                        "--label",
                        "tags=new",
                        "--label",
                        "max-in-flight=3",
                        "--scheme",
                        "https");
        assertThat(result.exit()).isZero();
        assertThat(result.out())
                .isEqualTo(
                        """
                        egress:
                          - {proxy: 'https://me:hunter2@a.example:8080', tags: ['fast', 'new'], country: 'de', max-in-flight: 3}
                          - {proxy: 'socks5://b.example:1080', tags: ['fast', 'new'], country: 'de', max-in-flight: 3}
                          - {proxy: 'https://b.example:8080', tags: ['fast', 'new'], country: 'de', max-in-flight: 3}
                          - {source: '192.0.2.0-192.0.2.3', tags: ['fast', 'new'], country: 'de', max-in-flight: 3}
                        """);
        assertThat(result.err())
                .isEqualTo(
                        "warning: "
                                + list()
                                + ":5: is of the protocol vmess, which is neither HTTP nor SOCKS\n"
                                + list()
                                + ": 4 entries, 1 duplicates, 1 bad lines\n");
        Files.writeString(directory.resolve("egress-pool.yml"), result.out());
        Result config = run("config", "DIR/egress-pool.yml");
        assertThat(config.exit()).as(config.err()).isZero();
        assertThat(config.out()).contains("https://me:***@a.example:8080").contains("4 egresses");
    }

    @Test
    void importsAFileAsOneEntry() throws Exception {
        Result result = run("pool", "import", "--as-file", list(), "--label", "group=g");
        assertThat(result.exit()).isZero();
        assertThat(result.out())
                .isEqualTo("egress:\n  - {file: '" + list() + "', scheme: http, group: 'g'}\n");
        Files.writeString(directory.resolve("egress-pool.yml"), result.out());
        Result config = run("config", "DIR/egress-pool.yml");
        assertThat(config.exit()).as(config.err()).isZero();
        assertThat(config.out()).contains("# 7 egresses").doesNotContain("hunter2");
        assertThat(config.err())
                .startsWith(
                        "warning: "
                                + list()
                                + ":5: is of the protocol vmess, which is neither HTTP nor SOCKS;"
                                + " passed over\n");
    }

    @Test
    void convertsToAnotherFormatAndSaysWhatItCannotHold() {
        Result lines = run("pool", "convert", list(), "--to", "host-port-user-pass");
        assertThat(lines.exit()).isZero();
        assertThat(lines.out())
                .isEqualTo(
                        "a.example:8080:me:hunter2\nb.example:1080\nb.example:8080\n"
                                + "192.0.2.0-192.0.2.3\n");
        assertThat(lines.err())
                .contains("host-port-user-pass has no words for different schemes: 2");
        Result clash = run("pool", "convert", list(), "--to", "clash");
        assertThat(clash.out())
                .contains("type: http, server: \"a.example\", port: 8080, username: \"me\"")
                .doesNotContain("192.0.2");
        assertThat(clash.err())
                .contains("clash has no words for proxies, left out: 1")
                .contains("clash has no words for addresses of this machine, left out: 1");
    }

    @Test
    void writesAFileThatItsOwnerOnlyCanRead() throws Exception {
        Result result = run("pool", "convert", list(), "--to", "url", "--output", "DIR/out.txt");
        assertThat(result.exit()).isZero();
        assertThat(result.out()).isEmpty();
        Path file = directory.resolve("out.txt");
        assertThat(Files.readString(file)).startsWith("http://me:hunter2@a.example:8080\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(run("pool", "convert", list(), "--to", "url", "-o", "DIR/no/out.txt").exit())
                .isEqualTo(1);
    }

    @Test
    void countsWhatAPoolComesTo() throws Exception {
        Files.writeString(
                directory.resolve("egress-pool.yml"),
                """
                egress:
                  - {file: list.txt, country: de, tags: [a, b]}
                  - {source: 192.0.2.2-192.0.3.255, group: g}
                  - {chain: ["http://b.example:8080", "socks5h://192.0.2.9:1"]}
                  - {source: "2001:db8::/32"}
                """);
        Result table = run("pool", "stats", "DIR/egress-pool.yml");
        assertThat(table.exit()).isZero();
        assertThat(table.out().lines().map(line -> line.replaceAll(" {2,}", "  ")))
                .containsExactly(
                        "egresses  79,228,162,514,264,337,593,543,950,852",
                        "kind  IPv4 address  512",
                        "kind  IPv6 address  79,228,162,514,264,337,593,543,950,336",
                        "kind  chain  1",
                        "kind  hop  3",
                        "scheme  http  2",
                        "scheme  socks5  1",
                        "scheme  socks5h  1",
                        "country  de  7",
                        "group  g  508",
                        "tag  a  7",
                        "tag  b  7",
                        "networks  65,538",
                        "network  2001:db8::/48  1,208,925,819,614,629,174,706,176",
                        "network  2001:db8:1::/48  1,208,925,819,614,629,174,706,176",
                        "network  2001:db8:2::/48  1,208,925,819,614,629,174,706,176",
                        "network  2001:db8:3::/48  1,208,925,819,614,629,174,706,176",
                        "network  2001:db8:4::/48  1,208,925,819,614,629,174,706,176",
                        "network  2001:db8:5::/48  1,208,925,819,614,629,174,706,176",
                        "network  2001:db8:6::/48  1,208,925,819,614,629,174,706,176",
                        "network  2001:db8:7::/48  1,208,925,819,614,629,174,706,176",
                        "network  2001:db8:8::/48  1,208,925,819,614,629,174,706,176",
                        "network  2001:db8:9::/48  1,208,925,819,614,629,174,706,176",
                        "duplicates  3",
                        "bad lines  1");
        assertThat(table.out() + table.err()).doesNotContain("hunter2");
        assertThat(table.err()).startsWith("warning: ").contains("list.txt:5: ");
        Result json = run("pool", "stats", "--json", "DIR/egress-pool.yml");
        assertThat(json.exit()).isZero();
        assertThat(json.out())
                .startsWith("{\"egresses\":79228162514264337593543950852,")
                .contains("\"scheme\":{\"http\":2,\"socks5\":1,\"socks5h\":1}")
                .contains("\"networks\":65538")
                .endsWith("\"duplicates\":3,\n \"bad_lines\":1}\n");
    }

    @ParameterizedTest
    @CsvSource({
        "1, import DIR/none.txt, none.txt: there is no such file",
        "1, import DIR/empty.txt, ''",
        "1, convert DIR/empty.txt --to url, ''",
        "1, stats DIR/nothing.yml, ''",
        "2, import, Missing required parameter",
        "2, import DIR/list.txt --label colour=red, unknown key 'colour'",
        "2, import DIR/list.txt --label weight=0, weight must be a number",
        "2, import DIR/list.txt --label x, is not of the form key=value",
        "2, import DIR/list.txt --scheme ftp, --scheme: error: is not known",
        "2, import --as-file -, --as-file: error: needs a file",
        "2, convert DIR/list.txt, Missing required option",
        "2, convert DIR/list.txt --to xml, --to: error: is not one of url",
        "2, stats DIR/none.yml, there is no such file",
        "2, '', Which command of pool?",
    })
    void theExitCodeSaysHowItWent(int code, String arguments, String message) throws Exception {
        Files.writeString(directory.resolve("nothing.yml"), "egress: [{file: empty.txt}]\n");
        Result result = run(("pool " + arguments).strip().split(" "));
        assertThat(result.err()).contains(message);
        assertThat(result.exit()).isEqualTo(code);
    }

    @Test
    void eachCommandHasExamples() {
        for (String command : new String[] {"import", "convert", "stats"}) {
            Result help = run("pool", command, "--help");
            assertThat(help.exit()).isZero();
            assertThat(help.out()).contains("Examples:").contains("Exit codes:");
        }
        assertThat(run("pool", "--help").out()).contains("Examples:");
    }
}
