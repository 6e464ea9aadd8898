package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.net.Addresses;
import dev.gyre.testkit.Curl;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.util.List;

/// What the pool file says of fields, as targets and clients see it.
final class HeaderRulesIT {

    private static final String POOL =
            "targets: {allow: [127.0.0.0/8]}\negress: [{source: 127.0.5.1}]\n";

    private static final String RULES =
            POOL
                    + """
                    headers:
                      request:
                        - remove: [X-Trace, "X-App-*"]
                        - set: {Accept-Language: "en-US,en;q=0.5"}
                        - replace: {User-Agent: {match: "curl/*", with: Mozilla/5.0}}
                      response:
                        - remove: Server
                        - set: {X-Frame-Options: DENY}
                      sites:
                        - site: 127.0.0.1
                          request: [{set: {X-Site: one}}]
                        - site: 127.0.0.2
                          request: [{remove: User-Agent}]
                    """;

    private static final InetAddress OTHER = Addresses.parse("127.0.0.2").orElseThrow();

    private static RawClient.Response get(RawClient client, RecordingOrigin origin, String fields)
            throws Exception {
        client.send(
                "GET "
                        + origin.url("/")
                        + " HTTP/1.1\r\nHost: "
                        + origin.authority()
                        + "\r\n"
                        + fields
                        + "\r\n");
        return client.readResponse();
    }

    @Test
    void holdForRequestsAndReplies() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(RULES);
                RawClient client = gyre.client()) {
            origin.answer(
                    "/",
                    "HTTP/1.1 200 OK\r\nserver: nginx\r\nContent-Length: 2\r\nX-b: 1\r\n\r\nok");
            RawClient.Response reply =
                    get(
                            client,
                            origin,
                            "X-Trace: 1\r\naccept-LANGUAGE: de\r\nx-app-id: 7\r\nUser-Agent:"
                                    + " curl/8.5\r\nAccept: */*\r\nProxy-Connection: close\r\n");
            assertThat(origin.next().fieldLines())
                    .containsExactly(
                            "Host: " + origin.authority(),
                            "accept-LANGUAGE: en-US,en;q=0.5",
                            "User-Agent: Mozilla/5.0",
                            "Accept: */*",
                            "Connection: close",
                            "X-Site: one");
            assertThat(reply.text()).isEqualTo("ok");
            assertThat(reply.fieldLines())
                    .contains("Content-Length: 2", "X-b: 1", "X-Frame-Options: DENY")
                    .noneMatch(line -> line.regionMatches(true, 0, "server:", 0, 7));
            assertThat(origin.problems()).isEmpty();
        }
    }

    @Test
    void bodiesAndTheirLengthsAreLeftAlone() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(RULES);
                RawClient client = gyre.client()) {
            client.send(
                    "POST "
                            + origin.url("/")
                            + " HTTP/1.1\r\nHost: a\r\nX-Trace: 1\r\nTransfer-Encoding:"
                            + " chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
            assertThat(client.readResponse().status()).isEqualTo(200);
            assertThat(origin.next().bodyText()).isEqualTo("abc");
            assertThat(origin.problems()).isEmpty();
        }
    }

    @Test
    void areOtherForAnotherSiteAndTakeEffectAtOnce() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start(OTHER);
                Gyre gyre = Gyre.start(POOL);
                RawClient client = gyre.client()) {
            assertThat(get(client, origin, "User-Agent: a\r\n").status()).isEqualTo(200);
            assertThat(origin.next().fieldNames()).containsExactly("Host", "User-Agent");
            gyre.reload(RULES);
            assertThat(get(client, origin, "User-Agent: a\r\n").status()).isEqualTo(200);
            assertThat(origin.next().fieldNames()).containsExactly("Host", "Accept-Language");
        }
    }

    @Test
    void clientsLookAlikeByAPreset() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(POOL + "headers: {preset: tor-browser}\n");
                RawClient client = gyre.client()) {
            for (String fields :
                    List.of(
                            "User-Agent: a\r\nAccept: text/html,*/*\r\nAccept-Language: de\r\n",
                            "User-Agent: b\r\nAccept: text/html\r\nAccept-Language: fr\r\n"
                                    + "Sec-CH-UA-Platform: Linux\r\n")) {
                assertThat(get(client, origin, fields).status()).isEqualTo(200);
            }
            assertThat(origin.next().fieldLines()).isEqualTo(origin.next().fieldLines()).hasSize(4);
        }
    }

    /// Fields in a tunnel are none of the proxy's.
    @Test
    void doNotReachIntoTunnels() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(RULES)) {
            assertThat(
                            Curl.run(
                                            "-p",
                                            "-x",
                                            gyre.hostPort(),
                                            "-H",
                                            "X-Trace: 1",
                                            origin.url("/"))
                                    .exit())
                    .isZero();
            assertThat(origin.next().fieldNames())
                    .contains("X-Trace")
                    .doesNotContain("Accept-Language", "X-Site");
        }
    }
}
