package dev.gyre.e2e;

import static dev.gyre.testkit.DnsWire.ask;
import static dev.gyre.testkit.DnsWire.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gyre.net.Failure;
import dev.gyre.observe.ExchangeRecord;
import dev.gyre.testkit.DnsStub;
import dev.gyre.testkit.EchoServer;
import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Lists of domains that are blocked, or alone let through: of files, and of servers.
final class BlocklistsIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String ALLOWED = "targets: {allow: [127.0.0.0/8]}\n";
    private static final List<String> NAMES =
            List.of("ads.example", "x.ads.example", "ADS.Example.", "ok.example", "127.0.0.1");

    @TempDir private Path directory;

    private final DnsStub stub = DnsStub.start();
    private final RecordingOrigin origin = RecordingOrigin.start();

    @BeforeEach
    void names() {
        NAMES.forEach(name -> stub.address(name.replaceAll("\\.$", ""), "127.0.0.1"));
    }

    @AfterEach
    void end() {
        origin.close();
        stub.close();
    }

    private Path write(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text);
    }

    private String lists(String... names) {
        StringBuilder lists = new StringBuilder("lists:\n");
        for (String name : names) {
            lists.append("  - {name: ")
                    .append(name)
                    .append(", file: '")
                    .append(directory.resolve(name + ".txt"))
                    .append("'}\n");
        }
        return lists.toString();
    }

    private String pool(String rest) {
        return "listen: ['127.0.0.1:0', 'dns://127.0.0.1:0']\n"
                + ALLOWED
                + "dns: {servers: ['"
                + Loopback.authority(stub.address())
                + "']}\n"
                + rest;
    }

    private int get(Gyre gyre, String host) throws Exception {
        try (RawClient client = gyre.client()) {
            client.send(
                    "GET http://" + host + ":" + origin.port() + "/ HTTP/1.1\r\nHost: x\r\n\r\n");
            return client.readResponse().status();
        }
    }

    private int connect(Gyre gyre, String host) throws Exception {
        try (RawClient client = gyre.client()) {
            String authority = host + ":" + origin.port();
            client.send("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n");
            return Integer.parseInt(client.readHead().split(" ", 3)[1]);
        }
    }

    private int socks5(Gyre gyre, String host) throws Exception {
        try (RawClient client = gyre.client()) {
            return client.socks5(host, origin.port());
        }
    }

    private int socks4a(Gyre gyre, String host) throws Exception {
        try (RawClient client = gyre.client()) {
            return client.socks4a(host, origin.port());
        }
    }

    /// What people and programs are told.
    private void tellsWhichLine(Gyre gyre) throws Exception {
        try (RawClient client = gyre.client()) {
            client.send("GET http://ads.example/ HTTP/1.1\r\nHost: ads.example\r\n\r\n");
            RawClient.Response reply = client.readResponse();
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.text()).startsWith("This target is blocked. (list 'ads', line 2)");
            assertThat(reply.field("proxy-status"))
                    .contains(
                            "proxy; error=http_request_denied; details=\"This target is blocked."
                                    + " (list 'ads', line 2)\"");
        }
    }

    private void refusesWhatIsListed(Gyre gyre) throws Exception {
        for (String host : List.of("ads.example", "x.ads.example", "ADS.Example.")) {
            assertThat(get(gyre, host)).as(host).isEqualTo(403);
            assertThat(connect(gyre, host)).as(host).isEqualTo(403);
            assertThat(socks5(gyre, host)).as(host).isEqualTo(2);
            assertThat(socks4a(gyre, host)).as(host).isEqualTo(0x5b);
        }
        assertThat(gyre.log())
                .hasSize(12)
                .allSatisfy(record -> {
                    assertThat(record.failure()).hasValue(Failure.DENIED);
                    assertThat(record.detail())
                            .isEqualTo("This target is blocked. (list 'ads', line 2)");
                    assertThat(record.egress()).isEmpty();
                });
        tellsWhichLine(gyre);
        assertThat(get(gyre, "good.ads.example")).as("allowed").isEqualTo(200);
        assertThat(get(gyre, "ok.example")).isEqualTo(200);
        assertThat(connect(gyre, "ok.example")).isEqualTo(200);
        assertThat(socks5(gyre, "ok.example")).isZero();
    }

    @Test
    void whatIsListedIsNeverLookedUpNorLeased() throws Exception {
        write("ads.txt", "! ads\n||ads.example^\n");
        write("mine.txt", "good.ads.example\n");
        stub.address("good.ads.example", "127.0.0.1");
        try (Gyre gyre =
                Gyre.start(
                        pool(
                                lists("ads", "mine")
                                        + "block: ads\nallow: [mine]\n"
                                        + "egress: [{source: 127.0.5.1}]\n"))) {
            refusesWhatIsListed(gyre);
            assertThat(stub.asked())
                    .extracting(DnsStub.Asked::name)
                    .containsOnly("ok.example", "good.ads.example");
        }
    }

    @Test
    void rulesAskForListsAsTheyAreNow() throws Exception {
        write("ads.txt", "ads.example\n");
        Path file =
                write(
                        "pool.yml",
                        pool(
                                lists("ads")
                                        + "rules: [{deny: {list: ads, scheme: [http, dns]}, reason:"
                                        + " No adverts.}]\n"
                                        + "egress: [{source: 127.0.5.1}]\n"));
        try (Gyre gyre = Gyre.following(file)) {
            assertThat(get(gyre, "x.ads.example")).isEqualTo(403);
            assertThat(socks5(gyre, "x.ads.example")).isZero();
            assertThat(gyre.log().getFirst().detail())
                    .isEqualTo("No adverts. (rule 1, list 'ads', line 1)");
            write("ads.txt", "word.example\nok.example\n");
            await().atMost(LONG).until(() -> get(gyre, "ok.example") == 403);
            int asked = stub.asked("ok.example").size();
            assertThat(get(gyre, "ok.example")).isEqualTo(403);
            assertThat(stub.asked("ok.example")).as("once it is listed").hasSize(asked);
            assertThat(get(gyre, "x.ads.example")).isEqualTo(200);
        }
    }

    @Test
    void whatIsListedIsToldToNoHop() throws Exception {
        write("ads.txt", "! ads\n||ads.example^\n");
        write("mine.txt", "good.ads.example\n");
        try (FakeHop hop =
                        FakeHop.socks5()
                                .names(
                                        Map.of(
                                                "ok.example", Loopback.V4,
                                                "good.ads.example", Loopback.V4))
                                .start();
                Gyre gyre =
                        Gyre.start(
                                pool(
                                        lists("ads", "mine")
                                                + "block: [ads]\nallow: [mine]\n"
                                                + "egress: [{proxy: 'socks5h://127.0.0.1:"
                                                + hop.port()
                                                + "'}]\n"))) {
            refusesWhatIsListed(gyre);
            assertThat(hop.asked())
                    .extracting(FakeHop.Asked::host)
                    .containsOnly("ok.example", "good.ads.example");
            assertThat(stub.asked()).isEmpty();
        }
    }

    @Test
    void addressesAndKeptConnectionsAreJudgedToo() throws Exception {
        write("nets.txt", "127.0.0.0/24\n");
        Path file = write("pool.yml", ALLOWED + lists("nets") + "egress: [{source: 127.0.5.1}]\n");
        try (Gyre gyre = Gyre.following(file);
                RawClient client = gyre.client()) {
            String request = "GET " + origin.url("/") + " HTTP/1.1\r\nHost: x\r\n\r\n";
            client.send(request);
            assertThat(client.readResponse().status()).as("nothing is blocked").isEqualTo(200);
            Files.writeString(file, Files.readString(file) + "block: [nets]\n");
            await().atMost(LONG)
                    .until(() ->
                            gyre.notices().stream().anyMatch(each -> each.startsWith("reloaded")));
            client.send(request);
            assertThat(client.readResponse().status()).isEqualTo(403);
            assertThat(get(gyre, "2130706433")).isEqualTo(403);
            assertThat(origin.seen()).hasSize(1);
        }
    }

    @Test
    void onlyWhatIsListedIsLetThrough() throws Exception {
        write("work.txt", "ok.example\n");
        try (Gyre gyre =
                Gyre.start(
                        pool(
                                lists("work")
                                        + "allow-only: work\negress: [{source: 127.0.5.1}]\n"))) {
            assertThat(get(gyre, "ok.example")).isEqualTo(200);
            assertThat(get(gyre, "ads.example")).isEqualTo(403);
            assertThat(get(gyre, "127.0.0.1")).isEqualTo(403);
            assertThat(get(gyre, "whoami.gyre:80/#"))
                    .as("what is no target of others")
                    .isEqualTo(400);
            try (RawClient client = gyre.client()) {
                client.send("GET http://whoami.gyre/ HTTP/1.1\r\nHost: whoami.gyre\r\n\r\n");
                assertThat(client.readResponse().status()).isEqualTo(200);
            }
            assertThat(gyre.log().get(1).detail())
                    .isEqualTo("This target is blocked. (in no list of 'work')");
            assertThat(stub.asked()).extracting(DnsStub.Asked::name).containsOnly("ok.example");
        }
    }

    @Test
    void whoAsksByDnsIsToldThatThereIsNoSuchName() throws Exception {
        write("ads.txt", "0.0.0.0 ads.example\nfixed.example\n");
        try (Gyre gyre =
                Gyre.start(
                        pool(
                                lists("ads")
                                        + "block: [ads]\nhosts: {fixed.example: 192.0.2.9}\n"
                                        + "egress: [{source: 127.0.5.1}]\n"))) {
            Message reply = ask(gyre.nameAddresses().getFirst(), "ads.example");
            assertThat(reply.getRcode()).isEqualTo(Rcode.NXDOMAIN);
            assertThat(errors(reply)).containsExactly(ExtendedErrorCodeOption.BLOCKED);
            assertThat(reply.toString()).contains("list 'ads', line 1");
            assertThat(stub.asked()).isEmpty();
            assertThat(
                            ask(gyre.nameAddresses().getFirst(), "ok.example")
                                    .getSection(Section.ANSWER))
                    .hasSize(1);
            assertThat(ask(gyre.nameAddresses().getFirst(), "x.ads.example").getRcode())
                    .as("a hosts file names the very name")
                    .isEqualTo(Rcode.NOERROR);
            assertThat(stub.asked())
                    .extracting(DnsStub.Asked::name)
                    .containsOnly("ok.example", "x.ads.example");
            assertThat(gyre.log().getFirst())
                    .isEqualTo(
                            new ExchangeRecord(
                                    ExchangeRecord.Kind.DNS,
                                    "ads.example A",
                                    "",
                                    Optional.of(Failure.DENIED),
                                    "This target is blocked. (list 'ads', line 1)"));
            assertThat(ask(gyre.nameAddresses().getFirst(), "fixed.example").getRcode())
                    .as("what is known all the same")
                    .isEqualTo(Rcode.NXDOMAIN);
            // As many questions as one client may have open, and more: each gives its place back.
            for (int i = 0; i < 300; i++) {
                assertThat(ask(gyre.nameAddresses().getFirst(), "ads.example").getRcode())
                        .isEqualTo(Rcode.NXDOMAIN);
            }
        }
    }

    @Test
    void aListIsReadAgainAndWhatRunsGoesOn() throws Exception {
        write("ads.txt", "ads.example\nnot understood\n");
        Path file =
                write(
                        "pool.yml",
                        pool(lists("ads") + "block: [ads]\negress: [{source: 127.0.5.1}]\n"));
        try (EchoServer echo = EchoServer.start();
                Gyre gyre = Gyre.following(file);
                RawClient tunnel = gyre.client()) {
            assertThat(gyre.notices())
                    .contains(
                            "the list 'ads' at "
                                    + directory.resolve("ads.txt")
                                    + ": one line is not understood and passed over, line 2 first");
            assertThat(tunnel.socks5("ok.example", echo.port())).isZero();
            assertThat(get(gyre, "ads.example")).isEqualTo(403);

            write("ads.txt", "ok.example\nother.example\n");
            await().atMost(LONG)
                    .until(() ->
                            gyre.notices()
                                    .contains(
                                            "the list 'ads' at "
                                                    + directory.resolve("ads.txt")
                                                    + " has changed: 2 entries now"));
            await().atMost(LONG).until(() -> get(gyre, "ok.example") == 403);
            assertThat(get(gyre, "ads.example")).isEqualTo(200);
            tunnel.send("x");
            assertThat(tunnel.readExactly(1)).as("a tunnel goes on").isEqualTo(new byte[] {'x'});

            write("ads.txt", "word\n");
            await().atMost(LONG)
                    .until(() -> gyre.notices().getLast().endsWith("The old pool stays."));
            assertThat(gyre.notices().getLast()).contains("'ads'", "has no line that is a domain");
            assertThat(get(gyre, "ok.example")).as("the old list stays").isEqualTo(403);
            Files.delete(directory.resolve("ads.txt"));
            await().atMost(LONG)
                    .until(() -> gyre.notices().getLast().contains("there is no such file"));
            assertThat(get(gyre, "ok.example")).as("the old list stays").isEqualTo(403);
        }
    }

    private void publish(RecordingOrigin server, String body) {
        server.answer(
                "/list",
                "HTTP/1.1 200 OK\r\nContent-Length: "
                        + body.getBytes(StandardCharsets.UTF_8).length
                        + "\r\n\r\n"
                        + body);
    }

    @Test
    void aListIsFetchedByItsWayAndKept() throws Exception {
        Path copy = directory.resolve("copy.txt");
        Path file;
        try (RecordingOrigin server = RecordingOrigin.start()) {
            publish(server, "ads.example\n");
            file =
                    write(
                            "pool.yml",
                            pool(
                                    "lists: [{name: far, url: '"
                                            + server.url("/list")
                                            + "', via: 127.0.6.9, interval: 12h, copy: copy.txt}]\n"
                                            + "block: far\negress: [{source: 127.0.5.1}]\n"));
            try (Gyre gyre = Gyre.following(file)) {
                assertThat(get(gyre, "ads.example")).as("the start has waited").isEqualTo(403);
                assertThat(get(gyre, "ok.example")).isEqualTo(200);
                assertThat(server.seen()).hasSize(1);
                assertThat(server.seen().getFirst().source()).isEqualTo("127.0.6.9");
                await().atMost(LONG)
                        .untilAsserted(() -> assertThat(copy).hasContent("ads.example\n"));

                publish(server, "ok.example\nmore.example\n");
                gyre.hangUp();
                await().atMost(LONG).until(() -> get(gyre, "ok.example") == 403);
                assertThat(get(gyre, "ads.example")).isEqualTo(200);
                assertThat(gyre.notices())
                        .contains(
                                "the list at http://"
                                        + server.authority()
                                        + "/*** has changed: 2 entries now");
                await().atMost(LONG)
                        .untilAsserted(
                                () -> assertThat(copy).hasContent("ok.example\nmore.example\n"));

                publish(server, "Service\nUnavailable\n");
                gyre.hangUp();
                await().atMost(LONG)
                        .until(() ->
                                gyre.notices().stream()
                                        .anyMatch(each ->
                                                each.endsWith("; what it said last stays")));
                assertThat(get(gyre, "ok.example")).isEqualTo(403);
            }
        }
        // Its server is gone: the copy serves.
        try (Gyre gyre = Gyre.following(file)) {
            assertThat(get(gyre, "ok.example")).isEqualTo(403);
            assertThat(get(gyre, "ads.example")).isEqualTo(200);
        }
        // Without it, what is to be blocked isn't known: nothing is served.
        Files.delete(copy);
        assertThatThrownBy(() -> Gyre.following(file))
                .hasMessageContaining("the list 'far' at http://")
                .hasMessageContaining("could not be had");
    }

    @Test
    void doesNotStartWithWhatIsNoList() throws Exception {
        write("ads.txt", "<html>\n");
        String pool = lists("ads") + "egress: [{source: 127.0.5.1}]\n";
        assertThatThrownBy(() -> Gyre.start(pool))
                .hasMessageContaining("the list 'ads' at")
                .hasMessageContaining(
                        "has no line that is a domain; line 1 is the first that is none");
    }

    @Test
    void whatNobodyNamesCostsNothing() throws Exception {
        try (Gyre gyre = Gyre.start(pool("egress: [{source: 127.0.5.1}]\n"))) {
            assertThat(get(gyre, "ads.example")).isEqualTo(200);
            assertThat(gyre.log().getFirst().failure()).isEmpty();
        }
    }
}
