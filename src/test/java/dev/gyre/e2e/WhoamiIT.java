package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.Curl;
import dev.gyre.testkit.Program;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a newcomer does first, with the program as it is shipped and the pool file that comes with it.
final class WhoamiIT {

    private static final Pattern ANSWER =
            Pattern.compile(
                    "address: (127\\.[0-9.]+)\nheaders:\n"
                            + "  Host: whoami\\.gyre\n"
                            + "  User-Agent: curl/[0-9.]+\n"
                            + "  Accept: \\*/\\*\n(  Connection: keep-alive\n)?");

    @TempDir private static Path directory;
    private static Program gyre;

    @BeforeAll
    static void start() throws Exception {
        Files.copy(
                Program.basedir().resolve("egress-pool.yml"), directory.resolve("egress-pool.yml"));
        gyre = Program.start(directory, "run", "-l", "127.0.0.1:0");
    }

    @AfterAll
    static void stop() {
        gyre.close();
    }

    private static String curl(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        Curl.Result result = Curl.run(all);
        assertThat(result.exit()).as(result.err()).isZero();
        return result.out();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "socks5h", "socks4a"})
    void showsAnotherAddressEachTimeAndCurlsOwnHeaders(String scheme) {
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Matcher answer =
                    ANSWER.matcher(
                            curl("-x", scheme + "://" + gyre.hostPort(), "http://whoami.gyre/"));
            assertThat(answer.matches()).isTrue();
            addresses.add(answer.group(1));
        }
        assertThat(addresses).doesNotHaveDuplicates();
    }

    @Test
    void showsItThroughConnectToo() {
        String answer =
                curl("--proxytunnel", "-x", "http://" + gyre.hostPort(), "http://whoami.gyre/");
        assertThat(answer).matches(ANSWER);
    }

    @Test
    void showsItAsTheClientLikes() {
        String proxy = "http://" + gyre.hostPort();
        assertThat(curl("-x", proxy, "-H", "Accept: application/json", "http://whoami.gyre/"))
                .matches("\\{\"address\":\"127\\.[0-9.]+\",\"headers\":\\[.*\\]}\n");
        assertThat(curl("-x", proxy, "-H", "Accept: text/html", "http://whoami.gyre/"))
                .startsWith("<!doctype html>")
                .contains("<h1>127.");
        assertThat(
                        curl(
                                "-x",
                                proxy,
                                "-H",
                                "X-Script: <script>",
                                "-H",
                                "Accept: text/html",
                                "http://whoami.gyre/"))
                .contains("&lt;script&gt;")
                .doesNotContain("<script>");
        assertThat(curl("-x", proxy, "-I", "http://whoami.gyre/"))
                .startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void aBrowserGetsItByTheLinkOnly() {
        Matcher link = Pattern.compile("http://whoami\\.gyre/\\?token=\\S+").matcher(gyre.output());
        assertThat(link.find()).isTrue();
        String[] browser = {
            "-x",
            "http://" + gyre.hostPort(),
            "-A",
            "Mozilla/5.0 (X11; Linux x86_64)",
            "-H",
            "Accept: text/html"
        };
        assertThat(curl(with(browser, link.group()))).startsWith("<!doctype html>");
        assertThat(curl(with(browser, "http://whoami.gyre/"))).doesNotContain("127.");
        assertThat(curl(with(browser, link.group() + "0"))).doesNotContain("127.");
        assertThat(curl(with(browser, "-e", "http://page.example/", link.group())))
                .doesNotContain("127.");
    }

    /// Two answers may be given in different seconds.
    private static String undated(String answer) {
        return answer.replaceFirst("\\r\\nDate: [^\r\n]*", "");
    }

    @Test
    void aPageCannotTellItFromANameThatDoesNotExist() {
        String[] page = {"-i", "-x", "http://" + gyre.hostPort(), "-A", "Mozilla/5.0"};
        List<String[]> looks =
                List.of(
                        new String[] {},
                        new String[] {"-H", "Origin: http://page.example"},
                        new String[] {"-e", "http://page.example/"},
                        new String[] {"-X", "POST", "-d", "a=b"},
                        new String[] {"-I"});
        for (String[] look : looks) {
            String unknown = undated(curl(with(with(page, look), "http://no-such-name.gyre/")));
            String asked = undated(curl(with(with(page, look), "http://whoami.gyre/")));
            assertThat(asked).isEqualTo(unknown).contains("error=dns_error");
        }
        assertThat(
                        curl(
                                "-i",
                                "-H",
                                "Origin: null",
                                "-x",
                                "http://" + gyre.hostPort(),
                                "http://whoami.gyre/"))
                .contains("error=dns_error");
    }

    private static String[] with(String[] some, String... more) {
        List<String> all = new ArrayList<>(List.of(some));
        all.addAll(List.of(more));
        return all.toArray(new String[0]);
    }
}
