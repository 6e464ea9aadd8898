package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gyre.testkit.Curl;
import dev.gyre.testkit.DnsStub;
import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.Seen;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Sessions as clients ask for them, and as targets see them.
final class SessionIT {

    private static final String SOURCES =
            """
            targets: {allow: [127.0.0.0/8]}
            egress:
              - source: 127.0.5.1-127.0.5.250
            """;

    private static String basic(String user, String password) {
        return "Proxy-Authorization: Basic "
                + Base64.getEncoder()
                        .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8))
                + "\r\n";
    }

    private static RawClient.Response get(RawClient client, String url, String fields)
            throws Exception {
        client.send("GET " + url + " HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n");
        return client.readResponse();
    }

    /// By which source a request leaves that is made on a connection of its own.
    private static String source(Gyre gyre, RecordingOrigin origin, String fields)
            throws Exception {
        try (RawClient client = gyre.client()) {
            assertThat(get(client, origin.url("/"), fields).status()).isEqualTo(200);
        }
        return origin.seen().getLast().source();
    }

    private static String socksSource(
            Gyre gyre, RecordingOrigin origin, String user, String password) throws Exception {
        try (RawClient client = gyre.client()) {
            assertThat(client.socks5("127.0.0.1", origin.port(), user, password)).isZero();
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.readResponse().status()).isEqualTo(200);
        }
        return origin.seen().getLast().source();
    }

    @Test
    void aSessionHasOneSourceOverReconnectsByHttpConnectAndSocksAlike() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(SOURCES)) {
            Set<String> sources = new HashSet<>();
            for (int i = 0; i < 5; i++) {
                sources.add(source(gyre, origin, basic("me-session-abc", "any")));
                sources.add(socksSource(gyre, origin, "me-session-abc", "any"));
                try (RawClient client = gyre.client()) {
                    client.send(
                            "CONNECT "
                                    + origin.authority()
                                    + " HTTP/1.1\r\nHost: x\r\n"
                                    + basic("me-session-abc", "any")
                                    + "\r\n");
                    assertThat(client.readHead()).startsWith("HTTP/1.1 200");
                    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                    assertThat(client.readResponse().status()).isEqualTo(200);
                    sources.add(origin.seen().getLast().source());
                }
            }
            assertThat(sources).hasSize(1);
            assertThat(source(gyre, origin, basic("me-session-other", "any"))).isNotIn(sources);
            assertThat(source(gyre, origin, basic("you-session-abc", "any"))).isNotIn(sources);
        }
    }

    @Test
    void everyDialectNamesASessionByHttpAndBySocks() throws Exception {
        List<String[]> dialects =
                List.of(
                        new String[] {"brd-customer-u-zone-z-session-s1", "p"},
                        new String[] {"customer-u-sessid-s2-sesstime-10", "p"},
                        new String[] {"user-u-session-s3-sessionduration-30", "p"},
                        new String[] {"u", "p_session-s4_lifetime-10m"},
                        new String[] {"auto,session-s5", "p"},
                        new String[] {"u+session=s6+ttl=60s", "p"});
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(SOURCES)) {
            Set<String> all = new HashSet<>();
            for (String[] dialect : dialects) {
                Set<String> sources = new HashSet<>();
                for (int i = 0; i < 3; i++) {
                    sources.add(source(gyre, origin, basic(dialect[0], dialect[1])));
                    sources.add(socksSource(gyre, origin, dialect[0], dialect[1]));
                }
                assertThat(sources).as(dialect[0]).hasSize(1);
                all.addAll(sources);
            }
            assertThat(all).hasSizeGreaterThan(3);
        }
    }

    @Test
    void curlNamesASessionByUserOnEveryWayIn() {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(SOURCES)) {
            Set<String> sources = new HashSet<>();
            for (String scheme : List.of("http", "socks5", "socks5h")) {
                for (int i = 0; i < 3; i++) {
                    Curl.Result result =
                            Curl.run(
                                    "-x",
                                    scheme + "://me-session-curl:x@" + gyre.hostPort(),
                                    origin.url("/"));
                    assertThat(result.exit()).as(result.err()).isZero();
                    sources.add(origin.seen().getLast().source());
                }
            }
            assertThat(sources).hasSize(1);
        }
    }

    @Test
    void whoAsksIsSaidWithEachRequestAndNotCarriedOver() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(SOURCES);
                RawClient client = gyre.client()) {
            List<String> said =
                    List.of(
                            basic("me-session-a", "x"),
                            basic("me-session-b", "x"),
                            basic("me-session-a", "x"),
                            basic("me-session-b", "x"));
            List<String> sources = new ArrayList<>();
            for (String fields : said) {
                get(client, origin.url("/"), fields);
                sources.add(origin.seen().getLast().source());
            }
            assertThat(sources.get(2)).isEqualTo(sources.get(0));
            assertThat(sources.get(3)).isEqualTo(sources.get(1));
            assertThat(sources.get(1)).isNotEqualTo(sources.get(0));
            // Who says nothing is nobody again, and pipelining makes no difference.
            int before = origin.seen().size();
            StringBuilder pipelined = new StringBuilder();
            for (String fields : List.of("", said.get(0), "", said.get(1), "")) {
                pipelined
                        .append("GET ")
                        .append(origin.url("/"))
                        .append(" HTTP/1.1\r\nHost: x\r\n")
                        .append(fields)
                        .append("\r\n");
            }
            client.send(pipelined.toString());
            for (int i = 0; i < 5; i++) {
                assertThat(client.readResponse().status()).isEqualTo(200);
            }
            List<Seen> seen = origin.seen().subList(before, before + 5);
            assertThat(seen.get(1).source()).isEqualTo(sources.get(0));
            assertThat(seen.get(3).source()).isEqualTo(sources.get(1));
            // By chance one of 250: all three would not be.
            assertThat(List.of(seen.get(0).source(), seen.get(2).source(), seen.get(4).source()))
                    .anyMatch(source -> !sources.contains(source));
        }
    }

    @Test
    void twoListenersNeverShareASession() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start("listen: [\"127.0.0.1:0\", \"127.0.0.1:0\"]\n" + SOURCES)) {
            List<List<String>> sources = List.of(new ArrayList<>(), new ArrayList<>());
            for (int i = 0; i < 5; i++) {
                for (int listener = 0; listener < 2; listener++) {
                    try (RawClient client = RawClient.connect(gyre.addresses().get(listener))) {
                        get(client, origin.url("/"), "Gyre-Session: s" + i + "\r\n");
                    }
                    sources.get(listener).add(origin.seen().getLast().source());
                }
            }
            // One name may fall on the same of 250 by chance.
            assertThat(sources.get(0)).isNotEqualTo(sources.get(1));
            for (int i = 0; i < 5; i++) {
                assertThat(source(gyre, origin, "Gyre-Session: s" + i + "\r\n"))
                        .isEqualTo(sources.get(0).get(i));
            }
        }
    }

    @Test
    void aFieldNamesASessionAndNeverLeaves() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(SOURCES)) {
            String first = source(gyre, origin, "Gyre-Session: a1\r\n");
            assertThat(source(gyre, origin, "gyre-session: a1\r\n")).isEqualTo(first);
            assertThat(source(gyre, origin, "Gyre-Session: a2\r\n")).isNotEqualTo(first);
            assertThat(origin.seen())
                    .allSatisfy(seen ->
                            assertThat(seen.headText()).doesNotContainIgnoringCase("session"));
        }
    }

    @Test
    void aPageCanNotNameASession() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(SOURCES)) {
            Set<String> sources = new HashSet<>();
            for (int i = 0; i < 6; i++) {
                sources.add(
                        source(gyre, origin, "User-Agent: Mozilla/5.0\r\nGyre-Session: a1\r\n"));
                // Firefox has a page say what it likes here.
                sources.add(
                        source(
                                gyre,
                                origin,
                                "User-Agent: curl/8\r\nAccept-Language: en\r\n"
                                        + "Gyre-Session: a1\r\n"));
            }
            assertThat(sources).hasSizeGreaterThan(6);
            assertThat(origin.seen())
                    .allSatisfy(seen ->
                            assertThat(seen.headText()).doesNotContainIgnoringCase("session"));
        }
    }

    @Test
    void whatCanNotBeUnderstoodIsRefusedAndNobodyIsDialled() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(SOURCES)) {
            for (String fields :
                    List.of(
                            "Gyre-Session: a b\r\n",
                            "Gyre-Session: a\r\nGyre-Session: b\r\n",
                            "Gyre-Session: a; ttl=forever\r\n",
                            basic("me-session-a.b", "x"),
                            "Proxy-Authorization: Basic c2VjcmV0\r\n",
                            "Proxy-Authorization: Basic %%%\r\n")) {
                try (RawClient client = gyre.client()) {
                    RawClient.Response refused = get(client, origin.url("/"), fields);
                    assertThat(refused.status()).as(fields).isEqualTo(400);
                    assertThat(refused.field("Proxy-Status"))
                            .hasValue("proxy; error=http_request_error");
                }
            }
            try (RawClient client = gyre.client()) {
                client.send("\5\1\2");
                assertThat(client.readExactly(2)).containsExactly(5, 2);
                client.send("\1\016me-session-a.b\1x");
                assertThat(client.readExactly(2)).containsExactly(1, 1);
                assertThat(client.ended()).isTrue();
            }
            assertThat(origin.connections()).isZero();
        }
    }

    @Test
    void credentialsOfAnotherSchemeAreTakenOutAndNothingElse() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(SOURCES)) {
            source(gyre, origin, "Proxy-Authorization: Bearer abc\r\n");
            assertThat(origin.seen().getLast().field("Proxy-Authorization")).isEmpty();
        }
    }

    @Test
    void unknownParametersArePassedOverOrRefused() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre lenient = Gyre.start(SOURCES);
                Gyre strict = Gyre.start("sessions: {unknown: refuse}\n" + SOURCES)) {
            String fields = basic("me-session-abc-city-berlin", "x");
            source(lenient, origin, fields);
            try (RawClient client = strict.client()) {
                assertThat(get(client, origin.url("/"), fields).status()).isEqualTo(400);
            }
        }
    }

    @Test
    void twoSessionsNeverShareAConnectionAndOneMayUseItsOwnAgain() throws Exception {
        String one = "targets: {allow: [127.0.0.0/8]}\negress: [{source: 127.0.5.1}]\n";
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(one);
                RawClient client = gyre.client()) {
            for (int i = 0; i < 12; i++) {
                String fields = "Gyre-Session: s" + i % 3 + "\r\n";
                assertThat(get(client, origin.url("/bytes/" + (i % 3 + 1)), fields).status())
                        .isEqualTo(200);
            }
            List<Set<Integer>> connections = new ArrayList<>();
            for (int session = 0; session < 3; session++) {
                String path = "/bytes/" + (session + 1);
                Set<Integer> used = new HashSet<>();
                origin.seen().stream()
                        .filter(seen -> seen.target().equals(path))
                        .map(Seen::connection)
                        .forEach(used::add);
                connections.add(used);
            }
            assertThat(connections).allSatisfy(used -> assertThat(used).hasSize(1));
            assertThat(new HashSet<>(connections)).hasSize(3);
        }
    }

    @Test
    void whenASessionEndsItsConnectionsClose() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start("sessions: {ttl: 300ms}\n" + SOURCES);
                RawClient client = gyre.client()) {
            get(client, origin.url("/"), "Gyre-Session: short\r\n");
            String first = origin.seen().getLast().source();
            assertThat(origin.open()).isOne();
            await().atMost(Duration.ofSeconds(10)).until(() -> origin.open() == 0);
            get(client, origin.url("/"), "Gyre-Session: short\r\n");
            Seen next = origin.seen().getLast();
            assertThat(next.source()).isNotEqualTo(first);
            assertThat(next.connection()).isEqualTo(2);
        }
    }

    @Test
    void eachSessionAsksTheNameServersForItself() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                DnsStub dns = DnsStub.start().address("a.example", 300, "127.0.0.1");
                Gyre gyre =
                        Gyre.start(
                                "dns: {servers: [\""
                                        + dns.address().getAddress().getHostAddress()
                                        + ":"
                                        + dns.address().getPort()
                                        + "\"]}\n"
                                        + "reuse: session\n"
                                        + "targets: {allow: [127.0.0.0/8]}\n"
                                        + "egress: [{source: 127.0.5.1}]\n")) {
            String url = "http://a.example:" + origin.port() + "/";
            for (int i = 0; i < 4; i++) {
                for (String session : List.of("one", "two")) {
                    try (RawClient client = gyre.client()) {
                        String fields = "Gyre-Session: " + session + "\r\nConnection: close\r\n";
                        assertThat(get(client, url, fields).status()).isEqualTo(200);
                    }
                }
            }
            assertThat(dns.asked("a.example")).hasSize(2);
            for (int i = 0; i < 3; i++) {
                try (RawClient client = gyre.client()) {
                    assertThat(get(client, url, "").status()).isEqualTo(200);
                }
            }
            assertThat(dns.asked("a.example")).hasSize(5);
        }
    }

    @Test
    void requestsTimesSitesAndNamesAreUnitsOfRotation() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start()) {
            try (Gyre gyre = Gyre.start("rotate: {every: 3 requests}\n" + SOURCES);
                    RawClient kept = gyre.client()) {
                List<String> sources = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    get(kept, origin.url("/"), "");
                    sources.add(origin.seen().getLast().source());
                    sources.add(source(gyre, origin, ""));
                    sources.add(socksSource(gyre, origin, "", ""));
                }
                for (int i = 0; i < 4; i++) {
                    assertThat(new HashSet<>(sources.subList(3 * i, 3 * i + 3))).hasSize(1);
                }
                assertThat(new HashSet<>(sources)).hasSizeGreaterThan(2);
            }
            try (Gyre gyre = Gyre.start("rotate: {every: 1h}\n" + SOURCES)) {
                Set<String> sources = new HashSet<>();
                for (int i = 0; i < 5; i++) {
                    sources.add(source(gyre, origin, ""));
                    sources.add(socksSource(gyre, origin, "", ""));
                }
                assertThat(sources).hasSize(1);
            }
            try (Gyre gyre = Gyre.start("rotate: {every: session}\n" + SOURCES)) {
                String unnamed = source(gyre, origin, "");
                assertThat(source(gyre, origin, "Gyre-Session: a\r\n")).isNotEqualTo(unnamed);
                assertThat(source(gyre, origin, "")).isEqualTo(unnamed);
                assertThat(source(gyre, origin, basic("me-rotate", "x"))).isNotEqualTo(unnamed);
            }
        }
    }

    @Test
    void eachSiteHasItsSource() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                DnsStub dns =
                        DnsStub.start()
                                .address("www.one.example", "127.0.0.1")
                                .address("img.one.example", "127.0.0.1")
                                .address("www.two.example", "127.0.0.1");
                Gyre gyre =
                        Gyre.start(
                                "dns: {servers: [\"127.0.0.1:"
                                        + dns.address().getPort()
                                        + "\"]}\nrotate: {every: site}\n"
                                        + SOURCES)) {
            Set<String> one = new HashSet<>();
            Set<String> two = new HashSet<>();
            for (int i = 0; i < 4; i++) {
                for (String host : List.of("www.one.example", "img.one.example")) {
                    try (RawClient client = gyre.client()) {
                        get(client, "http://" + host + ":" + origin.port() + "/", "");
                    }
                    one.add(origin.seen().getLast().source());
                }
                try (RawClient client = gyre.client()) {
                    get(client, "http://www.two.example:" + origin.port() + "/", "");
                }
                two.add(origin.seen().getLast().source());
            }
            assertThat(one).hasSize(1);
            assertThat(two).hasSize(1).doesNotContainAnyElementsOf(one);
        }
    }

    @Test
    void aSoftSessionMovesToAnotherHopAndAHardOneSays503() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                FakeHop first = FakeHop.http().from("127.0.6.1").start();
                FakeHop second = FakeHop.http().from("127.0.6.2").start();
                Gyre gyre =
                        Gyre.start(
                                """
                                targets: {allow: [127.0.0.0/8]}
                                reveal: egress-id
                                reuse: never
                                egress:
                                  - proxy: http://127.0.0.1:%d
                                  - proxy: http://127.0.0.1:%d
                                """
                                        .formatted(first.port(), second.port()))) {
            Map<String, FakeHop> hops = Map.of("127.0.6.1", first, "127.0.6.2", second);
            String soft = "Gyre-Session: s1\r\n";
            String before = source(gyre, origin, soft);
            hops.get(before).mode(FakeHop.Mode.CLOSING);
            try (RawClient client = gyre.client()) {
                // That may be the target's fault. Twice is more likely the hop's.
                assertThat(get(client, origin.url("/"), soft).status()).isEqualTo(503);
            }
            try (RawClient client = gyre.client()) {
                RawClient.Response reply = get(client, origin.url("/"), soft);
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.field("Proxy-Status").orElse(""))
                        .endsWith("; details=\"the session moved\"");
            }
            String after = origin.seen().getLast().source();
            assertThat(after).isNotEqualTo(before);
            assertThat(gyre.notices()).anyMatch(line -> line.contains("it moved to another"));
            assertThat(gyre.log().getLast().detail()).contains("moved");

            // The hop that failed stands behind the other for a while.
            String hard = "Gyre-Session: h1; strength=hard\r\n";
            assertThat(source(gyre, origin, hard)).isEqualTo(after);
            hops.get(before).mode(FakeHop.Mode.TERMINAL);
            hops.get(after).mode(FakeHop.Mode.CLOSING);
            try (RawClient client = gyre.client()) {
                RawClient.Response reply = get(client, origin.url("/"), hard);
                assertThat(reply.status()).isEqualTo(503);
                assertThat(reply.field("Retry-After")).isPresent();
            }
            hops.get(after).mode(FakeHop.Mode.TERMINAL);
            assertThat(source(gyre, origin, hard)).isEqualTo(after);
        }
    }

    @Test
    void aTargetCanNotMakeASessionMove() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                FakeHop first = FakeHop.http().from("127.0.6.1").start();
                FakeHop second = FakeHop.http().from("127.0.6.2").start();
                Gyre gyre =
                        Gyre.start(
                                """
                                targets: {allow: [127.0.0.0/8]}
                                reuse: never
                                egress:
                                  - proxy: http://127.0.0.1:%d
                                  - proxy: http://127.0.0.1:%d
                                """
                                        .formatted(first.port(), second.port()))) {
            Map<String, FakeHop> hops = Map.of("127.0.6.1", first, "127.0.6.2", second);
            String session = "Gyre-Session: s1\r\n";
            String before = source(gyre, origin, session);
            for (FakeHop.Mode mode : List.of(FakeHop.Mode.TARGET_REFUSED, FakeHop.Mode.REFUSING)) {
                hops.get(before).mode(mode);
                try (RawClient client = gyre.client()) {
                    assertThat(get(client, origin.url("/"), session).status())
                            .isGreaterThanOrEqualTo(502);
                }
            }
            hops.get(before).mode(FakeHop.Mode.TERMINAL);
            assertThat(source(gyre, origin, session)).isEqualTo(before);
        }
    }

    @Test
    void aClientOnThisMachineCanSeeItsEgressWhereThatIsTurnedOn() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre silent = Gyre.start(SOURCES);
                Gyre telling = Gyre.start("reveal: egress-id\n" + SOURCES)) {
            try (RawClient client = silent.client()) {
                assertThat(get(client, origin.url("/"), "").field("Proxy-Status")).isEmpty();
            }
            Set<String> ids = new HashSet<>();
            Set<String> sources = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                try (RawClient client = telling.client()) {
                    RawClient.Response reply =
                            get(client, origin.url("/"), "Gyre-Session: seen\r\n");
                    ids.add(reply.field("Proxy-Status").orElseThrow());
                }
                sources.add(origin.seen().getLast().source());
                try (RawClient client = telling.client()) {
                    client.send(
                            "CONNECT "
                                    + origin.authority()
                                    + " HTTP/1.1\r\nHost: x\r\nGyre-Session: seen\r\n\r\n");
                    String head = client.readHead();
                    ids.add(
                            head.lines()
                                    .filter(line -> line.startsWith("Proxy-Status: "))
                                    .map(line -> line.substring(14))
                                    .findFirst()
                                    .orElseThrow());
                }
            }
            assertThat(sources).hasSize(1);
            assertThat(ids).hasSize(1);
            assertThat(ids.iterator().next())
                    .matches("proxy; next-hop=[a-p][a-z2-7]{15}")
                    .doesNotContain(sources.iterator().next());
        }
    }

    @Test
    void aProxyStatusOfTheTargetStaysBesideOurs() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre telling = Gyre.start("reveal: egress-id\n" + SOURCES);
                RawClient client = telling.client()) {
            origin.answer(
                    "/cached",
                    "HTTP/1.1 200 OK\r\nProxy-Status: cdn; hit\r\nContent-Length: 0\r\n\r\n");
            List<String> fields = get(client, origin.url("/cached"), "").fieldLines();
            assertThat(fields).contains("Proxy-Status: cdn; hit");
            assertThat(fields).anyMatch(line -> line.startsWith("Proxy-Status: proxy; next-hop="));
        }
    }
}
