package dev.gyre.e2e;

import static dev.gyre.testkit.DnsWire.ask;
import static dev.gyre.testkit.DnsWire.errors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.access.PasswordHash;
import dev.gyre.access.rules.Scheme;
import dev.gyre.app.ExplainText;
import dev.gyre.app.Explainer;
import dev.gyre.config.PoolFile;
import dev.gyre.net.Failure;
import dev.gyre.net.Target;
import dev.gyre.observe.ExchangeRecord;
import dev.gyre.testkit.Curl;
import dev.gyre.testkit.DnsStub;
import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Rcode;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An operator's rules, by every way in which a client asks.
final class RulesIT {

    private static final String SOURCES =
            """
            egress:
              - {source: 127.0.5.1, tags: [one]}
              - {source: 127.0.5.2, tags: [two]}
            targets: {allow: [127.0.0.0/8]}
            """;

    private final RecordingOrigin origin = RecordingOrigin.start(Loopback.V4, address("127.0.6.1"));
    private final DnsStub stub =
            DnsStub.start()
                    .address("www.good.example", "127.0.0.1")
                    .address("www.bad.example", "127.0.0.1")
                    .address("inner.example", "127.0.6.1")
                    .address("both.example", "127.0.6.1", "127.0.0.1");

    @AfterEach
    void end() {
        stub.close();
        origin.close();
    }

    private Gyre start(String rules) {
        return start(SOURCES, rules);
    }

    private Gyre start(String pool, String rules) {
        return Gyre.start(pool(pool, rules));
    }

    private String pool(String pool, String rules) {
        return "listen: ['127.0.0.1:0', 'dns://127.0.0.1:0']\n"
                + pool
                + "dns: {servers: ['"
                + Loopback.authority(stub.address())
                + "']}\n"
                + rules;
    }

    private String url(String host) {
        return "http://" + host + ":" + origin.port() + "/";
    }

    private static final String DENY =
            """
            rules:
              - {deny: {host: .bad.example}, reason: 'Not "here".', name: bad}
            denial: {contact: it@example.org, text: Think <b>twice</b>.}
            """;

    @Test
    void aRefusedPageIsToldByWhichRuleAndWhomToAsk() {
        try (Gyre gyre = start(DENY)) {
            Curl.Result text =
                    Curl.run("-i", "-x", "http://" + gyre.hostPort(), url("WWW.bad.example."));
            assertThat(text.out())
                    .startsWith("HTTP/1.1 403 Forbidden\r\n")
                    .contains(
                            "\r\nProxy-Status: proxy; error=http_request_denied;"
                                    + " details=\"Not \\\"here\\\". (rule 'bad')\"\r\n")
                    .doesNotContain("Connection: close")
                    .endsWith(
                            "\r\n\r\nNot \"here\". (rule 'bad')\nThink <b>twice</b>.\n"
                                    + "Ask: it@example.org\n");
            Curl.Result page =
                    Curl.run(
                            "-H",
                            "Accept: text/html,*/*;q=0.8",
                            "-x",
                            "http://" + gyre.hostPort(),
                            url("www.bad.example"));
            assertThat(page.out())
                    .contains("<title>403 Forbidden</title>")
                    .contains("<h1>Not &quot;here&quot;.</h1>")
                    .contains("<p>www.bad.example</p>")
                    .contains("<p>Think &lt;b&gt;twice&lt;/b&gt;.</p>")
                    .contains("<p>Ask: it@example.org</p>")
                    .contains("rule &#39;bad&#39;");
            Curl.Result json =
                    Curl.run(
                            "-H",
                            "Accept: application/json",
                            "-x",
                            "http://" + gyre.hostPort(),
                            url("www.bad.example"));
            assertThat(json.out())
                    .isEqualTo(
                            "{\"status\":403,\"error\":\"http_request_denied\",\"message\":\"Not"
                                    + " \\\"here\\\".\",\"rule\":\"rule 'bad'\",\"text\":\"Think"
                                    + " <b>twice</b>.\",\"contact\":\"it@example.org\"}\n");
            assertThat(stub.asked()).isEmpty();
            assertThat(origin.seen()).isEmpty();
            assertThat(gyre.log())
                    .hasSize(3)
                    .allSatisfy(record -> {
                        assertThat(record.failure()).contains(Failure.DENIED);
                        assertThat(record.detail()).isEqualTo("Not \"here\". (rule 'bad')");
                        assertThat(record.egress()).isEmpty();
                    });
            assertThat(Curl.run("-x", "http://" + gyre.hostPort(), url("www.good.example")).exit())
                    .isZero();
            assertThat(stub.asked("www.good.example")).isNotEmpty();
        }
    }

