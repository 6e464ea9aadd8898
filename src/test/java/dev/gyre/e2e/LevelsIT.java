package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.Curl;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.Seen;

import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;
import java.util.List;

/// How much a target is told of the proxy and of its client, by listener, by user and for all.
final class LevelsIT {

    private static final String POOL =
            "targets: {allow: [127.0.0.0/8]}\negress: [{source: 127.0.5.1-127.0.5.9}]\n";

    private static final String THREE =
            POOL
                    + "headers: {pseudonym: edge-7}\n"
                    + "listen: ['127.0.0.1:0', {at: '127.0.0.2:0', anonymity: anonymous},"
                    + " {at: '127.0.0.3:0', anonymity: transparent}]\n";

    private static final String SENT =
            "Via: 1.1 inner\r\nX-Real-IP: 192.0.2.9\r\nX-Forwarded-For: 192.0.2.9\r\nAccept: a\r\n";

    private static RawClient.Response get(RawClient client, RecordingOrigin origin, String fields)
            throws Exception {
        client.send(
                "GET http://"
                        + origin.authority()
                        + "/ HTTP/1.1\r\nHost: "
                        + origin.authority()
                        + "\r\n"
                        + fields
                        + "\r\n");
        return client.readResponse();
    }

    private static List<String> told(Seen seen) {
        return seen.fieldLines().stream().filter(line -> !line.startsWith("Host:")).toList();
    }

    @Test
    void eachListenerTellsWhatItSays() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(THREE)) {
            List<InetSocketAddress> at = gyre.addresses();
            try (RawClient client = RawClient.connect(at.get(0))) {
                assertThat(get(client, origin, SENT).field("via")).isEmpty();
                assertThat(told(origin.next())).containsExactly("Accept: a");
            }
            try (RawClient client = RawClient.connect(at.get(1))) {
                assertThat(get(client, origin, SENT).field("via")).contains("1.1 edge-7");
                assertThat(told(origin.next())).containsExactly("Accept: a", "Via: 1.1 edge-7");
            }
            try (RawClient client = RawClient.connect(at.get(2))) {
                assertThat(get(client, origin, SENT).field("via")).contains("1.1 edge-7");
                assertThat(told(origin.next()))
                        .containsExactly(
                                "X-Real-IP: 192.0.2.9",
                                "Accept: a",
                                "Via: 1.1 inner, 1.1 edge-7",
                                "Forwarded: for=127.0.0.1;proto=http",
                                "X-Forwarded-For: 192.0.2.9, 127.0.0.1");
            }
        }
    }

    /// What is said of a tunnel would be said inside of it, to the target: nothing is.
    @Test
    void nothingIsSaidInATunnel() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(POOL + "headers: {anonymity: transparent}\n")) {
            assertThat(Curl.run("-p", "-x", gyre.hostPort(), origin.url("/")).exit()).isZero();
            assertThat(origin.next().fieldNames()).doesNotContain("Via", "Forwarded");
            assertThat(Curl.run("-x", "socks5h://" + gyre.hostPort(), origin.url("/")).exit())
                    .isZero();
            assertThat(origin.next().fieldNames()).doesNotContain("Via", "Forwarded");
            assertThat(Curl.run("-x", gyre.hostPort(), origin.url("/")).exit()).isZero();
            assertThat(origin.next().fields("forwarded"))
                    .containsExactly("for=127.0.0.1;proto=http");
        }
    }

    @Test
    void interimRepliesAreMarkedToo() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(POOL + "headers: {anonymity: anonymous}\n");
                RawClient client = gyre.client()) {
            origin.answer(
                    "/",
                    "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
                            + "HTTP/1.0 200 OK\r\nVia: 1.1 cdn\r\nContent-Length: 0\r\n\r\n");
            client.send("GET http://" + origin.authority() + "/ HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readHead()).contains("103").contains("Via: 1.1 proxy\r\n");
            assertThat(client.readHead())
                    .contains("200")
                    .contains("Via: 1.1 cdn\r\n")
                    .contains("Via: 1.0 proxy\r\n");
        }
    }

    @Test
    void aRequestThatWasHereBeforeIsRefused() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(THREE);
                RawClient elite = RawClient.connect(gyre.addresses().get(0));
                RawClient anonymous = RawClient.connect(gyre.addresses().get(1))) {
            RawClient.Response refused = get(anonymous, origin, "Via: 1.1 a, 1.1 edge-7\r\n");
            assertThat(refused.status()).isEqualTo(502);
            assertThat(refused.field("proxy-status")).contains("proxy; error=proxy_loop_detected");
            assertThat(origin.seen()).isEmpty();
            assertThat(get(elite, origin, "Via: 1.1 a, 1.1 edge-7\r\n").status()).isEqualTo(200);
        }
    }

    @Test
    void aReloadChangesWhatIsTold() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(POOL);
                RawClient client = gyre.client()) {
            assertThat(get(client, origin, "").field("via")).isEmpty();
            gyre.reload(POOL + "headers: {anonymity: anonymous}\n");
            assertThat(get(client, origin, "").field("via")).contains("1.1 proxy");
        }
    }

    /// On a connection that all clients share, one request of many would tell that there is a proxy.
    @Test
    void aConnectionThatAllShareIsNotForThoseWhoTell() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(THREE.replace("-127.0.5.9", "") + "reuse: egress\n");
                RawClient elite = RawClient.connect(gyre.addresses().get(0));
                RawClient anonymous = RawClient.connect(gyre.addresses().get(1))) {
            for (RawClient client : List.of(elite, anonymous, anonymous, elite)) {
                assertThat(get(client, origin, "").status()).isEqualTo(200);
            }
            assertThat(origin.seen()).extracting(Seen::connection).containsExactly(1, 2, 3, 1);
        }
    }
}
