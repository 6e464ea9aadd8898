package dev.gyre.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.DnsStub;
import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.TestPeers;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// Answers that a running proxy keeps, until it is told to forget them; and who is asked for a name at all.
final class FlushIT {

    private final RecordingOrigin origin = RecordingOrigin.start();
    private final DnsStub dns = DnsStub.start().address("www.one.test", 3600, "127.0.0.1");

    @AfterEach
    void stop() {
        origin.close();
        dns.close();
    }

    private Gyre start(String egress, String more) {
        return Gyre.start(
                """
                targets: {allow: [127.0.0.0/8]}
                dns: {servers: ["127.0.0.1:%d"]}
                egress: [%s]
                %s
                """
                        .formatted(dns.address().getPort(), egress, more));
    }

    private int get(Gyre gyre, String host) throws IOException {
        try (RawClient client = gyre.client()) {
            client.send(
                    "GET http://%s:%d/ HTTP/1.1\r\nHost: x\r\nProxy-Authorization: Basic %s\r\n\r\n"
                            .formatted(
                                    host,
                                    origin.port(),
                                    Base64.getEncoder()
                                            .encodeToString(
                                                    "me-session-a:x"
                                                            .getBytes(StandardCharsets.UTF_8))));
            return client.readResponse().status();
        }
    }

    private record Ran(int exit, String out, String err) {}

    private static Ran flush(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Ran(exit, out.toString(), err.toString());
    }

    @Test
    void whatNameServersAnsweredIsForgotten() throws Exception {
        try (Gyre gyre = start("{source: 127.0.6.1}", "reuse: never")) {
            assertThat(get(gyre, "www.one.test")).isEqualTo(200);
            assertThat(get(gyre, "www.one.test")).isEqualTo(200);
            assertThat(dns.asked("www.one.test")).hasSize(1);
            assertThat(flush("flush", "--proxy", gyre.hostPort()))
                    .isEqualTo(new Ran(0, "1 answer was dropped.\n", ""));
            assertThat(get(gyre, "www.one.test")).isEqualTo(200);
            assertThat(dns.asked("www.one.test")).hasSize(2);
            assertThat(dns.asked("dns.gyre")).isEmpty();
        }
    }

    @Test
    void saysWhenThereIsNoProxy() throws Exception {
        Ran nobody = flush("flush", "--proxy", "127.0.0.1:" + TestPeers.freePort());
        assertThat(nobody.exit()).isEqualTo(1);
        assertThat(nobody.err()).startsWith("gyre: no proxy answers at 127.0.0.1:").hasLineCount(1);
        assertThat(flush("flush", "--proxy", origin.authority()).err()).contains("refuses: 400");
        assertThat(flush("flush", "--proxy", "nowhere").exit()).isEqualTo(2);
    }

    @Test
    void namesInTheFileAreAskedOfNobody() throws Exception {
        String hosts = "hosts: {www.mine.internal: 127.0.0.1, '*.lan.test': 127.0.0.1}";
        try (Gyre gyre = start("{source: 127.0.6.1}", hosts)) {
            assertThat(get(gyre, "www.mine.internal")).isEqualTo(200);
            assertThat(get(gyre, "a.lan.test")).isEqualTo(200);
            assertThat(get(gyre, "lan.test")).isEqualTo(502);
            assertThat(dns.asked()).extracting(DnsStub.Asked::name).containsOnly("lan.test");
            assertThat(get(gyre, "other.internal")).isEqualTo(502);
            assertThat(get(gyre, "printer.local")).isEqualTo(502);
            assertThat(get(gyre, "x.onion")).isEqualTo(502);
            assertThat(dns.asked()).extracting(DnsStub.Asked::name).containsOnly("lan.test");
        }
    }

    @Test
    void aHopThatMayNotResolveIsToldAnAddressThatIsAskedForThroughIt() throws Exception {
        try (FakeHop hop = FakeHop.socks5().from("127.0.6.2").start();
                Gyre gyre =
                        start(
                                "{proxy: 'socks5h://hop.test:%d', resolve: through}"
                                        .formatted(hop.port()),
                                "hosts: {hop.test: 127.0.0.1}")) {
            assertThat(get(gyre, "www.one.test")).isEqualTo(200);
            assertThat(hop.asked())
                    .extracting(FakeHop.Asked::host)
                    .isNotEmpty()
                    .allMatch("127.0.0.1"::equals);
            assertThat(dns.asked("www.one.test"))
                    .isNotEmpty()
                    .allMatch(asked -> asked.source().getHostAddress().equals("127.0.6.2"))
                    .allMatch(asked -> asked.transport() == DnsStub.Transport.TCP);
            assertThat(dns.asked()).extracting(DnsStub.Asked::name).containsOnly("www.one.test");
            assertThat(List.of(origin.next().source())).containsExactly("127.0.6.2");
        }
    }
}
