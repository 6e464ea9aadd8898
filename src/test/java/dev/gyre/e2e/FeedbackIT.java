package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.DnsStub;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// A site that does not want an egress is spared it, whether it says so itself or a client does; other sites go on being served
/// by it.
final class FeedbackIT {

    private static final String BAN = "/?host=www.one.test&verdict=ban";

    private final RecordingOrigin origin = RecordingOrigin.start();
    private final DnsStub dns = DnsStub.start();

    @AfterEach
    void stop() throws Exception {
        origin.close();
        dns.close();
    }

    private String pool(String more) {
        dns.address("www.one.test", "127.0.0.1");
        dns.address("www.two.test", "127.0.0.1");
        return """
        targets: {allow: [127.0.0.0/8]}
        egress: [{source: 127.0.6.1-127.0.6.2}]
        dns: {servers: ["%s"]}
        %s
        """
                .formatted("127.0.0.1:" + dns.address().getPort(), more);
    }

    private Gyre start(String more) {
        return Gyre.start(pool(more));
    }

    private static String user(String name) {
        return "Proxy-Authorization: Basic "
                + Base64.getEncoder().encodeToString((name + ":x").getBytes(StandardCharsets.UTF_8))
                + "\r\n";
    }

    /// By which source a request is seen.
    private String source(Gyre gyre, String site, String path, String fields) throws IOException {
        RawClient.Response response = get(gyre, site, path, fields);
        assertThat(response.status()).isNotEqualTo(503);
        return origin.seen().getLast().source();
    }

    private RawClient.Response get(Gyre gyre, String site, String path, String fields)
            throws IOException {
        try (RawClient client = gyre.client()) {
            client.send(
                    "GET http://www.%s.test:%d%s HTTP/1.1\r\nHost: x\r\n%s\r\n"
                            .formatted(site, origin.port(), path, fields));
            return client.readResponse();
        }
    }

    private Set<String> sources(Gyre gyre, String site) throws IOException {
        Set<String> sources = new HashSet<>();
        for (int i = 0; i < 6; i++) {
            sources.add(source(gyre, site, "/", ""));
        }
        return sources;
    }

    private static RawClient.Response post(Gyre gyre, String path, String fields)
            throws IOException {
        try (RawClient client = gyre.client()) {
            client.send(
                    "POST http://feedback.gyre"
                            + path
                            + " HTTP/1.1\r\nHost: x\r\n"
                            + fields
                            + "\r\n");
            return client.readResponse();
        }
    }

    @Test
    void aSiteThatRefusesAnEgressIsSparedIt() throws Exception {
        for (String refusal :
                List.of("403 Forbidden\r\n", "429 Too Many Requests\r\nRetry-After: 120\r\n")) {
            origin.answer("/no", "HTTP/1.1 " + refusal + "Content-Length: 0\r\n\r\n");
            try (Gyre gyre = start("")) {
                String refused = source(gyre, "one", "/no", "");
                assertThat(sources(gyre, "one")).hasSize(1).doesNotContain(refused);
                assertThat(sources(gyre, "two")).hasSize(2);
            }
        }
    }

    @Test
    void whereASiteRefusesAllItIsSaid() throws Exception {
        origin.answer("/no", "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
        try (Gyre gyre = Gyre.start(pool(""), Pools.strict())) {
            assertThat(get(gyre, "one", "/no", "").status()).isEqualTo(403);
            assertThat(get(gyre, "one", "/no", "").status()).isEqualTo(403);
            RawClient.Response response = get(gyre, "one", "/", "");
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.field("Proxy-Status"))
                    .contains("proxy; error=destination_unavailable");
            assertThat(response.field("Retry-After")).isPresent();
            assertThat(get(gyre, "two", "/", "").status()).isEqualTo(200);
        }
    }

    @Test
    void theEgressOfASessionIsMeant() throws Exception {
        try (Gyre gyre = start("")) {
            String kept = source(gyre, "one", "/", user("me-session-abc"));
            assertThat(post(gyre, BAN, user("me-session-abc")).status()).isEqualTo(204);
            assertThat(sources(gyre, "one")).hasSize(1).doesNotContain(kept);
            assertThat(sources(gyre, "two")).hasSize(2);
            assertThat(source(gyre, "one", "/", user("me-session-abc")))
                    .as("the session stays where it is")
                    .isEqualTo(kept);
            String ok = BAN.replace("ban", "ok");
            assertThat(post(gyre, ok, user("me-session-abc")).status()).isEqualTo(204);
            assertThat(sources(gyre, "one")).hasSize(2);
        }
    }

