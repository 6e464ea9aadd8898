package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.TestPeers;
import dev.gyre.testkit.Unbound;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Run by [DnsLeakIT] in a network namespace: every way of asking Gyre for a name, while tcpdump watches every interface.
final class DnsLeakScenario {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private DnsLeakScenario() {}

    public static void main(String[] arguments) throws Exception {
        Path captured = Files.createTempFile(Path.of("."), "packets-", ".txt");
        Process tcpdump = watch(captured);
        try (Unbound unbound =
                Unbound.start(
                        Loopback.V4,
                        5399,
                        Map.of("origin.test", "127.0.0.1", "hop.test", "127.0.0.1"))) {
            String server = "127.0.0.1." + unbound.address().getPort();
            askInEveryWay(unbound);
            await().atMost(PATIENCE)
                    .until(() ->
                            packets(captured).stream().anyMatch(line -> line.contains(server)));
            List<String> stray =
                    packets(captured).stream().filter(line -> !line.contains(server)).toList();
            assertThat(stray).as("packets that are no queries to the name server").isEmpty();

            // That a stray query would have been seen: another program asks the system, which asks
            // by
            // the other way out. The JDK of this one may not.
            try {
                throw new AssertionError(InetAddress.getByName("refused.test").toString());
            } catch (UnknownHostException expected) {
                Process system = new ProcessBuilder("getent", "hosts", "canary.test").start();
                await().atMost(PATIENCE)
                        .until(() ->
                                packets(captured).stream()
                                        .anyMatch(line -> line.contains("canary.test")));
                system.destroy();
            }
            assertThat(packets(captured)).noneMatch(line -> line.contains("refused.test"));
            System.out.println("the system's own query was seen");
        } finally {
            tcpdump.destroy();
            boolean _ = tcpdump.waitFor(5, TimeUnit.SECONDS);
            tcpdump.destroyForcibly();
        }
        System.exit(0);
    }

    /// All UDP, and the TCP ports of DNS and of DNS over TLS.
    private static Process watch(Path captured) throws IOException {
        Path messages = Files.createTempFile(Path.of("."), "tcpdump-", ".log");
        Process tcpdump =
                new ProcessBuilder(
                                TestPeers.require("tcpdump").toString(),
                                "-n",
                                "-l",
                                "-Z",
                                "root",
                                "-i",
                                "any",
                                "udp or tcp port 53 or tcp port 853")
                        .redirectOutput(captured.toFile())
                        .redirectError(messages.toFile())
                        .start();
        await().atMost(PATIENCE).until(() -> Files.readString(messages).contains("listening on"));
        return tcpdump;
    }

    private static List<String> packets(Path captured) throws IOException {
        return Files.readAllLines(captured).stream().filter(line -> line.contains(" > ")).toList();
    }

    private static void askInEveryWay(Unbound unbound) throws Exception {
        String settings =
                "targets: {allow: [127.0.0.0/8]}\ntimeouts: {connect: 5s}\ndns: {servers: [\""
                        + Loopback.authority(unbound.address())
                        + "\"]}\negress:\n";
        try (RecordingOrigin origin = RecordingOrigin.start();
                FakeHop http = FakeHop.http().names(Map.of("origin.test", Loopback.V4)).start();
                FakeHop socks =
                        FakeHop.socks5().names(Map.of("origin.test", Loopback.V4)).start()) {
            for (String egress :
                    List.of(
                            "interface: any",
                            "source: 127.0.8.0/29",
                            "proxy: http://hop.test:" + http.port(),
                            "proxy: socks5h://hop.test:" + socks.port(),
                            "proxy: socks5://hop.test:" + socks.port(),
                            "chain: [\"http://hop.test:"
                                    + http.port()
                                    + "\", \"socks5h://127.0.0.1:"
                                    + socks.port()
                                    + "\"]")) {
                try (Gyre gyre = Gyre.start(settings + "  - " + egress + "\n")) {
                    ask(gyre, "origin.test", origin.port(), true);
                    ask(gyre, "no-such-name.test", origin.port(), false);
                    boolean here = !egress.contains("http:") && !egress.contains("socks5h:");
                    ask(gyre, "localhost", origin.port(), here);
                    ask(gyre, "printer.local", origin.port(), false);
                    ask(gyre, "hidden.onion", origin.port(), false);
                    ask(gyre, "whoami.gyre", 81, false);
                }
            }
            assertThat(origin.seen()).isNotEmpty();
        }
    }

    private static void ask(Gyre gyre, String name, int port, boolean there) throws Exception {
        String authority = name + ":" + port;
        try (RawClient client = gyre.client()) {
            client.send(
                    "GET http://" + authority + "/ HTTP/1.1\r\nHost: " + authority + "\r\n\r\n");
            assertThat(client.readResponse().status() == 200).as(authority).isEqualTo(there);
        }
        try (RawClient client = gyre.client()) {
            client.send("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n");
            assertThat(client.readHead().startsWith("HTTP/1.1 200 "))
                    .as(authority)
                    .isEqualTo(there);
        }
        try (RawClient client = gyre.client()) {
            assertThat(client.socks5(name, port) == 0).as(authority).isEqualTo(there);
        }
        try (RawClient client = gyre.client()) {
            assertThat(client.socks4a(name, port) == 0x5a).as(authority).isEqualTo(there);
        }
    }
}
