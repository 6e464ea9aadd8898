package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.access.PasswordHash;
import dev.gyre.testkit.Curl;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.Seen;

import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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

    private static final String HASH = PasswordHash.of("word").text();

    private static final String SENT =
            "Via: 1.1 inner\r\nX-Real-IP: 192.0.2.9\r\nX-Forwarded-For: 192.0.2.9\r\nAccept: a\r\n";

    private static RawClient.Response get(RawClient client, RecordingOrigin origin, String fields)
            throws Exception {
        return get(client, origin, "127.0.0.1", fields);
    }

    private static RawClient.Response get(
            RawClient client, RecordingOrigin origin, String host, String fields) throws Exception {
        String authority = host + ":" + origin.port();
        client.send(
                "GET http://"
                        + authority
                        + "/ HTTP/1.1\r\nHost: "
                        + authority
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

    private static final String USERS =
            "users:\n  - {name: alice, password: '"
                    + HASH
                    + "', anonymity: anonymous}\n  - {name: bob, password: '"
                    + HASH
                    + "'}\n";

    private static String by(String user) {
        return "Proxy-Authorization: Basic "
                + Base64.getEncoder()
                        .encodeToString((user + ":word").getBytes(StandardCharsets.US_ASCII))
                + "\r\n";
    }

    @Test
    void whatIsSaidOfAUserComesBeforeTheListener() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(THREE + USERS)) {
            for (int i = 0; i < 3; i++) {
                try (RawClient client = RawClient.connect(gyre.addresses().get(i))) {
                    assertThat(get(client, origin, by("alice")).field("via"))
                            .contains("1.1 edge-7");
                    assertThat(told(origin.next())).containsExactly("Via: 1.1 edge-7");
                    // The same client connection tells as little or as much as the next user has
                    // it.
                    assertThat(get(client, origin, by("bob")).status()).isEqualTo(200);
                    assertThat(told(origin.next())).hasSize(i);
                }
            }
            gyre.reload(THREE + USERS.replace("anonymity: anonymous", "anonymity: elite"));
            try (RawClient client = RawClient.connect(gyre.addresses().get(2))) {
                assertThat(get(client, origin, by("alice")).field("via")).isEmpty();
                assertThat(told(origin.next())).isEmpty();
            }
        }
    }

    @Test
    void whatARuleSaysComesBeforeTheUser() throws Exception {
        String rules =
                "hosts: {told.test: 127.0.0.1, hidden.test: 127.0.0.1, other.test: 127.0.0.1}\n"
                        + "rules:\n"
                        + "  - {allow: {host: told.test}, anonymity: transparent}\n"
                        + "  - {allow: {host: hidden.test}, anonymity: elite}\n";
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(THREE + USERS + rules);
                RawClient client = gyre.client()) {
            assertThat(get(client, origin, "told.test", by("alice")).field("via"))
                    .contains("1.1 edge-7");
            assertThat(told(origin.next()))
                    .containsExactly("Via: 1.1 edge-7", "Forwarded: for=127.0.0.1;proto=http");
            assertThat(get(client, origin, "hidden.test", by("alice")).field("via")).isEmpty();
            assertThat(told(origin.next())).isEmpty();
            assertThat(get(client, origin, "other.test", by("alice")).status()).isEqualTo(200);
            assertThat(told(origin.next())).containsExactly("Via: 1.1 edge-7");
            // Loops are found by what is told, too.
            String before = by("bob") + "Via: 1.1 edge-7\r\n";
            assertThat(get(client, origin, "told.test", before).status()).isEqualTo(502);
            assertThat(origin.seen()).hasSize(3);
            assertThat(get(client, origin, "hidden.test", before).status()).isEqualTo(200);
        }
    }

    /// By a connection on which a client's address was told, the target would know who sends what comes next.
    @Test
    void aConnectionOnWhichMoreWasToldIsNotForThoseWhoTellLess() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre =
                        Gyre.start(
                                POOL
                                        + "rotate: {every: connection}\nrules:\n"
                                        + "  - {allow: {method: PUT}, anonymity: transparent}\n"
                                        + "  - {allow: {method: DELETE}, anonymity: anonymous}\n");
                RawClient client = gyre.client()) {
            for (String method : List.of("GET", "PUT", "DELETE", "GET", "DELETE", "PUT")) {
                client.send(
                        method
                                + " http://"
                                + origin.authority()
                                + "/ HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
                assertThat(client.readResponse().status()).isEqualTo(200);
            }
            assertThat(origin.seen())
                    .extracting(Seen::connection)
                    .containsExactly(1, 2, 3, 1, 3, 2);
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