    @Test
    void theSessionMustHaveBeenThere() throws Exception {
        try (Gyre gyre = start("")) {
            String kept = source(gyre, "two", "/", user("me-session-abc"));
            RawClient.Response response = post(gyre, BAN, user("me-session-abc"));
            assertThat(response.status()).isEqualTo(409);
            assertThat(response.text()).contains("was not at this site");
            assertThat(sources(gyre, "one")).hasSize(2);
            String two = BAN.replace("one", "two");
            assertThat(post(gyre, two, user("me-session-abc")).status()).isEqualTo(204);
            assertThat(sources(gyre, "two")).hasSize(1).doesNotContain(kept);
        }
    }

    @Test
    void itIsTakenInATunnelToo() throws Exception {
        try (Gyre gyre = start("")) {
            String kept = source(gyre, "one", "/", user("me-session-abc"));
            try (RawClient client = gyre.client()) {
                client.send(
                        "CONNECT feedback.gyre:80 HTTP/1.1\r\nHost: x\r\n"
                                + user("me-session-abc")
                                + "\r\n");
                assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
                for (int i = 0; i < 2; i++) {
                    client.send("POST " + BAN + " HTTP/1.1\r\nHost: feedback.gyre\r\n\r\n");
                    assertThat(client.readResponse().status()).isEqualTo(204);
                }
                client.send("POST / HTTP/1.1\r\nHost: feedback.gyre\r\n\r\n");
                assertThat(client.readResponse().status()).isEqualTo(400);
            }
            assertThat(sources(gyre, "one")).hasSize(1).doesNotContain(kept);
            try (RawClient client = gyre.client()) {
                assertThat(client.socks5("feedback.gyre", 80, "me-session-abc", "x")).isZero();
                client.send(
                        "POST "
                                + BAN.replace("ban", "ok")
                                + " HTTP/1.1\r\nHost: feedback.gyre\r\n\r\n");
                assertThat(client.readResponse().status()).isEqualTo(204);
            }
            assertThat(sources(gyre, "one")).hasSize(2);
        }
    }

    @Test
    void whoHasNoSessionNamesTheEgress() throws Exception {
        try (Gyre gyre = start("reveal: egress-id")) {
            RawClient.Response none = post(gyre, BAN, "");
            assertThat(none.status()).isEqualTo(409);
            assertThat(none.text()).contains("egress=ID");
            RawClient.Response served = get(gyre, "one", "/", "");
            String refused = origin.seen().getLast().source();
            String id = served.field("Proxy-Status").orElseThrow().replaceFirst(".*hop=", "");
            assertThat(post(gyre, BAN + "&egress=" + id + "x", "").status()).isEqualTo(409);
            assertThat(post(gyre, BAN + "&egress=" + id, user("other")).status())
                    .as("another client was not told")
                    .isEqualTo(409);
            assertThat(post(gyre, BAN + "&egress=" + id, "").status()).isEqualTo(204);
            assertThat(sources(gyre, "one")).hasSize(1).doesNotContain(refused);
        }
        try (Gyre gyre = start("")) {
            assertThat(post(gyre, BAN + "&egress=abcdefghijklmnop", "").status()).isEqualTo(409);
        }
    }

    @Test
    void theRuleOfRotationMakesSessionsToo() throws Exception {
        for (String every : List.of("session", "site", "10m", "100 requests")) {
            try (Gyre gyre = start("rotate: {every: " + every + "}")) {
                assertThat(post(gyre, BAN, "").status()).as(every).isEqualTo(409);
                var _ = source(gyre, "one", "/", "");
                assertThat(post(gyre, BAN, "").status()).as(every).isEqualTo(204);
            }
        }
        try (Gyre gyre = start("rotate: {every: connection}");
                RawClient client = gyre.client()) {
            client.send(
                    "GET http://www.one.test:%d/ HTTP/1.1\r\nHost: x\r\n\r\n"
                            .formatted(origin.port()));
            assertThat(client.readResponse().status()).isEqualTo(200);
            client.send("POST http://feedback.gyre" + BAN + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.readResponse().status()).isEqualTo(204);
            assertThat(post(gyre, BAN, "").status()).as("another connection").isEqualTo(409);
        }
    }

