package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gyre.access.PasswordHash;
import dev.gyre.testkit.Curl;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.Program;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.TestPeers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What is written of requests: as much as the pool file asks for.
final class RequestLogIT {

    private static final String POOL =
            "targets: {allow: [127.0.0.0/8]}\nrules: [{default: allow}]\n"
                    + "egress: [{source: 127.0.5.1}]\n";
    private static final Duration WAIT = Duration.ofSeconds(30);

    @TempDir private Path folder;

    private String log(String more) {
        return "log: {requests: " + folder.resolve("requests.log") + more + "}\n";
    }

    private List<String> lines(int count) {
        return await().atMost(WAIT).until(this::lines, all -> all.size() >= count);
    }

    private List<String> lines() throws IOException {
        Path file = folder.resolve("requests.log");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    @Test
    void thereIsNoneUnlessAskedFor() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(POOL)) {
            assertThat(Curl.run("-x", gyre.hostPort(), origin.url("/")).exit()).isZero();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void oneLineForEachRequestAndTunnel() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(POOL + log(""))) {
            String url = origin.url("/bytes/1000?token=hunter2");
            assertThat(
                            Curl.run(
                                            "-x",
                                            "http://me-session-abc:hunter3@" + gyre.hostPort(),
                                            "-H",
                                            "Cookie: a=hunter4",
                                            "-H",
                                            "Authorization: hunter5",
                                            url)
                                    .exit())
                    .isZero();
            assertThat(lines(1).getFirst())
                    .contains("\"kind\":\"http\",\"method\":\"GET\",\"target\":\"127.0.0.1\"")
                    .contains("\"egress\":\"127.0.5.1\",\"status\":200,")
                    .containsPattern("\"client\":\"[0-9a-f]{16}\"")
                    .containsPattern("\"sent\":[1-9][0-9]+,\"received\":1[0-9]{3},\"ms\":");
            assertThat(Curl.run("-p", "-x", gyre.hostPort(), url).exit()).isZero();
            assertThat(Curl.run("-x", "socks5h://u:hunter6@" + gyre.hostPort(), url).exit())
                    .isZero();
            assertThat(Curl.run("-x", "socks4a://" + gyre.hostPort(), url).exit()).isZero();
            List<String> lines = lines(4);
            assertThat(lines.get(1)).contains("\"kind\":\"connect\",\"method\":\"CONNECT\"");
            assertThat(lines.get(2)).contains("\"kind\":\"socks5\",\"method\":\"-\"");
            assertThat(lines.get(3)).contains("\"kind\":\"socks4\"");
            assertThat(lines.subList(1, 4))
                    .allSatisfy(line ->
                            assertThat(line)
                                    .contains("\"status\":200")
                                    .containsPattern(
                                            "\"sent\":[1-9][0-9]+,\"received\":1[0-9]{3},"));
            assertThat(lines)
                    .hasSize(4)
                    .allSatisfy(line ->
                            assertThat(line)
                                    .doesNotContain("hunter")
                                    .doesNotContain("/bytes")
                                    .doesNotContain("abc")
                                    .doesNotContain("" + origin.port()));
        }
    }

    @Test
    void tellsMoreWhereAskedTo() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(POOL + log(", client: full, targets: full"))) {
            String url = origin.url("/bytes/10?q=hunter2");
            assertThat(Curl.run("-x", gyre.hostPort(), url).exit()).isZero();
            assertThat(lines(1).getFirst())
                    .contains("\"client\":\"127.0.0.1\"")
                    .contains("\"target\":\"" + origin.url("/bytes/10") + "\"");
            gyre.reload(POOL + log(", format: common, targets: full, queries: true, client: none"));
            assertThat(Curl.run("-x", gyre.hostPort(), url).exit()).isZero();
            assertThat(lines(2).get(1))
                    .matches(
                            "- - - \\[[^]]+ \\+0000] \"GET \\Q"
                                    + url
                                    + "\\E HTTP/1.1\" 200 [0-9]+");
        }
    }

    @Test
    void tellsWhatDidNotGoWell() throws Exception {
        String hash = PasswordHash.of("right").text();
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre =
                        Gyre.start(
                                POOL
                                        + "users: [{name: alice, password: '"
                                        + hash
                                        + "'}]\n"
                                        + log(", users: true, targets: host"))) {
            String proxy = "@" + gyre.hostPort();
            assertThat(Curl.run("-x", "http://alice:hunter1" + proxy, origin.url("/")).exit())
                    .isZero();
            assertThat(lines(1).getFirst())
                    .contains("\"status\":407,\"failure\":\"user-unknown\"")
                    .doesNotContain("alice");
            assertThat(Curl.run("-x", "http://alice:right" + proxy, origin.url("/")).exit())
                    .isZero();
            assertThat(lines(2).get(1))
                    .contains("\"user\":\"alice\"")
                    .contains("\"target\":\"" + origin.authority() + "\"");
            String nobody = "http://127.0.0.1:" + TestPeers.freePort() + "/";
            assertThat(Curl.run("-x", "http://alice:right" + proxy, nobody).exit()).isZero();
            assertThat(lines(3).get(2))
                    .contains("\"status\":502,\"failure\":\"connection-refused\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"site", "host", "full"})
    void tellsWhyOneWasRefusedInTheWordsOfThePage(String targets) throws Exception {
        Files.writeString(folder.resolve("ads"), "# ads\nads.example\n");
        String pool =
                "targets: {allow: [127.0.0.0/8]}\negress: [{source: 127.0.5.1}]\n"
                        + "lists: [{name: ads, file: '"
                        + folder.resolve("ads")
                        + "'}]\n"
                        + "block: [ads]\n"
                        + "hosts: {late.example: 127.0.0.9}\n"
                        + "rules:\n"
                        + "  - {deny: {host: .shop.example}, reason: No www.in.shop.example"
                        + " here.}\n"
                        + "  - {deny: {address: 127.0.0.9}, name: late}\n";
        try (Gyre gyre = Gyre.start(pool + log(", targets: " + targets))) {
            boolean site = targets.equals("site");
            assertThat(refusal(gyre, "www.in.shop.example"))
                    .isEqualTo("No www.in.shop.example here. (rule 1)");
            assertThat(lines(1).getFirst())
                    .contains("\"status\":403,\"failure\":\"denied\",")
                    .contains(
                            "\"reason\":\"No "
                                    + (site ? "" : "www.in.")
                                    + "shop.example here. (rule 1)\"");
            assertThat(refusal(gyre, "127.0.0.9"))
                    .isEqualTo("This proxy does not serve this request. (rule 'late')");
            assertThat(lines(2).get(1))
                    .contains(
                            "\"reason\":\"This proxy does not serve this request. (rule 'late')\"");
            assertThat(refusal(gyre, "www.ads.example"))
                    .isEqualTo("This target is blocked. (list 'ads', line 2)");
            assertThat(lines(3).get(2))
                    .contains(
                            "\"reason\":\"This target is blocked. (list 'ads'"
                                    + (site ? "" : ", line 2")
                                    + ")\"");
            assertThat(refusal(gyre, "late.example"))
                    .isEqualTo("This proxy does not serve this request. (rule 'late')");
            assertThat(lines(4).get(3))
                    .as("by what is known only when the way is")
                    .contains("\"failure\":\"denied\",")
                    .contains(
                            "\"reason\":\"This proxy does not serve this request. (rule 'late')\"");
            assertThat(Curl.run("-p", "-x", gyre.hostPort(), "http://www.shop.example/").exit())
                    .isNotZero();
            assertThat(lines(5).get(4)).contains("\"kind\":\"connect\"").contains("(rule 1)\"");
            if (site) {
                assertThat(lines()).noneMatch(line -> line.contains("www."));
            }
        }
    }

    private static String refusal(Gyre gyre, String host) {
        return Curl.run("-x", gyre.hostPort(), "http://" + host + "/").out().strip();
    }

    @Test
    void aClientThatLeavesEndsItsRequest() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(POOL + log(""))) {
            try (RawClient client = gyre.client()) {
                client.send("GET " + origin.url("/slow") + " HTTP/1.1\r\nHost: a\r\n\r\n");
                origin.next();
                client.reset();
            }
            assertThat(lines(1).getFirst())
                    .contains("\"method\":\"GET\"")
                    .doesNotContain("\"status\"")
                    .doesNotContain("\"failure\"");
        }
    }

    /// With the same settings, the file that is open stays, wherever it is by now.
    @Test
    void aReloadThatDoesNotChangeItLeavesItOpen() throws Exception {
        Path its = Files.createDirectory(folder.resolve("logs"));
        String pool = POOL + "log: {requests: " + its.resolve("a.log") + "}\n";
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(pool)) {
            assertThat(Curl.run("-x", gyre.hostPort(), origin.url("/")).exit()).isZero();
            Path moved = folder.resolve("moved");
            await().atMost(WAIT).until(() -> Files.size(its.resolve("a.log")) > 0);
            Files.move(its, moved);
            gyre.reload(pool.replace("127.0.5.1", "127.0.5.2"));
            assertThat(Curl.run("-x", gyre.hostPort(), origin.url("/")).exit()).isZero();
            Path open = moved.resolve("a.log");
            await().atMost(WAIT).until(() -> Files.readAllLines(open).size() == 2);
            assertThat(Files.readAllLines(open).getLast()).contains("127.0.5.2");
            assertThatThrownBy(() -> gyre.reload(pool.replace("a.log}", "a.log, users: true}")))
                    .hasMessageContaining("there is no such folder");
            assertThat(gyre.notices()).isEmpty();
        }
    }

    /// As `logrotate` does it: the file is moved, and the program told.
    @Test
    void isOpenedAnewBySighup() throws Exception {
        Files.writeString(folder.resolve("egress-pool.yml"), POOL + log(""));
        Path file = folder.resolve("requests.log");
        Path moved = folder.resolve("requests.log.old");
        try (Program gyre = Program.start(folder, "run", "-l", "127.0.0.1:0")) {
            String proxy = gyre.hostPort();
            assertThat(Curl.run("-x", proxy, "http://whoami.gyre/").exit()).isZero();
            assertThat(lines(1)).hasSize(1);
            Files.move(file, moved);
            assertThat(Curl.run("-x", proxy, "http://whoami.gyre/").exit()).isZero();
            await().atMost(WAIT).until(() -> Files.readAllLines(moved).size() == 2);
            assertThat(file).doesNotExist();
            gyre.signal("HUP");
            await().atMost(WAIT).until(() -> Files.exists(file));
            for (int i = 0; i < 3; i++) {
                assertThat(Curl.run("-x", proxy, "http://whoami.gyre/").exit()).isZero();
            }
            assertThat(lines(3)).hasSize(3);
            assertThat(Files.readAllLines(moved)).hasSize(2);
        }
    }
}