    @Test
    void aRefusedTunnelIsToldInEachLanguage() throws Exception {
        try (Gyre gyre = start(DENY)) {
            for (String proxy : List.of("socks5h", "socks4a", "socks5", "socks4")) {
                boolean remote = proxy.endsWith("h") || proxy.endsWith("a");
                Curl.Result refused =
                        Curl.run(
                                "-x",
                                proxy + "://" + gyre.hostPort(),
                                url(remote ? "www.bad.example" : "127.0.0.1"));
                assertThat(refused.exit()).as(proxy).isEqualTo(remote ? 97 : 0);
            }
            Curl.Result connect =
                    Curl.run("-v", "-p", "-x", "http://" + gyre.hostPort(), url("www.bad.example"));
            assertThat(connect.exit()).isEqualTo(56);
            assertThat(connect.err())
                    .contains("< HTTP/1.1 403 Forbidden")
                    .contains("http_request_denied; details=\"Not \\\"here\\\". (rule 'bad')\"");
            try (RawClient client = gyre.client()) {
                assertThat(client.socks5("www.bad.example", origin.port())).isEqualTo(2);
            }
            try (RawClient client = gyre.client()) {
                assertThat(client.socks4a("www.bad.example", origin.port())).isEqualTo(0x5b);
            }
            assertThat(stub.asked("www.bad.example")).isEmpty();
        }
    }

