package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.Seen;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;

/// What a client is told when a way fails, and what is tried before.
final class FailureIT {

    private static RawClient.Response get(Gyre gyre, String url) throws Exception {
        try (RawClient client = gyre.client()) {
            client.send("GET " + url + " HTTP/1.1\r\nHost: x\r\n\r\n");
            return client.readResponse();
        }
    }

    private static String pool(String... hops) {
        StringBuilder pool =
                new StringBuilder(
                        "targets: {allow: [127.0.0.0/8]}\nrotate: {pick: round-robin}\n"
                                + "timeouts: {connect: 500ms, handshake: 500ms}\negress:\n");
        for (String hop : hops) {
            pool.append("  - proxy: ").append(hop).append('\n');
        }
        return pool.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "http, UNRESPONSIVE, 503, connection_timeout",
        "http, REFUSING, 503, http_request_denied",
        "http, TARGET_REFUSED, 502, destination_unavailable",
        "http, WRONG_PASSWORD, 503, proxy_configuration_error",
        "http, GARBAGE, 503, http_protocol_error",
        "http, CLOSING, 503, connection_terminated",
        "socks5h, UNRESPONSIVE, 503, connection_timeout",
        "socks5h, REFUSING, 503, http_request_denied",
        "socks5h, TARGET_REFUSED, 502, connection_refused",
        "socks5h, WRONG_PASSWORD, 503, proxy_configuration_error",
        "socks5h, GARBAGE, 503, http_protocol_error",
        "socks5h, CLOSING, 503, http_protocol_error",
        "socks4a, UNRESPONSIVE, 503, connection_timeout",
        "socks4a, REFUSING, 502, destination_unavailable",
        "socks4a, WRONG_PASSWORD, 503, proxy_configuration_error",
        "socks4a, GARBAGE, 503, http_protocol_error",
        "socks4a, CLOSING, 503, connection_terminated",
    })
    void eachFaultOfAHopHasItsAnswer(String scheme, FakeHop.Mode mode, int status, String error)
            throws Exception {
        try (FakeHop hop = hop(scheme).mode(mode).start();
                Gyre gyre = Gyre.start(pool(scheme + "://user:secret@127.0.0.1:" + hop.port()))) {
            RawClient.Response reply = get(gyre, "http://target.example/");
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.field("Proxy-Status")).hasValue("proxy; error=" + error);
            assertThat(reply.field("Retry-After").isPresent()).isEqualTo(status == 503);
            assertThat(hop.connections()).as("never the same one twice").isEqualTo(1);
        }
    }

    private static FakeHop hop(String scheme) {
        return switch (scheme) {
            case "http" -> FakeHop.http();
            case "socks4", "socks4a" -> FakeHop.socks4();
            default -> FakeHop.socks5();
        };
    }

    @ParameterizedTest
    @EnumSource(
            value = FakeHop.Mode.class,
            names = {"UNRESPONSIVE", "REFUSING", "WRONG_PASSWORD", "GARBAGE", "CLOSING"})
    void theNextEgressServesWhereOneFails(FakeHop.Mode mode) throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                FakeHop bad = FakeHop.socks5().mode(mode).start();
                FakeHop good = FakeHop.http().from("127.0.3.7").start();
                Gyre gyre =
                        Gyre.start(
                                pool(
                                        "socks5h://u:p@127.0.0.1:" + bad.port(),
                                        "http://127.0.0.1:" + good.port()))) {
            for (int i = 0; i < 4; i++) {
                assertThat(get(gyre, origin.url("/")).status()).isEqualTo(200);
                assertThat(origin.next().source()).isEqualTo("127.0.3.7");
            }
            assertThat(bad.connections()).as("it stands behind the others").isLessThanOrEqualTo(1);
        }
    }

    @Test
    void noMoreEgressesAreTriedThanAllowed() throws Exception {
        List<FakeHop> hops = new ArrayList<>();
        try {
            List<String> urls = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                FakeHop hop = FakeHop.socks5().mode(FakeHop.Mode.CLOSING).start();
                hops.add(hop);
                urls.add("socks5h://127.0.0.1:" + hop.port());
            }
            try (Gyre gyre = Gyre.start("attempts: 4\n" + pool(urls.toArray(new String[0])))) {
                assertThat(get(gyre, "http://target.example/").status()).isEqualTo(503);
                assertThat(hops.stream().mapToInt(FakeHop::connections).sum()).isEqualTo(4);
                assertThat(hops).allMatch(hop -> hop.connections() <= 1);
            }
        } finally {
            for (FakeHop hop : hops) {
                hop.close();
            }
        }
    }

    @Test
    void aTargetThatRefusesBurnsNoEgress() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre =
                        Gyre.start(
                                "targets: {allow: [127.0.0.0/8]}\nrotate: {pick: round-robin}\n"
                                        + "egress: [{source: 127.0.5.1-127.0.5.2}]\n")) {
            assertThat(get(gyre, "http://127.0.0.1:1/").status()).isEqualTo(502);
            assertThat(get(gyre, origin.url("/")).status()).isEqualTo(200);
            assertThat(get(gyre, "http://127.0.0.1:1/").status()).isEqualTo(502);
            assertThat(get(gyre, origin.url("/")).status()).isEqualTo(200);
            assertThat(origin.seen()).extracting(Seen::source).hasSize(2);
        }
    }

    @Test
    void aSourceThatIsNotOfThisMachineFailsClosed() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre =
                        Gyre.start(
                                "targets: {allow: [127.0.0.0/8]}\n"
                                        + "egress: [{source: 192.0.2.77}]\n")) {
            RawClient.Response reply = get(gyre, origin.url("/"));
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.field("Retry-After")).isPresent();
            assertThat(origin.connections()).isZero();
        }
    }

    @Test
    void ownListenersAreNeverATarget() throws Exception {
        try (Gyre gyre =
                Gyre.start("targets: {allow: [127.0.0.0/8]}\negress: [{source: 127.0.5.1}]\n")) {
            assertThat(get(gyre, "http://" + gyre.hostPort() + "/").status()).isEqualTo(403);
        }
    }

    @Test
    void aReplyThatIsCutIsNeverPassedOffAsWhole() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre =
                        Gyre.start(
                                "targets: {allow: [127.0.0.0/8]}\negress: [{source: 127.0.5.1}]\n");
                RawClient client = gyre.client()) {
            client.send("GET " + origin.url("/cut/1000") + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.readHead()).contains("Content-Length: 1100");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void aTargetThatClosesInsideItsHeadIsABadGateway() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre =
                        Gyre.start(
                                "targets: {allow: [127.0.0.0/8]}\n"
                                        + "egress: [{source: 127.0.5.1}]\n")) {
            RawClient.Response reply = get(gyre, origin.url("/head-cut"));
            assertThat(reply.status()).isEqualTo(502);
            assertThat(origin.seen()).as("it is not asked twice").hasSize(1);
        }
    }

    /// The client is not read while a way is sought for what it sends, and must be again when there is none.
    @Test
    void aRequestWithContentThatFindsNoWayDoesNotEndTheConnection() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre =
                        Gyre.start(
                                "targets: {allow: [127.0.0.0/8]}\negress: [{source: 127.0.5.1}]\n");
                RawClient client = gyre.client()) {
            for (int i = 0; i < 3; i++) {
                client.send(
                        "POST http://127.0.0.1:1/ HTTP/1.1\r\nHost: x\r\n"
                                + "Content-Length: 4\r\n\r\ndata");
                assertThat(client.readResponse().status()).isEqualTo(502);
                client.send("GET " + origin.url("/") + " HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(client.readResponse().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aReplyMayComeBeforeTheRequestIsWhole() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre =
                        Gyre.start(
                                "targets: {allow: [127.0.0.0/8]}\negress: [{source: 127.0.5.1}]\n");
                RawClient client = gyre.client()) {
            client.send(
                    "POST "
                            + origin.url("/early")
                            + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\npart");
            assertThat(client.readResponse().status()).isEqualTo(413);
            assertThat(client.ended()).isTrue();
        }
    }
}
