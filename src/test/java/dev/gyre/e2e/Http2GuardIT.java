package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.DnsStub;
import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.Http2Client;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.TlsListener;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A service on this machine's loopback that clients of HTTP/2 want to get to: by the spellings of [TargetGuardIT], and by what only this
/// protocol lets them try.
final class Http2GuardIT {

    private static final String RESET = "reset 1"; // PROTOCOL_ERROR

    @TempDir private Path dir;

    private final RecordingOrigin service = RecordingOrigin.start();
    private final String here = service.authority();
    private final DnsStub stub = DnsStub.start().address("inside.example", "127.0.0.1", "10.0.0.1");
    private final FakeHop hop =
            FakeHop.socks5()
                    .names(Map.of("localhost", Loopback.V4, "fixed.example", Loopback.V4))
                    .start();
    private TlsListener files;

    @BeforeEach
    void begin() {
        files = TlsListener.in(dir);
    }

    @AfterEach
    void end() {
        hop.close();
        service.close();
        stub.close();
    }

    private Gyre start(String egress, String more) {
        return Gyre.start(
                """
                listen: [{at: '127.0.0.1:0', tls: %s}]
                dns: {servers: ['%s']}
                hosts: {fixed.example: 127.0.0.1}
                egress: [{%s}]
                %s
                """
                        .formatted(files.tls(), Loopback.authority(stub.address()), egress, more));
    }

    private Http2Client client(Gyre gyre) {
        return Http2Client.connect(gyre.address(), files.certificates());
    }

