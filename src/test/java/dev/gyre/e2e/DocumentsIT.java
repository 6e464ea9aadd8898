package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.config.PoolFile;
import dev.gyre.testkit.CountryMap;
import dev.gyre.testkit.Curl;
import dev.gyre.testkit.DnsStub;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.Program;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.TestCertificates;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the pages of `docs` tell a reader to write and to run works as it stands there.
final class DocumentsIT {

    private static final Path BASE = Program.basedir();
    private static final Pattern YAML =
            Pattern.compile("^```yaml\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    /// The site that the pages visit, which stands in for any.
    private static final String SITE = "www.example.com";

    private static final Pattern COMMENT = Pattern.compile(" +# ");

    @TempDir private Path directory;

    private static List<String> pages() throws Exception {
        try (Stream<Path> files = Files.list(BASE.resolve("docs"))) {
            List<String> pages = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                pages.add(Files.readString(file));
            }
            assertThat(pages).isNotEmpty();
            return pages;
        }
    }

    /// The indented lines that begin with this command, cut into words as a shell does.
    private static List<List<String>> commands(String command) throws Exception {
        List<List<String>> commands = new ArrayList<>();
        for (String page : pages()) {
            page.lines()
                    .filter(line -> line.startsWith("    " + command + " "))
                    .forEach(line -> {
                        List<String> words = new ArrayList<>();
                        Matcher word = WORD.matcher(COMMENT.split(line.strip())[0]);
                        while (word.find()) {
                            words.add(word.group(1) != null ? word.group(1) : word.group(2));
                        }
                        commands.add(words.subList(1, words.size()));
                    });
        }
        assertThat(commands).isNotEmpty();
        return commands;
    }

    /// The files beside the pool file that the pages name.
    private void writeLists() throws Exception {
        Files.writeString(
                directory.resolve("proxies.txt"),
                """
                hop.example:8080
                socks5h://me:secret@[2001:db8::1]:1080
                me:secret:192.0.2.7:8080   # a comment
                """);
        Files.writeString(
                directory.resolve("clash.yml"),
                "proxies:\n  - {name: a, type: socks5, server: 192.0.2.1, port: 1080}\n");
        Files.writeString(directory.resolve("ads.txt"), "||ads.example^\n");
        Files.writeString(directory.resolve("mine.txt"), "good.ads.example\n");
        TestCertificates.Pem pem = TestCertificates.create().serverPem("proxy.example");
        Files.writeString(directory.resolve("cert.pem"), pem.chain());
        Files.writeString(directory.resolve("key.pem"), pem.key());
        new CountryMap()
                .add("192.0.2.0/24", "DE")
                .write(directory.resolve("GeoLite2-Country.mmdb"));
    }

    @Test
    void eachPieceOfAPoolFileCanBeRead() throws Exception {
        writeLists();
        int pieces = 0;
        for (String page : pages()) {
            Matcher piece = YAML.matcher(page);
            while (piece.find()) {
                pieces++;
                assertThat(
                                PoolFile.parse(
                                        directory.resolve("piece.yml").toString(),
                                        piece.group(1).getBytes(StandardCharsets.UTF_8),
                                        _ -> Optional.of("a-value-of-sixteen-and-more")))
                        .isNotNull();
            }
        }
        assertThat(pieces).isPositive();
    }

    @Test
    void eachCurlGetsItsAnswer() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                DnsStub dns = DnsStub.start();
                Gyre gyre =
                        Gyre.start(
                                """
                                targets: {allow: [127.0.0.0/8]}
                                egress: [{source: 127.0.5.1-127.0.5.9, country: de}]
                                dns: {servers: ["127.0.0.1:%d"]}
                                """
                                        .formatted(dns.address().getPort()))) {
            dns.address(SITE, "127.0.0.1");
            origin.answer("/", "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nA page.");
            String site = "http://" + SITE + ":" + origin.port() + "/";
            for (List<String> command : commands("curl")) {
                List<String> words =
                        command.stream()
                                .map(word -> word.replace("localhost:8080", gyre.hostPort()))
                                .map(word -> word.replace("http://" + SITE + "/", site))
                                .toList();
                Curl.Result result = Curl.run(words);
                assertThat(result.exit()).as("%s: %s", words, result.err()).isZero();
                String url = words.getLast();
                assertThat(result.out())
                        .as("%s", words)
                        .containsPattern(
                                url.contains("feedback.gyre")
                                        ? "^204"
                                        : url.contains("dns.gyre")
                                                ? "^[0-9]+ answers? (was|were) dropped\\."
                                                : url.equals(site)
                                                        ? "^A page\\."
                                                        : "^address: 127\\.0\\.5\\.");
            }
        }
    }

    @Test
    void eachCommandOfGyreEndsWell() throws Exception {
        Files.copy(BASE.resolve("egress-pool.yml"), directory.resolve("egress-pool.yml"));
        writeLists();
        try (Gyre gyre = Gyre.start("egress: [{source: 127.0.5.1}]\n")) {
            for (List<String> command : commands("tools/gyre")) {
                List<String> words = new ArrayList<>(command);
                if (words.getFirst().equals("flush")) {
                    words.addAll(List.of("--proxy", gyre.hostPort()));
                }
                Program.Result result =
                        Program.piped(directory, "a password", words.toArray(String[]::new));
                assertThat(result.exit()).as("%s: %s", words, result.err()).isZero();
                assertThat(result.out()).as("%s", words).isNotBlank();
            }
        }
    }
}