    @Test
    void aRefusedNameDoesNotExistForThoseWhoAskByDns() throws Exception {
        try (Gyre gyre =
                start(
                        SOURCES
                                + "hosts: {fixed.bad.example: 192.0.2.1, fixed.example:"
                                + " 192.0.2.2}\n",
                        DENY)) {
            var at = gyre.nameAddresses().getFirst();
            var refused = ask(at, "www.bad.example");
            assertThat(refused.getRcode()).isEqualTo(Rcode.NXDOMAIN);
            assertThat(errors(refused)).containsExactly(ExtendedErrorCodeOption.BLOCKED);
            assertThat(ask(at, "fixed.bad.example").getRcode()).isEqualTo(Rcode.NXDOMAIN);
            assertThat(ask(at, "fixed.example").getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(ask(at, "www.good.example").getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(stub.asked("www.bad.example")).isEmpty();
            gyre.reload(pool(SOURCES, "rules: [{deny: {client: 127.0.0.0/8}}]\n"));
            var nobody = ask(at, "www.good.example");
            assertThat(nobody.getRcode()).isEqualTo(Rcode.REFUSED);
            assertThat(errors(nobody)).containsExactly(ExtendedErrorCodeOption.PROHIBITED);
        }
    }

    @Test
    void rulesOfAnotherFileHoldAtOnceOnOpenConnections() throws Exception {
        try (Gyre gyre = start("");
                RawClient client = gyre.client()) {
            client.send("GET " + url("www.good.example") + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.readResponse().status()).isEqualTo(200);
            gyre.reload(pool(SOURCES, "rules: [{deny: {domain: good.example}, status: 451}]\n"));
            client.send("GET " + url("www.good.example") + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.readResponse().statusLine())
                    .isEqualTo("HTTP/1.1 451 Unavailable For Legal Reasons");
            gyre.reload(pool(SOURCES, ""));
            client.send("GET " + url("www.good.example") + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.readResponse().status()).isEqualTo(200);
        }
    }

    @Test
    void anAddressIsJudgedAfterTheNameIsLookedUp() throws Exception {
        String rules = "rules: [{deny: {address: 127.0.6.0/24}, reason: Inner.}]\n";
        try (Gyre gyre = start(rules);
                RawClient client = gyre.client()) {
            client.send("GET " + url("inner.example") + " HTTP/1.1\r\nHost: x\r\n\r\n");
            RawClient.Response refused = client.readResponse();
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.field("proxy-status"))
                    .contains(
                            "proxy; error=destination_ip_prohibited; details=\"Inner. (rule 1)\"");
            for (String literal : List.of("127.0.6.1", "0x7f000601", "2130707969")) {
                client.send("GET " + url(literal) + " HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(client.readResponse().status()).as(literal).isEqualTo(403);
            }
            // Of several addresses the others are connected to.
            client.send("GET " + url("both.example") + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.readResponse().status()).isEqualTo(200);
            try (RawClient socks = gyre.client()) {
                assertThat(socks.socks5("inner.example", origin.port())).isEqualTo(2);
            }
            try (RawClient socks = gyre.client()) {
                assertThat(socks.socks4("127.0.6.1", origin.port())).isEqualTo(0x5b);
            }
        }
        assertThat(origin.seen()).hasSize(1);
    }

    @Test
    void anOpenConnectionIsNotUsedAgainAgainstARule() throws Exception {
        String standing = "rotate: {every: session}\n";
        try (Gyre gyre = start(SOURCES + standing, "");
                RawClient client = gyre.client()) {
            client.send("GET " + url("inner.example") + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.readResponse().status()).isEqualTo(200);
            gyre.reload(pool(SOURCES + standing, "rules: [{deny: {address: 127.0.6.0/24}}]\n"));
            client.send("GET " + url("inner.example") + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.readResponse().status()).isEqualTo(403);
        }
    }

    @Test
    void behindAHopOnlyTheLiteralIsJudged() throws Exception {
        try (FakeHop hop =
                        FakeHop.socks5()
                                .names(Map.of("inner.example", address("127.0.6.1")))
                                .start();
                Gyre gyre =
                        start(
                                "egress: [{proxy: 'socks5h://"
                                        + Loopback.authority(hop.address())
                                        + "'}]\ntargets: {allow: [127.0.0.0/8]}\n",
                                "rules: [{deny: {address: 127.0.6.0/24}}]\n");
                RawClient client = gyre.client()) {
            client.send("GET " + url("inner.example") + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.readResponse().status()).isEqualTo(200);
            client.send("GET " + url("127.0.6.1") + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.readResponse().status()).isEqualTo(403);
            assertThat(hop.asked()).hasSize(1);
        }
    }

    /// Of a name of which the operator has set the addresses, hops are told these, and rules know them.
    @Test
    void anOpenConnectionToAFixedAddressIsNotUsedAgainAgainstARule() throws Exception {
        try (FakeHop hop = FakeHop.socks5().start()) {
            String pool =
                    "egress: [{proxy: 'socks5h://"
                            + Loopback.authority(hop.address())
                            + "'}]\ntargets: {allow: [127.0.0.0/8]}\n"
                            + "hosts: {fixed.example: 127.0.6.1}\nrotate: {every: session}\n";
            try (Gyre gyre = start(pool, "");
                    RawClient client = gyre.client()) {
                String get = "GET " + url("fixed.example") + " HTTP/1.1\r\nHost: x\r\n\r\n";
                client.send(get);
                assertThat(client.readResponse().status()).isEqualTo(200);
                client.send(get);
                assertThat(client.readResponse().status()).isEqualTo(200);
                assertThat(hop.asked()).as("an open connection serves").hasSize(1);
                gyre.reload(pool(pool, "rules: [{deny: {address: 127.0.6.0/24}}]\n"));
                client.send(get);
                assertThat(client.readResponse().status()).isEqualTo(403);
            }
        }
        assertThat(origin.seen()).hasSize(2);
    }

    /// What nobody answers in a tunnel to a page of ours is sought as if there were none, if rules allow that.
    @Test
    void aNameOfOursThatIsRefusedIsNotSought() throws Exception {
        try (FakeHop hop = FakeHop.socks5().start()) {
            String pool =
                    "egress: [{proxy: 'socks5h://" + Loopback.authority(hop.address()) + "'}]\n";
            try (Gyre gyre = start(pool, "")) {
                askForNothing(gyre);
                assertThat(hop.asked()).extracting(FakeHop.Asked::host).contains("whoami.gyre");
                int before = hop.asked().size();
                gyre.reload(pool(pool, "rules: [{deny: {host: .gyre}}]\n"));
                askForNothing(gyre);
                assertThat(hop.asked()).hasSize(before);
            }
        }
    }

    private static void askForNothing(Gyre gyre) throws Exception {
        try (RawClient client = gyre.client()) {
            assertThat(client.socks5("whoami.gyre", 80)).isZero();
            client.send("GET http://elsewhere.example/ HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void aRuleChoosesTheEgresses() throws Exception {
        String rules =
                """
                rules:
                  - {direct: 127.0.5.1, when: {host: www.good.example}}
                  - {pool: two, when: {host: www.bad.example}}
                """;
        try (Gyre gyre = start(rules)) {
            for (int i = 0; i < 8; i++) {
                Curl.run("-x", "http://" + gyre.hostPort(), url("www.good.example"));
                Curl.run("-x", "socks5h://" + gyre.hostPort(), url("www.bad.example"));
            }
            assertThat(gyre.log())
                    .hasSize(16)
                    .allSatisfy(record ->
                            assertThat(record.egress())
                                    .isEqualTo(
                                            record.target().startsWith("www.good")
                                                    ? "127.0.5.1"
                                                    : "127.0.5.2"));
            assertThat(stub.asked("www.good.example"))
                    .allSatisfy(
                            asked -> assertThat(asked.source()).isEqualTo(address("127.0.5.1")));
            // A client's wish takes away from that, and adds nothing.
            Curl.Result neither =
                    Curl.run(
                            "-i",
                            "-U",
                            "me-tag-one:x",
                            "-x",
                            "http://" + gyre.hostPort(),
                            url("www.bad.example"));
            assertThat(neither.out()).startsWith("HTTP/1.1 503");
        }
    }

    @Test
    void anEgressWithALabelMayBeRefused() throws Exception {
        try (Gyre gyre = start("rules: [{deny: {egress: one, host: www.bad.example}}]\n")) {
            for (int i = 0; i < 20; i++) {
                Curl.run("-x", "http://" + gyre.hostPort(), url("www.bad.example"));
            }
            List<ExchangeRecord> log = gyre.log();
            assertThat(log)
                    .anySatisfy(record -> assertThat(record.failure()).isEqualTo(Optional.empty()))
                    .anySatisfy(record -> assertThat(record.failure()).contains(Failure.DENIED))
                    .noneMatch(record -> record.egress().equals("127.0.5.1"));
            assertThat(stub.asked("www.bad.example"))
                    .allSatisfy(
                            asked -> assertThat(asked.source()).isEqualTo(address("127.0.5.2")));
        }
    }

    @Test
    void whatClientsOnlySayOfThemselvesOpensNothing() {
        String hash = PasswordHash.of("word").text();
        String users =
                """
                users: [{name: alice, password: '%s', groups: [staff]}]
                rules: [{allow: {group: staff}}, {default: deny}]
                """
                        .formatted(hash);
        try (Gyre gyre =
                Gyre.start(
                        pool(SOURCES, users)
                                .replace(
                                        "['127.0.0.1:0', ",
                                        "[{at: '127.0.0.1:0', users: none}, '127.0.0.1:0', "))) {
            String open = "http://127.0.0.1:" + gyre.addresses().get(0).getPort();
            String asks = "http://127.0.0.1:" + gyre.addresses().get(1).getPort();
            assertThat(Curl.run("-i", "-U", "alice:word", "-x", open, url("127.0.0.1")).out())
                    .startsWith("HTTP/1.1 403")
                    .contains("(no rule allows it)");
            assertThat(Curl.run("-i", "-U", "alice:word", "-x", asks, url("127.0.0.1")).out())
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void tunnelsAreMadeToPort443OnlyUnlessTheFileSaysOtherwise() throws Exception {
        try (Gyre gyre = start("connect: {ports: [443]}\n");
                RawClient client = gyre.client()) {
            client.send("CONNECT 127.0.0.1:" + origin.port() + " HTTP/1.1\r\nHost: x\r\n\r\n");
            RawClient.Response refused = client.readResponse();
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text())
                    .isEqualTo(
                            "This proxy makes no tunnel to port "
                                    + origin.port()
                                    + ". (connect.ports)\n");
            try (RawClient socks = gyre.client()) {
                assertThat(socks.socks5("127.0.0.1", origin.port())).isZero();
            }
            Curl.Result judge =
                    Curl.run("-p", "-x", "http://" + gyre.hostPort(), "http://whoami.gyre/");
            assertThat(judge.out()).startsWith("address: 127.0.5.");
        }
    }

    @Test
    void builtInTargetsAreThereWhateverTheRulesSay() {
        try (Gyre gyre = start("rules: [{deny: all}]\nconnect: {ports: [443]}\n")) {
            for (String proxy : List.of("http", "socks5h", "socks4a")) {
                assertThat(
                                Curl.run(
                                                "-x",
                                                proxy + "://" + gyre.hostPort(),
                                                "http://whoami.gyre/")
                                        .out())
                        .startsWith("address: 127.0.5.");
                assertThat(
                                Curl.run(
                                                "-i",
                                                "-x",
                                                "http://" + gyre.hostPort(),
                                                url("www.good.example"))
                                        .out())
                        .startsWith("HTTP/1.1 403");
            }
        }
    }

    @Test
    void anOperatorMayHaveAPageOfItsOwn(@TempDir Path folder) throws Exception {
        Path page =
                Files.writeString(
                        folder.resolve("no.html"),
                        "<title>{reason}</title>{host} {rule} {contact} {other} {{host}");
        try (Gyre gyre =
                start(
                        "rules: [{deny: {host: .bad.example}, reason: 'Nö & nö', page: '"
                                + page
                                + "'}]\n")) {
            Curl.Result html =
                    Curl.run(
                            "-i",
                            "-H",
                            "Accept: text/html",
                            "-x",
                            "http://" + gyre.hostPort(),
                            url("www.bad.example"));
            assertThat(html.out())
                    .contains("Content-Type: text/html; charset=utf-8\r\n")
                    .contains("details=\"N? & n? (rule 1)\"")
                    .endsWith(
                            "<title>Nö &amp; nö</title>www.bad.example rule 1  {other}"
                                    + " {www.bad.example");
        }
    }

    @Test
    void theTermsOfUseAreShownOnceUntilTheyAreAccepted() throws Exception {
        try (Gyre gyre =
                start("acceptable-use: {text: 'Be <nice>.'}\nrules: [{deny: {host: .gyre}}]\n")) {
            String proxy = "http://" + gyre.hostPort();
            String page = "http://www.good.example:" + origin.port() + "/a?b=c&d";
            origin.answer("/a?b=c&d", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            assertThat(Curl.run("-i", "-x", proxy, page).out())
                    .as("only what people look at is held up")
                    .startsWith("HTTP/1.1 200");
            String html = "Accept: text/html";
            String shown = Curl.run("-i", "-H", html, "-x", proxy, page).out();
            assertThat(shown)
                    .startsWith("HTTP/1.1 511 Network Authentication Required\r\n")
                    .contains("<p>Be &lt;nice&gt;.</p>");
            Matcher action = Pattern.compile("action=\"([^\"]+)\"").matcher(shown);
            assertThat(action.find()).isTrue();
            String accept = action.group(1);
            String forged =
                    accept.replaceFirst(
                            "gyre/.", "gyre/" + (accept.contains("gyre/A") ? "B" : "A"));
            for (String wrong : List.of(forged, accept + "x", "http://accept.gyre/")) {
                assertThat(Curl.run("-i", "-d", "", "-x", proxy, wrong).out())
                        .startsWith("HTTP/1.1 403");
            }
            assertThat(Curl.run("-i", "-x", proxy, accept).out())
                    .as("a look is not enough")
                    .startsWith("HTTP/1.1 403");
            assertThat(
                            Curl.run(
                                            "-i",
                                            "--interface",
                                            "127.0.7.9",
                                            "-d",
                                            "",
                                            "-x",
                                            proxy,
                                            accept)
                                    .out())
                    .as("nor is another's token")
                    .startsWith("HTTP/1.1 403");
            assertThat(Curl.run("-i", "-H", html, "-x", proxy, page).out())
                    .startsWith("HTTP/1.1 511");
            assertThat(Curl.run("-i", "-d", "", "-x", proxy, accept).out())
                    .startsWith("HTTP/1.1 303 See Other\r\nLocation: " + page + "\r\n");
            assertThat(Curl.run("-i", "-H", html, "-x", proxy, page).out())
                    .startsWith("HTTP/1.1 200");
            assertThat(
                            Curl.run(
                                            "-i",
                                            "-H",
                                            html,
                                            "--interface",
                                            "127.0.7.9",
                                            "-x",
                                            proxy,
                                            page)
                                    .out())
                    .startsWith("HTTP/1.1 511");
        }
    }

    @Test
    void aRuleKeepsItsRequestsToARate() {
        try (Gyre gyre = start("rules: [{throttle: 128KiB/s, when: {host: www.good.example}}]\n")) {
            String slow = "http://www.good.example:" + origin.port() + "/bytes/400000";
            String fast = "http://www.bad.example:" + origin.port() + "/bytes/400000";
            for (String proxy : List.of("http", "socks5h")) {
                long begun = System.nanoTime();
                assertThat(size(proxy + "://" + gyre.hostPort(), slow)).isEqualTo("400000");
                assertThat(System.nanoTime() - begun)
                        .as(proxy)
                        .isGreaterThan(Duration.ofMillis(2000).toNanos());
                assertThat(size(proxy + "://" + gyre.hostPort(), fast)).isEqualTo("400000");
            }
        }
    }

    /// A request that is answered with the terms of use takes its rule's rate along.
    @Test
    @Timeout(30)
    void aRateHoldsForTheRulesOwnRequestsOnly() throws Exception {
        try (Gyre gyre =
                        start(
                                "acceptable-use: {text: Be nice.}\n"
                                        + "rules: [{throttle: 2KiB/s, when: {host:"
                                        + " www.good.example}}]\n");
                RawClient client = gyre.client()) {
            client.send(
                    "GET "
                            + url("www.good.example")
                            + " HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n\r\n");
            assertThat(client.readResponse().status()).isEqualTo(511);
            client.send(
                    "GET " + url("www.bad.example") + "bytes/200000 HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.readResponse().body()).hasSize(200_000);
        }
    }

    private static String size(String proxy, String url) {
        return Curl.run("-o", "/dev/null", "-w", "%{size_download}", "-x", proxy, url).out();
    }

    @Test
    void explainsWhichRuleDecides() throws Exception {
        Explainer explainer =
                Explainer.of(
                        PoolFile.parse(
                                "pool.yml",
                                pool(SOURCES, DENY + "connect: {ports: [443]}\n")
                                        .getBytes(StandardCharsets.UTF_8),
                                _ -> Optional.empty()));
        assertThat(explained(explainer, Scheme.HTTP, "www.bad.example:80"))
                .isEqualTo("rule: rule 'bad'\npick: none: the rule refuses it\n");
        assertThat(explained(explainer, Scheme.CONNECT, "www.good.example:25"))
                .isEqualTo("rule: connect.ports\npick: none: the rule refuses it\n");
        assertThat(explained(explainer, Scheme.SOCKS5, "127.0.0.1:25"))
                .startsWith("rule: no rule: such requests are allowed\n")
                .contains("pick: 127.0.5.");
    }

    @Test
    void explainsWhichListHasTheTarget(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("ads"), "# ads\n.ads.example\n");
        Files.writeString(folder.resolve("mine"), "good.ads.example\n");
        Files.writeString(folder.resolve("work"), "\n\nwork.example\n");
        String lists =
                """
                lists:
                  - {name: ads, file: 'D/ads'}
                  - {name: mine, file: 'D/mine'}
                  - {name: work, url: 'http://127.0.0.1:1/', via: 127.0.5.1, copy: 'D/work'}
                  - {name: far, url: 'http://127.0.0.1:1/', via: 127.0.5.1}
                block: [ads, far]
                allow: mine
                rules: [{deny: {list: work}, name: work}]
                """
                        .replace("D/", folder + "/");
        Explainer explainer =
                Explainer.of(
                        PoolFile.parse(
                                "pool.yml",
                                pool(SOURCES, lists).getBytes(StandardCharsets.UTF_8),
                                _ -> Optional.empty()));
        assertThat(explainer.missing())
                .containsExactly("the list 'far' is fetched, and has no 'copy' here");
        for (Scheme scheme : Scheme.values()) {
            int port = scheme == Scheme.CONNECT ? 443 : 80;
            assertThat(explained(explainer, scheme, "www.ads.example:" + port))
                    .isEqualTo(
                            "rule: no rule: such requests are allowed\n"
                                    + "blocked: list 'ads', line 2\n"
                                    + "pick: none: the lists block it\n");
            assertThat(explained(explainer, scheme, "good.ads.example:" + port))
                    .doesNotContain("blocked")
                    .contains("pick: ");
            assertThat(explained(explainer, scheme, "work.example:" + port))
                    .isEqualTo(
                            "rule: rule 'work', list 'work', line 3\n"
                                    + "pick: none: the rule refuses it\n");
        }
        assertThat(explained(explainer, Scheme.HTTP, "whoami.gyre:80")).doesNotContain("blocked");
        // As the proxy itself says it.
        try (Gyre gyre =
                start(
                        lists.replaceAll("(?m)^.*far.*$\\n", "")
                                .replaceAll("url: .*, copy", "file"))) {
            String proxy = "http://" + gyre.hostPort();
            assertThat(Curl.run("-x", proxy, "http://work.example/").out())
                    .contains("(rule 'work', list 'work', line 3)");
        }
    }

    /// Neither a name server nor a hop learns that somebody had terms to accept; and as they are asked for another name, who asks does
    /// not learn by the time that this one is known here.
    @Test
    void thePlaceWhereTermsAreAcceptedIsNobodyElses() throws Exception {
        try (FakeHop hop = FakeHop.socks5().names(Map.of()).start()) {
            String chain =
                    "egress: [{proxy: 'socks5h://"
                            + Loopback.authority(hop.address())
                            + "'}]\ntargets: {allow: [127.0.0.0/8]}\n";
            for (String pool : List.of(SOURCES, chain)) {
                for (String use : List.of("acceptable-use: {text: Be nice.}\n", "")) {
                    try (Gyre gyre = start(pool, use + "connect: {ports: any}\n")) {
                        asksForThePlace(gyre, !use.isEmpty());
                    }
                }
            }
            assertThat(hop.asked().stream().map(each -> each.toString()))
                    .noneMatch(each -> each.contains("gyre"))
                    .anyMatch(each -> each.matches(".*[a-z]{6}[.][a-z]{4}.*"));
            assertThat(stub.asked("accept.gyre")).isEmpty();
        }
    }

    private void asksForThePlace(Gyre gyre, boolean on) throws Exception {
        String proxy = "http://" + gyre.hostPort();
        String old = "http://accept.gyre/abc?http%3A%2F%2Fwww.good.example%2F";
        for (String[] ask :
                List.of(
                        new String[] {"-d", "", old},
                        new String[] {"-H", "Accept: text/html", old},
                        new String[] {"http://accept.gyre/"},
                        new String[] {"http://accept.gyre:8080/"})) {
            String[] all = new String[ask.length + 3];
            System.arraycopy(new String[] {"-i", "-x", proxy}, 0, all, 0, 3);
            System.arraycopy(ask, 0, all, 3, ask.length);
            boolean refused = on && !ask[0].contains("8080");
            if (refused) {
                assertThat(Curl.run(all).out())
                        .startsWith("HTTP/1.1 403 ")
                        .contains("http_request_denied; details=\"This is out of date:");
            } else {
                assertThat(Curl.run(all).out()).startsWith("HTTP/1.1 502 ");
            }
        }
        if (!on) {
            assertThat(Curl.run("-x", proxy, "http://accept.gyre/").out())
                    .isEqualTo(Curl.run("-x", proxy, "http://nosuch.example/").out());
        }
        assertThat(Curl.run("-p", "-i", "-x", proxy, "http://accept.gyre/").out())
                .startsWith("HTTP/1.1 502 ");
        try (RawClient client = gyre.client();
                RawClient other = gyre.client()) {
            assertThat(client.socks5("accept.gyre", 80))
                    .isEqualTo(other.socks5("nosuch.example", 80));
        }
        try (RawClient client = gyre.client()) {
            assertThat(client.socks4a("Accept.GYRE.", 80)).isEqualTo(0x5b);
        }
        assertThat(ask(gyre.nameAddresses().getFirst(), "accept.gyre").getRcode())
                .isEqualTo(Rcode.NXDOMAIN);
    }

    private static String explained(Explainer explainer, Scheme scheme, String target) {
        return ExplainText.of(
                explainer.explain(
                        new Explainer.Asking(
                                Loopback.V4, Optional.empty(), Optional.empty(), scheme),
                        Target.parse(target).orElseThrow(),
                        1));
    }

    private static InetAddress address(String literal) {
        return Loopback.address(literal);
    }
}