    /// What octets of UTF-8 are to a client that sends each character as an octet.
    private static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static Http2Headers fields(String... namesAndValues) {
        Http2Headers headers = new DefaultHttp2Headers(false);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], octets(namesAndValues[i + 1]));
        }
        return headers;
    }

    private static Http2Headers get(String authority, String... more) {
        String[] begin = {
            ":method", "GET", ":scheme", "http", ":path", "/", ":authority", authority
        };
        return fields(Stream.of(begin, more).flatMap(Stream::of).toArray(String[]::new));
    }

    private static Http2Headers connect(String authority, String... more) {
        String[] begin = {":method", "CONNECT", ":authority", authority};
        return fields(Stream.of(begin, more).flatMap(Stream::of).toArray(String[]::new));
    }

    /// The status that a request has got, or how its stream was reset.
    private static String said(Http2Client client, Http2Headers request) {
        Http2Client.Stream stream = client.ask(request, !"CONNECT".contentEquals(request.method()));
        return stream.end().equals("end") ? stream.status() : stream.end();
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct", "socks5", "socks5h"})
    void noSpellingGetsToAServiceHere(String way) {
        String egress =
                way.equals("direct")
                        ? "source: 127.0.5.1"
                        : "proxy: '%s://127.0.0.1:%d'".formatted(way, hop.port());
        try (Gyre gyre = start(egress, "")) {
            for (String host :
                    Stream.of(TargetGuardIT.INSIDE, TargetGuardIT.NOWHERE)
                            .flatMap(List::stream)
                            .toList()) {
                String authority = host + ":" + service.port();
                try (Http2Client client = client(gyre)) {
                    assertThat(said(client, get(authority)))
                            .as("GET " + host)
                            .isIn("400", "403", RESET);
                    assertThat(said(client, connect(authority)))
                            .as("CONNECT " + host)
                            .isIn("400", "403", RESET);
                }
            }
            assertThat(service.connections()).as("what came in").isZero();
            assertThat(hop.asked()).as("what the hop was told").isEmpty();
            assertThat(stub.asked()).as("who was looked up").isEmpty();
        }
    }

    @Test
    void noAnswerOfANameServerLeadsHere() {
        try (Gyre gyre = start("source: 127.0.5.1", "");
                Http2Client client = client(gyre)) {
            String authority = "inside.example:" + service.port();
            assertThat(said(client, get(authority))).isEqualTo("403");
            assertThat(said(client, connect(authority))).isEqualTo("403");
            assertThat(service.connections()).isZero();
        }
    }

    /// What would get there if one part of a request were judged and another one gone by. The service may be got to, so that only what a
    /// request is taken for keeps it away.
    @Test
    void noPartOfARequestContradictsAnother() {
        String away = "none.invalid";
        List<Http2Headers> malformed =
                List.of(
                        get(away, "host", here),
                        get(here, "host", away),
                        get(away, "host", away, "host", here),
                        get(away, ":authority", here),
                        get(away, ":path", "http://" + here + "/"),
                        fields(
                                ":method",
                                "GET",
                                ":scheme",
                                "http",
                                ":authority",
                                away,
                                ":path",
                                "http://" + here + "/"),
                        fields(
                                ":method",
                                "GET",
                                ":scheme",
                                "http",
                                ":authority",
                                away,
                                ":path",
                                here),
                        fields(":method", "GET", ":scheme", "http", ":authority", "", ":path", "/"),
                        fields(
                                ":method",
                                "GET",
                                ":scheme",
                                "http",
                                ":authority",
                                "",
                                ":path",
                                "/",
                                "host",
                                here),
                        fields(
                                ":method",
                                "GET",
                                ":scheme",
                                "http://" + here + "/",
                                ":authority",
                                away,
                                ":path",
                                "/"),
                        fields(
                                ":method",
                                "GET http://" + here + "/",
                                ":scheme",
                                "http",
                                ":authority",
                                away,
                                ":path",
                                "/"),
                        fields(
                                ":method",
                                "GET",
                                ":scheme",
                                "http",
                                ":authority",
                                away,
                                ":path",
                                "/ HTTP/1.1\r\n\r\nGET http://" + here + "/"),
                        get(away + "\r\nHost: " + here),
                        get(away, "x", "y\r\n\r\nGET http://" + here + "/ HTTP/1.1"),
                        get(away, "transfer-encoding", "chunked"),
                        connect(away + ":80", "host", here),
                        connect(here, "host", away + ":80"),
                        connect(away + ":80", ":authority", here),
                        connect(here, ":path", "/"),
                        connect(here, ":scheme", "http"),
                        connect(here, ":scheme", "http", ":path", "/"),
                        connect(here, ":scheme", "http", ":path", "/", ":protocol", "websocket"),
                        fields(":method", "CONNECT", "host", here));
        List<Http2Headers> refused =
                List.of(
                        get("ok.example@" + here),
                        get("ok.example:80@" + here),
                        get(here + "@ok.example"),
                        get(here + "\\@ok.example"),
                        get(here + "/@ok.example"),
                        get(here + "#ok.example"),
                        get(here + "?ok.example"),
                        get("http://" + here),
                        get("/" + here),
                        get(away + "/" + here),
                        get(away, "x-forwarded-host", here, "forwarded", "host=" + here),
                        fields(
                                ":method",
                                "GET",
                                ":scheme",
                                "https",
                                ":authority",
                                here,
                                ":path",
                                "/"),
                        fields(
                                ":method",
                                "GET",
                                ":scheme",
                                "file",
                                ":authority",
                                here,
                                ":path",
                                "/etc/passwd"),
                        fields(
                                ":method",
                                "GET",
                                ":scheme",
                                "gopher",
                                ":authority",
                                here,
                                ":path",
                                "/"),
                        fields(
                                ":method",
                                "GET",
                                ":scheme",
                                "http",
                                ":authority",
                                away,
                                ":path",
                                "//" + here + "/"),
                        fields(
                                ":method",
                                "GET",
                                ":scheme",
                                "http",
                                ":authority",
                                away,
                                ":path",
                                "/@" + here + "/"),
                        connect("ok.example:80@" + here),
                        connect("ok.example@" + here),
                        connect("http://" + here),
                        connect(here + "/"),
                        connect(here + "#"));
        try (Gyre gyre = start("source: 127.0.5.1", "targets: {allow: [127.0.0.0/8]}")) {
            for (Http2Headers request : malformed) {
                try (Http2Client client = client(gyre)) {
                    assertThat(said(client, request)).as(request.toString()).isEqualTo(RESET);
                }
            }
            for (Http2Headers request : refused) {
                try (Http2Client client = client(gyre)) {
                    assertThat(said(client, request))
                            .as(request.toString())
                            .matches("[45]..|" + RESET);
                }
            }
            assertThat(service.connections()).isZero();
            try (Http2Client client = client(gyre)) {
                assertThat(said(client, get(here))).as("what is no trick").isEqualTo("200");
            }
        }
    }

    /// Whatever is said of its length: to the target it is content, or it is nothing.
    @Test
    void noContentIsTakenForARequest() {
        String next = "GET http://" + here + "/next HTTP/1.1\r\nHost: " + here + "\r\n\r\n";
        try (RecordingOrigin other = RecordingOrigin.start();
                Gyre gyre = start("source: 127.0.5.1", "targets: {allow: [127.0.0.0/8]}")) {
            String there = other.authority();
            List<Http2Headers> requests =
                    List.of(
                            get(there).method("POST").add("content-length", "4"),
                            get(there).method("POST").add("content-length", "0"),
                            get(there).add("content-length", "0"),
                            get(there)
                                    .method("POST")
                                    .add("content-length", "4")
                                    .add("content-length", "" + (4 + next.length())),
                            get(there).method("POST").add("content-length", "+4"),
                            get(there).method("POST").add("content-length", "4, 4"),
                            get(there).method("POST").add("content-length", "-1"),
                            connect("none.invalid:80"),
                            connect("127.0.0.1:" + gyre.address().getPort()));
            for (Http2Headers request : requests) {
                try (Http2Client client = client(gyre)) {
                    Http2Client.Stream stream = client.ask(request, false);
                    stream.send("\r\n\r\n" + next, true);
                    assertThat(stream.end()).as(request.toString()).matches("end|reset .*");
                }
            }
            // What ends with its head may be served before more comes.
            assertThat(other.seen())
                    .allSatisfy(each -> {
                        assertThat(each.target()).isEqualTo("/");
                        assertThat(each.bodyText()).isEmpty();
                    });
            assertThat(gyre.log()).as("requests").hasSizeLessThanOrEqualTo(requests.size());
            int before = other.seen().size();
            try (Http2Client client = client(gyre)) {
                Http2Client.Stream unsized = client.ask(get(there).method("POST"), false);
                unsized.send("0\r\n\r\n" + next, true);
                assertThat(unsized.status()).isEqualTo("200");
            }
            assertThat(other.seen()).hasSize(before + 1);
            assertThat(other.seen().getLast().bodyText()).isEqualTo("0\r\n\r\n" + next);
            assertThat(service.connections()).isZero();
        }
    }
}
