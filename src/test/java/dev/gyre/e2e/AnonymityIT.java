package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;

import org.junit.jupiter.api.Test;

import java.util.List;

/// What the target saw, byte for byte.
final class AnonymityIT {

    private static final String POOL =
            "targets: {allow: [127.0.0.0/8]}\negress: [{source: 127.0.5.1-127.0.5.9}]\n";

    private static String seen(String head) throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(POOL);
                RawClient client = gyre.client()) {
            String authority = "127.0.0.1:" + origin.port();
            client.send(head.replace("AUTHORITY", authority));
            assertThat(client.readResponse().status()).isEqualTo(200);
            return origin.next().headText().replace(authority, "AUTHORITY");
        }
    }

    @Test
    void aBrowsersRequestLeavesAsItWouldWithoutAProxy() throws Exception {
        assertThat(
                        seen(
                                """
                                GET http://AUTHORITY/bytes/1?a=b&c=%20%zz HTTP/1.1\r
                                Host: AUTHORITY\r
                                Proxy-Connection: Keep-Alive\r
                                Upgrade-Insecure-Requests: 1\r
                                User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r
                                accept: text/html,*/*;q=0.8\r
                                Accept-Encoding: gzip, deflate\r
                                ACCEPT-language: en-GB,en;q=0.9\r
                                Cookie: a=1; b=2\r
                                Cookie: c=3\r
                                \r
                                """))
                .isEqualTo(
                        """
                        GET /bytes/1?a=b&c=%20%zz HTTP/1.1\r
                        Host: AUTHORITY\r
                        Connection: keep-alive\r
                        Upgrade-Insecure-Requests: 1\r
                        User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r
                        accept: text/html,*/*;q=0.8\r
                        Accept-Encoding: gzip, deflate\r
                        ACCEPT-language: en-GB,en;q=0.9\r
                        Cookie: a=1; b=2\r
                        Cookie: c=3\r
                        \r
                        """);
    }

    @Test
    void whatNamesAClientOrAProxyIsGone() throws Exception {
        assertThat(
                        seen(
                                """
                                GET http://AUTHORITY/ HTTP/1.1\r
                                Host: elsewhere.example\r
                                Via: 1.1 inner\r
                                Forwarded: for=192.0.2.1\r
                                X-Forwarded-For: 192.0.2.1\r
                                x-forwarded-anything: 1\r
                                X-Real-IP: 192.0.2.1\r
                                True-Client-IP: 192.0.2.1\r
                                CF-Connecting-IP: 192.0.2.1\r
                                From: me@example.org\r
                                Max-Forwards: 7\r
                                X-ARR-LOG-ID: 1\r
                                Proxy-Authorization: Basic c2VjcmV0OmE=\r
                                Proxy-Foo: 1\r
                                X-BlueCoat-Via: 1\r
                                Keep-Alive: 300\r
                                TE: trailers\r
                                Upgrade: h2c\r
                                HTTP2-Settings: AAMAAABk\r
                                Connection: keep-alive, X-Private, Host, Upgrade\r
                                X-Private: 1\r
                                Content_Length: 5\r
                                X-Kept: 1\r
                                \r
                                """))
                .isEqualTo(
                        """
                        GET / HTTP/1.1\r
                        Host: AUTHORITY\r
                        X-Kept: 1\r
                        \r
                        """);
    }

    @Test
    void connectionIsSpelledAsTheClientDid() throws Exception {
        for (String said :
                List.of("Connection: Keep-Alive", "connection: close", "Connection: CLOSE")) {
            assertThat(
                            seen(
                                    "GET http://AUTHORITY/ HTTP/1.1\r\nHost: AUTHORITY\r\n"
                                            + said
                                            + "\r\n\r\n"))
                    .isEqualTo("GET / HTTP/1.1\r\nHost: AUTHORITY\r\n" + said + "\r\n\r\n");
        }
    }

    @Test
    void aClientOfHttp10GetsAHost() throws Exception {
        assertThat(seen("GET http://AUTHORITY HTTP/1.0\r\nAccept: */*\r\n\r\n"))
                .isEqualTo("GET / HTTP/1.1\r\nHost: AUTHORITY\r\nAccept: */*\r\n\r\n");
    }

    @Test
    void nothingIsAddedToAReplyThatIsPassedOn() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                Gyre gyre = Gyre.start(POOL);
                RawClient client = gyre.client()) {
            origin.answer(
                    "/raw",
                    "HTTP/1.1 200 Fine indeed\r\n"
                            + "X-b: 1\r\n"
                            + "Set-Cookie: a=1\r\n"
                            + "x-A: 2\r\n"
                            + "Date: today\r\n"
                            + "Set-Cookie: b=2\r\n"
                            + "Keep-Alive: timeout=5\r\n"
                            + "Content-Length: 2\r\n\r\n"
                            + "ok");
            client.send("GET " + origin.url("/raw") + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.readHead())
                    .isEqualTo(
                            "HTTP/1.1 200 Fine indeed\r\n"
                                    + "X-b: 1\r\n"
                                    + "Set-Cookie: a=1\r\n"
                                    + "x-A: 2\r\n"
                                    + "Date: today\r\n"
                                    + "Set-Cookie: b=2\r\n"
                                    + "Content-Length: 2\r\n\r\n");
            assertThat(client.readExactly(2)).asString().isEqualTo("ok");
        }
    }

    @Test
    void aReplyOfTheProxyTellsNothingOfTheRequestOrOfItself() throws Exception {
        try (Gyre gyre = Gyre.start(POOL);
                RawClient client = gyre.client()) {
            client.send(
                    "GET http://10.11.12.13/secret-path HTTP/1.1\r\nHost: x\r\nAuthorization: Basic"
                            + " c2VjcmV0\r\n\r\n");
            RawClient.Response reply = client.readResponse();
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.field("Proxy-Status"))
                    .hasValue("proxy; error=destination_ip_prohibited");
            String all = reply.statusLine() + reply.fieldLines() + new String(reply.body());
            assertThat(all)
                    .doesNotContainIgnoringCase("gyre")
                    .doesNotContain("10.11.12.13")
                    .doesNotContain("secret")
                    .doesNotContain("c2VjcmV0");
        }
    }
}
