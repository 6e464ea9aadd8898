package dev.gyre.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gyre.conformance.RequestRow.Outcome;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.WebServer;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The same octets with real servers behind: none reads another number of requests than were sent to it. All rows of a server
/// go one after the other over connections that are used again, so that what one leaves over would be read as part of the next.
final class RealServersIT {

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS");

    /// Of the methods that all these servers know.
    private static List<RequestRow> rows() {
        return RequestsIT.rows().stream()
                .filter(row -> METHODS.contains(row.method()))
                .filter(row ->
                        row.outcome() instanceof Outcome.Passes
                                || row.outcome() instanceof Outcome.Refused
                                || row.outcome() instanceof Outcome.Broken)
                .toList();
    }

    private static Gyre gyre() {
        return Gyre.start(
                "targets: {allow: [127.0.0.0/8]}\nrotate: {every: connection}\n"
                        + "egress: [{source: 127.0.5.1}]\n");
    }

    @ParameterizedTest
    @EnumSource
    void readAsManyRequestsAsWereSent(WebServer.Kind kind) throws Exception {
        try (WebServer server = WebServer.start(kind);
                Gyre gyre = gyre()) {
            List<String> sent = new ArrayList<>();
            List<String> parts = new ArrayList<>();
            int number = 0;
            for (RequestRow row : rows()) {
                if (kind == WebServer.Kind.PYTHON && row.wire().contains("%00")) {
                    continue; // It falls over such a path, and says nothing.
                }
                number++;
                ask(gyre, server, row, number);
                sent.add("GET /good-" + number + " HTTP/1.1");
                if (row.outcome() instanceof Outcome.Passes(String saw, boolean persists)) {
                    sent.add(line(saw));
                    if (persists) {
                        sent.add("GET /marker-" + number + " HTTP/1.1");
                    }
                } else if (row.outcome() instanceof Outcome.Broken(_, String saw)) {
                    parts.add(line(saw));
                }
            }
            await().until(() -> server.requestLines().size() >= sent.size());
            List<String> read = new ArrayList<>(server.requestLines());
            // A server may also log a request that broke off; no more of them than were begun.
            for (String part : parts) {
                if (read.size() > sent.size()) {
                    read.remove(part);
                }
            }
            assertThat(less(read, sent)).as("read, but never sent").isEmpty();
            assertThat(less(sent, read)).as("sent, but not read").isEmpty();
        }
    }

    private static List<String> less(List<String> these, List<String> those) {
        List<String> rest = new ArrayList<>(these);
        those.forEach(rest::remove);
        return rest;
    }

    private static String line(String head) {
        return Wire.text(head.substring(0, head.indexOf('\n')), "");
    }

    private static void ask(Gyre gyre, WebServer server, RequestRow row, int number)
            throws IOException {
        try (RawClient client = gyre.client()) {
            client.send(
                    get(server, "/good-" + number)
                            + Wire.text(row.wire(), server.authority())
                            + get(server, "/marker-" + number));
            assertThat(answer(client, "GET").field("Proxy-Status")).as("%s", row).isEmpty();
            RawClient.Response reply = answer(client, row.method());
            switch (row.outcome()) {
                case Outcome.Passes(_, boolean persists) -> {
                    assertThat(reply.field("Proxy-Status")).as("%s", row).isEmpty();
                    if (!persists
                            || reply.field("Connection").filter("close"::equals).isPresent()) {
                        assertThat(client.ended()).isTrue();
                        if (persists) {
                            // A server that closes takes the marker along: it is asked again.
                            askAgain(gyre, server, number);
                        }
                    } else {
                        assertThat(answer(client, "GET").field("Proxy-Status")).isEmpty();
                    }
                }
                case Outcome.Refused(int status) -> {
                    assertThat(reply.status()).as("%s", row).isEqualTo(status);
                    assertThat(client.ended()).isTrue();
                }
                case Outcome.Broken(int status, _) -> {
                    assertThat(reply.status()).as("%s", row).isEqualTo(status);
                    assertThat(client.ended()).isTrue();
                }
                default -> throw new AssertionError(row);
            }
        } catch (IOException failed) {
            throw new AssertionError(row + " in front of " + server.output(), failed);
        }
    }

    private static void askAgain(Gyre gyre, WebServer server, int number) throws IOException {
        try (RawClient client = gyre.client()) {
            client.send(get(server, "/marker-" + number));
            assertThat(answer(client, "GET").field("Proxy-Status")).isEmpty();
        }
    }

    private static RawClient.Response answer(RawClient client, String method) throws IOException {
        RawClient.Response reply = client.readResponse(method);
        while (reply.status() < 200) {
            reply = client.readResponse(method);
        }
        return reply;
    }

    private static String get(WebServer server, String path) {
        return "GET http://" + server.authority() + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    @ParameterizedTest
    @EnumSource
    void answerTheSameThroughTheProxy(WebServer.Kind kind) throws Exception {
        List<String> fields =
                List.of(
                        "",
                        "Range: bytes=5-9\r\n",
                        "Range: bytes=0-1,5-9,100000-\r\n",
                        "Range: bytes=999999999-\r\n",
                        "Accept-Encoding: gzip\r\n",
                        "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT\r\n",
                        "Connection: close\r\n");
        try (WebServer server = WebServer.start(kind);
                Gyre gyre = gyre()) {
            for (String method : List.of("GET", "HEAD")) {
                for (String field : fields) {
                    String rest =
                            " HTTP/1.1\r\nHost: " + server.authority() + "\r\n" + field + "\r\n";
                    RawClient.Response direct;
                    try (RawClient client = RawClient.connect(server.address())) {
                        client.send(method + " /file" + rest);
                        direct = answer(client, method);
                    }
                    try (RawClient client = gyre.client()) {
                        client.send(method + " http://" + server.authority() + "/file" + rest);
                        RawClient.Response through = answer(client, method);
                        assertThat(through.statusLine().substring(9))
                                .isEqualTo(direct.statusLine().substring(9));
                        assertThat(end(through)).as(field).isEqualTo(end(direct));
                        assertThat(lasting(through)).as(field).isEqualTo(lasting(direct));
                    }
                }
            }
        }
    }

    /// The body; a boundary that is made up for each answer is left out.
    private static String end(RawClient.Response response) {
        String boundary =
                response.field("Content-Type")
                        .filter(type -> type.contains("boundary="))
                        .map(type -> type.substring(type.indexOf("boundary=") + 9))
                        .orElse("\0");
        return response.text().replace(boundary, "");
    }

    /// The fields that do not concern one connection, or one moment.
    private static List<String> lasting(RawClient.Response response) {
        return response.fieldLines().stream()
                .filter(line -> !line.matches("(?i)(date|connection|keep-alive):.*"))
                .map(line -> line.replaceFirst("boundary=.*", "boundary="))
                .toList();
    }
}
