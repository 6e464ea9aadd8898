package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gyre.access.PasswordHash;
import dev.gyre.testkit.EchoServer;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.Http2Client;
import dev.gyre.testkit.Program;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.Seen;
import dev.gyre.testkit.TestPeers;
import dev.gyre.testkit.TlsListener;

import io.netty.handler.codec.http2.Http2Headers;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Users whose requests are streams: each says by itself whose it is.
final class Http2LoginIT {

    private static final String ALICE = PasswordHash.of("alice's").text();
    private static final String BOB = PasswordHash.of("bob's").text();

    @TempDir private static Path dir;

    private static TlsListener files;
    private static RecordingOrigin origin;
    private static EchoServer echo;

    @BeforeAll
    static void start() {
        files = TlsListener.in(dir);
        origin = RecordingOrigin.start();
        for (String path : List.of("/asked", "/shared", "/gone", "/node")) {
            origin.answer(path, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        }
        echo = EchoServer.start();
    }

    @AfterAll
    static void stop() {
        echo.close();
        origin.close();
    }

    private static String pool() {
        return """
        listen: [{at: '127.0.0.1:0', tls: %s}]
        targets: {allow: [127.0.0.0/8]}
        egress: [{source: 127.7.2.1-127.7.2.9}]
        headers: {pseudonym: edge-7}
        users:
          - {name: alice, password: "%s"}
          - {name: bob, password: "%s", anonymity: anonymous}
        """
                .formatted(files.tls(), ALICE, BOB);
    }

    private static Http2Headers by(Http2Headers headers, String user, String password) {
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.US_ASCII);
        return headers.add(
                "proxy-authorization", "Basic " + Base64.getEncoder().encodeToString(both));
    }

    private static Http2Headers get(String path) {
        return Http2Client.get(origin.authority(), path);
    }

    private static Http2Headers tunnel() {
        return Http2Client.connect(echo.authority());
    }

    private static List<Seen> seen(String path) {
        return origin.seen().stream().filter(each -> each.target().equals(path)).toList();
    }

    @Test
    void isAskedAndGoesOnWithTheRightPasswordOnTheSameConnection() {
        try (Gyre gyre = Gyre.start(pool());
                Http2Client client = Http2Client.connect(gyre.address(), files.certificates())) {
            Http2Client.Stream asked = client.ask(get("/asked"), true);
            assertThat(asked.status()).isEqualTo("407");
            assertThat(asked.head().get("proxy-authenticate")).asString().startsWith("Basic ");
            assertThat(client.ask(by(get("/asked"), "alice", "alice's"), true).status())
                    .isEqualTo("200");
            assertThat(client.ask(tunnel(), false).status()).isEqualTo("407");
            Http2Client.Stream open = client.ask(by(tunnel(), "alice", "alice's"), false);
            assertThat(open.status()).isEqualTo("200");
            open.send("through", true);
            await().until(() -> open.body().equals("through"));
            // Nobody's log-in is another stream's.
            assertThat(client.ask(get("/asked"), true).status()).isEqualTo("407");
            assertThat(client.ask(by(get("/asked"), "bob", "alice's"), true).status())
                    .isEqualTo("407");
            assertThat(client.ask(by(tunnel(), "alice", "bob's"), false).status()).isEqualTo("407");
            assertThat(seen("/asked"))
                    .singleElement()
                    .satisfies(each ->
                            assertThat(each.fieldLines())
                                    .noneMatch(line ->
                                            line.toLowerCase(Locale.ROOT).startsWith("proxy-")));
        }
    }

    @Test
    void streamsOfSeveralUsersShareAConnection() {
        try (Gyre gyre = Gyre.start(pool());
                Http2Client client = Http2Client.connect(gyre.address(), files.certificates())) {
            Http2Client.Stream alice = client.ask(by(get("/shared"), "alice", "alice's"), true);
            Http2Client.Stream nobody = client.ask(get("/shared"), true);
            Http2Client.Stream bob = client.ask(by(get("/shared"), "bob", "bob's"), true);
            assertThat(List.of(alice.status(), nobody.status(), bob.status()))
                    .containsExactly("200", "407", "200");
            // By what is said of this proxy for bob: in which version it was asked.
            assertThat(seen("/shared"))
                    .hasSize(2)
                    .extracting(each -> each.field("Via").orElse(""))
                    .containsExactlyInAnyOrder("", "2 edge-7");
        }
    }

    @Test
    void aUserWhoIsTakenOffIsRefusedOnTheConnectionThatIsOpen() throws Exception {
        try (Gyre gyre = Gyre.start(pool());
                Http2Client client = Http2Client.connect(gyre.address(), files.certificates())) {
            Http2Client.Stream open = client.ask(by(tunnel(), "alice", "alice's"), false);
            assertThat(open.status()).isEqualTo("200");
            gyre.reload(pool().replace("name: alice", "name: carol"));
            assertThat(client.ask(by(get("/gone"), "alice", "alice's"), true).status())
                    .isEqualTo("407");
            assertThat(client.ask(by(tunnel(), "alice", "alice's"), false).status())
                    .isEqualTo("407");
            assertThat(client.ask(by(get("/gone"), "carol", "alice's"), true).status())
                    .isEqualTo("200");
            open.send("goes on", true);
            await().until(() -> open.body().equals("goes on"));
        }
    }

    private static final String NODE =
            """
            const [port, ca, target, user] = process.argv.slice(2);
            const session = require('http2').connect('https://127.0.0.1:' + port, {
              ca: require('fs').readFileSync(ca),
            });
            const head = {':method': 'CONNECT', ':authority': target};
            if (user) {
              head['proxy-authorization'] = 'Basic ' + Buffer.from(user).toString('base64');
            }
            const tunnel = session.request(head);
            tunnel.on('response', reply => {
              console.log(reply[':status']);
              if (reply[':status'] !== 200) {
                session.destroy();
                return;
              }
              let said = '';
              tunnel.setEncoding('latin1');
              tunnel.on('data', data => { said += data; });
              tunnel.on('end', () => {
                console.log(said.split('\\r\\n')[0]);
                session.close();
              });
              tunnel.end('GET /node HTTP/1.1\\r\\nHost: ' + target + '\\r\\nConnection: close\\r\\n\\r\\n');
            });
            """;

    /// As a client of its own makes: Node's.
    @Test
    void nodeOpensATunnel() throws Exception {
        String node = TestPeers.require("node").toString();
        Path script = Files.writeString(dir.resolve("tunnel.js"), NODE);
        try (Gyre gyre = Gyre.start(pool())) {
            List<String> command =
                    List.of(
                            node,
                            script.toString(),
                            Integer.toString(gyre.address().getPort()),
                            files.authority(),
                            origin.authority());
            Program.Result asked = Program.run(dir, Map.of(), command);
            assertThat(asked).isEqualTo(new Program.Result(0, "407\n", ""));
            Program.Result served =
                    Program.run(
                            dir,
                            Map.of(),
                            Stream.concat(command.stream(), Stream.of("bob:bob's")).toList());
            assertThat(served).isEqualTo(new Program.Result(0, "200\nHTTP/1.1 200 OK\n", ""));
            assertThat(seen("/node"))
                    .singleElement()
                    .satisfies(each -> {
                        assertThat(each.source()).startsWith("127.7.2.");
                        assertThat(each.headText())
                                .as("as it was said in the tunnel")
                                .isEqualTo(
                                        "GET /node HTTP/1.1\r\nHost: "
                                                + origin.authority()
                                                + "\r\nConnection: close\r\n\r\n");
                    });
        }
    }
}
