package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.Curl;
import dev.gyre.testkit.Danted;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.Microsocks;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.Seen;
import dev.gyre.testkit.Squid;
import dev.gyre.testkit.TestPeers;
import dev.gyre.testkit.Tinyproxy;
import dev.gyre.testkit.Unbound;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Programs that others wrote, on every side: curl before Gyre; Dante, Tinyproxy, Squid and Microsocks behind it, Unbound as its name server.
final class PeersIT {

    private static final String ALLOW = "targets: {allow: [127.0.0.0/8]}\n";

    /// The ways in which curl can use a proxy.
    private static final List<List<String>> CURL =
            List.of(
                    List.of("-x", "http://"),
                    List.of("--http1.0", "-x", "http://"),
                    List.of("--proxytunnel", "-x", "http://"),
                    List.of("-x", "socks4://"),
                    List.of("-x", "socks4a://"),
                    List.of("-x", "socks5://"),
                    List.of("-x", "socks5h://"));

    /// Those in which the name is left to the proxy.
    private static final List<List<String>> BY_NAME =
            List.of(CURL.get(0), CURL.get(1), CURL.get(2), CURL.get(4), CURL.get(6));

    private static Curl.Result curl(Gyre gyre, List<String> way, String... more) {
        List<String> arguments = new ArrayList<>(way);
        arguments.add(arguments.removeLast() + gyre.hostPort());
        arguments.addAll(Arrays.asList(more));
        return Curl.run(arguments);
    }

    @Test
    void everyWayOfCurlByTheHopsOfOthers() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Danted dante = Danted.start(Loopback.V4, TestPeers.freePort(), "127.0.4.1");
                Tinyproxy tinyproxy =
                        Tinyproxy.start(Loopback.V4, TestPeers.freePort(), "127.0.5.1");
                Squid squid = Squid.start(Loopback.V4, TestPeers.freePort(), "127.0.8.1");
                Microsocks microsocks =
                        Microsocks.start(
                                Loopback.V4, TestPeers.freePort(), "127.0.9.1", "me", "secret")) {
            String http = "http://" + Loopback.authority(tinyproxy.address());
            String socks = "://" + Loopback.authority(dante.address());
            Map<String, String> egresses =
                    Map.of(
                            "proxy: socks5h" + socks,
                            "127.0.4.1",
                            "proxy: socks4" + socks,
                            "127.0.4.1",
                            "proxy: " + http,
                            "127.0.5.1",
                            "proxy: http://" + Loopback.authority(squid.address()),
                            "127.0.8.1",
                            "proxy: socks5h://me:secret@"
                                    + Loopback.authority(microsocks.address()),
                            "127.0.9.1",
                            "chain: [\"socks5h" + socks + "\", \"" + http + "\"]",
                            "127.0.5.1");
            for (Map.Entry<String, String> egress : egresses.entrySet()) {
                try (Gyre gyre = Gyre.start(ALLOW + "egress:\n  - " + egress.getKey() + "\n")) {
                    for (List<String> way : CURL) {
                        String body = "by " + way + " and " + egress;
                        Curl.Result result = curl(gyre, way, "-d", body, origin.url("/echo"));
                        assertThat(result).isEqualTo(new Curl.Result(0, body, ""));
                        Seen seen = origin.next();
                        assertThat(seen.source()).isEqualTo(egress.getValue());
                        assertThat(seen.fieldNames())
                                .startsWith("Host", "User-Agent", "Accept")
                                .doesNotContain("Via", "X-Forwarded-For");
                    }
                }
            }
        }
    }

    @Test
    void everyWayOfCurlByAddressesOfThisMachine() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(ALLOW + "egress: [{source: 127.0.6.0/24}]\n")) {
            List<String> sources = new ArrayList<>();
            for (List<String> way : CURL) {
                Curl.Result result = curl(gyre, way, origin.url("/"));
                assertThat(result).isEqualTo(new Curl.Result(0, "hello", ""));
                Seen seen = origin.next();
                assertThat(seen.source()).startsWith("127.0.6.");
                sources.add(seen.source());
            }
            assertThat(sources).hasSizeGreaterThan(1);
        }
    }

    @Test
    void namesAreAskedOfUnboundByTheAddressThatConnects() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Unbound unbound =
                        Unbound.start(
                                Loopback.V4,
                                TestPeers.freePort(),
                                Map.of("target.test", "127.0.0.1"),
                                "alias.test. 300 IN CNAME target.test.");
                Gyre gyre =
                        Gyre.start(
                                ALLOW
                                        + "rotate: {pick: round-robin}\n"
                                        + "dns: {servers: [\""
                                        + Loopback.authority(unbound.address())
                                        + "\"]}\n"
                                        + "egress: [{source: 127.0.6.1-127.0.6.3}]\n")) {
            for (String name : List.of("target.test", "alias.test")) {
                int before = unbound.queries().size();
                List<String> sources = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    String url = "http://" + name + ":" + origin.port() + "/";
                    assertThat(curl(gyre, BY_NAME.get(i % BY_NAME.size()), url))
                            .isEqualTo(new Curl.Result(0, "hello", ""));
                    sources.add(origin.next().source());
                }
                List<Unbound.Query> asked = unbound.queries();
                assertThat(asked.subList(before, asked.size()))
                        .filteredOn(query -> query.name().equals(name))
                        .as("each request asks for itself, by its own address")
                        .extracting(query -> query.type() + query.client().getHostAddress())
                        .containsExactlyInAnyOrderElementsOf(
                                sources.stream().map(source -> "A" + source).toList());
            }
            assertThat(
                            curl(
                                            gyre,
                                            CURL.getFirst(),
                                            "-w",
                                            "%{http_code}",
                                            "-o",
                                            "/dev/null",
                                            "http://none.test/")
                                    .out())
                    .isEqualTo("502");
        }
    }
}