    @Test
    void itCountsAsNoRequestAndMakesNoSession() throws Exception {
        try (Gyre gyre = start("rotate: {every: 2 requests}")) {
            String first = source(gyre, "one", "/", "");
            for (int i = 0; i < 5; i++) {
                assertThat(post(gyre, BAN, "").status()).isEqualTo(204);
            }
            assertThat(source(gyre, "one", "/", "")).isEqualTo(first);
            assertThat(post(gyre, BAN, user("me-session-new")).status()).isEqualTo(409);
            assertThat(post(gyre, BAN, user("me-session-new")).status()).isEqualTo(409);
        }
    }

    @Test
    void programsAreToldWhatIsWrong() throws Exception {
        try (Gyre gyre = start("");
                RawClient client = gyre.client()) {
            client.send(
                    "GET http://feedback.gyre/ HTTP/1.1\r\nHost: x\r\n"
                            + "Accept: application/json\r\n\r\n");
            RawClient.Response get = client.readResponse();
            assertThat(get.status()).isEqualTo(405);
            assertThat(get.field("Allow")).contains("POST");
            assertThat(get.text()).startsWith("{\"status\":405,");
            client.send("POST http://feedback.gyre/?x=y HTTP/1.1\r\nHost: x\r\n\r\n");
            RawClient.Response bad = client.readResponse();
            assertThat(bad.status()).isEqualTo(400);
            assertThat(bad.text()).hasLineCount(1);
            client.send(
                    "POST http://feedback.gyre"
                            + BAN
                            + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "5\r\nhello\r\n0\r\n\r\n");
            assertThat(client.readResponse().status()).isEqualTo(409);
            client.send(
                    "POST http://feedback.gyre"
                            + BAN
                            + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
            assertThat(client.readResponse().status()).isEqualTo(409);
            client.send(
                    "POST http://feedback.gyre"
                            + BAN
                            + " HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\n\r\n"
                            + "x".repeat(70_000));
            assertThat(client.readResponse().status()).isEqualTo(413);
        }
    }

    @Test
    void aPageCannotTellItFromANameThatDoesNotExist() throws Exception {
        UnaryOperator<String> undated = text -> text.replaceFirst("Date: [^\r]*", "");
        try (Gyre gyre = start("")) {
            for (String look :
                    List.of("User-Agent: Mozilla/5.0\r\n", "Origin: http://page.example\r\n")) {
                String[] answers = new String[2];
                for (int i = 0; i < 2; i++) {
                    try (RawClient client = gyre.client()) {
                        client.send(
                                "POST http://"
                                        + (i == 0 ? "feedback" : "no-such")
                                        + ".gyre"
                                        + BAN
                                        + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                        + look
                                        + "\r\n");
                        answers[i] =
                                undated.apply(
                                        new String(client.readToEnd(), StandardCharsets.US_ASCII));
                    }
                }
                assertThat(answers[0]).isEqualTo(answers[1]).contains("error=dns_error");
            }
            try (RawClient client = gyre.client()) {
                assertThat(client.socks5("feedback.gyre", 80)).isZero();
                client.send(
                        "POST " + BAN + " HTTP/1.1\r\nHost: feedback.gyre\r\nOrigin: null\r\n\r\n");
                assertThat(client.ended()).as("in a tunnel, nothing answers").isTrue();
            }
        }
    }

    @Test
    void whatPassesCountsAgainstTheQuotaOfAnEgress() throws Exception {
        origin.answer(
                "/large",
                "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(100_000));
        for (boolean tunnel : new boolean[] {false, true}) {
            try (Gyre gyre = Gyre.start(pool(""), Pools.metered(90_000))) {
                for (int i = 0; i < 2; i++) {
                    if (tunnel) {
                        large(gyre);
                    } else {
                        assertThat(get(gyre, "two", "/large", "").status()).isEqualTo(200);
                    }
                }
                RawClient.Response response = get(gyre, "two", "/", "");
                assertThat(response.status()).isEqualTo(503);
                assertThat(response.field("Proxy-Status"))
                        .contains("proxy; error=destination_unavailable");
            }
        }
    }

    private void large(Gyre gyre) throws IOException {
        try (RawClient client = gyre.client()) {
            assertThat(client.socks5("www.two.test", origin.port())).isZero();
            client.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.readResponse().body()).hasSize(100_000);
        }
    }
}
