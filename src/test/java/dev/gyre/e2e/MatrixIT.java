package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.net.Addresses;
import dev.gyre.testkit.DnsStub;
import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.Seen;
import dev.gyre.testkit.TestCertificates;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Every way in by every way out: the target sees the request whole, from the address of the egress, and names are looked up
/// where they should be.
final class MatrixIT {

    private static final String NAME = "origin.example";
    private static final InetAddress LOOPBACK = Addresses.parse("127.0.0.1").orElseThrow();

    private static RecordingOrigin origin;
    private static DnsStub dns;
    private static TestCertificates certificates;

    enum In {
        HTTP,
        HTTP_NAME,
        CONNECT,
        CONNECT_NAME,
        SOCKS4,
        SOCKS4A,
        SOCKS5,
        SOCKS5_NAME;

        boolean isNamed() {
            return this == HTTP_NAME
                    || this == CONNECT_NAME
                    || this == SOCKS4A
                    || this == SOCKS5_NAME;
        }
    }

    enum Out {
        DIRECT,
        HTTP,
        HTTP_PASSWORD,
        HTTPS,
        SOCKS4,
        SOCKS4A,
        SOCKS5,
        SOCKS5H,
        SOCKS5H_PASSWORD,
        CHAIN_SOCKS_HTTP,
        CHAIN_HTTP_SOCKS_HTTPS
    }

    @BeforeAll
    static void start() throws Exception {
        origin = RecordingOrigin.start();
        dns = DnsStub.start();
        dns.address(NAME, "127.0.0.1");
        certificates = TestCertificates.create();
    }

    @AfterAll
    static void stop() throws Exception {
        origin.close();
        dns.close();
    }

    static Stream<Arguments> everyInAndOut() {
        List<Arguments> rows = new ArrayList<>();
        for (In in : In.values()) {
            for (Out out : Out.values()) {
                rows.add(Arguments.of(in, out));
            }
        }
        return rows.stream();
    }

    @ParameterizedTest(name = "{0} by {1}")
    @MethodSource("everyInAndOut")
    void arrives(In in, Out out) throws Exception {
        int before = origin.seen().size();
        List<FakeHop> hops = hops(out);
        try (Gyre gyre = Gyre.start(pool(out, hops), certificates.trust());
                RawClient client = gyre.client()) {
            int asked = dns.asked(NAME).size();
            String body = "body of " + in + " by " + out;
            open(in, client);
            boolean proxy = in == In.HTTP || in == In.HTTP_NAME;
            String host = (in.isNamed() ? NAME : "127.0.0.1") + ":" + origin.port();
            client.send(
                    "POST "
                            + (proxy ? "http://" + host : "")
                            + "/echo HTTP/1.1\r\nHost: "
                            + host
                            + "\r\nContent-Length: "
                            + body.length()
                            + "\r\n\r\n"
                            + body);
            RawClient.Response reply = client.readResponse();
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).asString().isEqualTo(body);

            Seen seen = origin.seen().get(before);
            assertThat(seen.headText())
                    .isEqualTo(
                            "POST /echo HTTP/1.1\r\nHost: "
                                    + host
                                    + "\r\nContent-Length: "
                                    + body.length()
                                    + "\r\n\r\n");
            assertThat(seen.source()).isEqualTo(out == Out.DIRECT ? "127.0.5.5" : "127.0.3.9");
            boolean local = out == Out.DIRECT || out == Out.SOCKS4 || out == Out.SOCKS5;
            assertThat(dns.asked(NAME).size() > asked)
                    .as("looked up here")
                    .isEqualTo(in.isNamed() && local);
            if (!hops.isEmpty()) {
                String handed = hops.getLast().asked().getLast().host();
                assertThat(handed).isEqualTo(in.isNamed() && !local ? NAME : "127.0.0.1");
            }
        } finally {
            for (FakeHop hop : hops) {
                hop.close();
            }
        }
    }

    private static void open(In in, RawClient client) throws Exception {
        switch (in) {
            case HTTP, HTTP_NAME -> {}
            case CONNECT -> connect(client, "127.0.0.1");
            case CONNECT_NAME -> connect(client, NAME);
            case SOCKS4 -> assertThat(client.socks4("127.0.0.1", origin.port())).isEqualTo(0x5a);
            case SOCKS4A -> assertThat(client.socks4a(NAME, origin.port())).isEqualTo(0x5a);
            case SOCKS5 -> assertThat(client.socks5("127.0.0.1", origin.port())).isZero();
            case SOCKS5_NAME -> assertThat(client.socks5(NAME, origin.port())).isZero();
        }
    }

    private static void connect(RawClient client, String host) throws Exception {
        String authority = host + ":" + origin.port();
        client.send("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n");
        assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
    }

    private static List<FakeHop> hops(Out out) throws Exception {
        return switch (out) {
            case DIRECT -> List.of();
            case HTTP -> List.of(last(FakeHop.http()));
            case HTTP_PASSWORD -> List.of(last(FakeHop.http().password("me", "p:w")));
            case HTTPS -> List.of(last(FakeHop.https(certificates.server("127.0.0.1"))));
            case SOCKS4, SOCKS4A -> List.of(last(FakeHop.socks4()));
            case SOCKS5, SOCKS5H -> List.of(last(FakeHop.socks5()));
            case SOCKS5H_PASSWORD -> List.of(last(FakeHop.socks5().password("me", "p:w")));
            case CHAIN_SOCKS_HTTP -> List.of(FakeHop.socks5().start(), last(FakeHop.http()));
            case CHAIN_HTTP_SOCKS_HTTPS ->
                    List.of(
                            FakeHop.http().start(),
                            FakeHop.socks5().start(),
                            last(FakeHop.https(certificates.server("127.0.0.1"))));
        };
    }

    private static FakeHop last(FakeHop hop) throws Exception {
        return hop.from("127.0.3.9").names(Map.of(NAME, LOOPBACK)).start();
    }

    private static String pool(Out out, List<FakeHop> hops) {
        List<String> ports = hops.stream().map(hop -> "127.0.0.1:" + hop.port()).toList();
        String entry =
                switch (out) {
                    case DIRECT -> "source: 127.0.5.5";
                    case HTTP -> "proxy: http://" + ports.getFirst();
                    case HTTP_PASSWORD -> "proxy: http://me:p%3Aw@" + ports.getFirst();
                    case HTTPS -> "proxy: https://" + ports.getFirst();
                    case SOCKS4 -> "proxy: socks4://" + ports.getFirst();
                    case SOCKS4A -> "proxy: socks4a://" + ports.getFirst();
                    case SOCKS5 -> "proxy: socks5://" + ports.getFirst();
                    case SOCKS5H -> "proxy: socks5h://" + ports.getFirst();
                    case SOCKS5H_PASSWORD -> "proxy: socks5h://me:p%3Aw@" + ports.getFirst();
                    case CHAIN_SOCKS_HTTP ->
                            "chain: [\"socks5h://"
                                    + ports.get(0)
                                    + "\", \"http://"
                                    + ports.get(1)
                                    + "\"]";
                    case CHAIN_HTTP_SOCKS_HTTPS ->
                            "chain: [\"http://"
                                    + ports.get(0)
                                    + "\", \"socks5h://"
                                    + ports.get(1)
                                    + "\", \"https://"
                                    + ports.get(2)
                                    + "\"]";
                };
        return "targets: {allow: [127.0.0.0/8]}\ndns: {servers: [\"127.0.0.1:"
                + dns.address().getPort()
                + "\"]}\negress:\n  - "
                + entry
                + "\n";
    }
}
