package dev.gyre.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.audit.Finding.Kind;
import dev.gyre.egress.AddressRange;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.Hop;
import dev.gyre.egress.HopScheme;
import dev.gyre.net.Addresses;
import dev.gyre.net.Target;
import dev.gyre.testkit.Loopback;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;

/// Who asked the name server, and what that comes to.
final class AuditNameTest {

    private static final String NAME = "r1.audit-00.test";
    private static final Subject DIRECT =
            new Subject.Sources(
                    "source 127.0.5.1", List.of(AddressRange.of(Loopback.address("127.0.5.1"))));

    private final Evidence evidence = new Evidence();
    private DnsJudge judge;

    @BeforeEach
    void start() throws Exception {
        judge = new DnsJudge("audit-00.test");
    }

    @AfterEach
    void stop() {
        judge.close();
    }

    private static Subject chain(HopScheme scheme) {
        Hop hop = new Hop(scheme, Target.parse("127.0.0.1:1080").orElseThrow(), Optional.empty());
        return new Subject.Chain(
                hop.toString(), new EgressEntry.Through(List.of(hop)), List.of(hop));
    }

    private AuditName name(Subject subject) {
        return new AuditName(NAME, subject, judge, evidence);
    }

    private static byte[] query() throws Exception {
        return Message.newQuery(Record.newRecord(Name.fromString(NAME + "."), Type.A, DClass.IN))
                .toWire();
    }

    private void askByDatagram(String source) throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, Loopback.address(source))) {
            socket.setSoTimeout(10_000);
            byte[] query = query();
            socket.send(new DatagramPacket(query, query.length, judge.servers().getFirst()));
            socket.receive(new DatagramPacket(new byte[512], 512));
        }
    }

    private void askByStream(String source) throws Exception {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(Loopback.address(source), 0));
            socket.connect(judge.servers().getFirst(), 10_000);
            socket.setSoTimeout(10_000);
            byte[] query = query();
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeShort(query.length);
            out.write(query);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            Message reply = new Message(in.readNBytes(in.readUnsignedShort()));
            assertThat(reply.toString()).contains("127.0.0.1");
        }
    }

    private Row row() {
        return evidence.row("l", "e", Way.HTTP, false);
    }

    private void assertLeak(String words) {
        assertThat(row().names()).isEqualTo(Names.ELSEWHERE);
        assertThat(row().verdict()).isEqualTo(Verdict.LEAKS);
        assertThat(row().findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Kind.NAME);
                    assertThat(finding.sentence()).contains(words);
                });
    }

    @Test
    void theEgressMayAsk() throws Exception {
        askByDatagram("127.0.5.1");
        name(DIRECT).judge("127.0.5.1", true);
        assertThat(row().names()).isEqualTo(Names.BY_EGRESS);
        assertThat(row().findings()).isEmpty();
    }

    @Test
    void nobodyElseMay() throws Exception {
        askByDatagram("127.0.5.1");
        askByDatagram("127.0.0.1");
        name(DIRECT).judge("127.0.5.1", true);
        assertLeak("127.0.0.1");
    }

    @Test
    void aNameThatNobodyAskedForWasFoundElsewhere() {
        name(DIRECT).judge("127.0.5.1", false);
        assertThat(row().findings()).as("a connection that was open").isEmpty();
        name(DIRECT).judge("127.0.5.1", true);
        assertLeak("without a question");
    }

    @ParameterizedTest
    @EnumSource(
            value = HopScheme.class,
            names = {"HTTP", "HTTPS", "SOCKS4A", "SOCKS5H"})
    void aNameThatIsLeftToAHopIsAskedForByNobody(HopScheme scheme) throws Exception {
        name(chain(scheme)).judge("hop", true);
        assertThat(row().names()).isEqualTo(Names.BY_HOP);
        assertThat(row().findings()).isEmpty();
        askByDatagram("127.0.0.1");
        name(chain(scheme)).judge("hop", true);
        assertLeak("beside the hop");
    }

    @ParameterizedTest
    @EnumSource(
            value = HopScheme.class,
            names = {"SOCKS4", "SOCKS5"})
    void aHopThatKnowsNoNamesIsAskedThrough(HopScheme scheme) throws Exception {
        askByStream("127.0.0.1");
        name(chain(scheme)).judge("hop", true);
        assertThat(row().names()).isEqualTo(Names.THROUGH_HOPS);
        assertThat(row().findings()).isEmpty();
        askByStream("127.0.0.1");
        askByDatagram("127.0.0.1");
        name(chain(scheme)).judge("hop", true);
        assertLeak("beside the hop");
    }

    @Test
    void whatWentBeforeIsForgotten() throws Exception {
        askByDatagram("127.0.0.1");
        assertThat(judge.take(NAME)).hasSize(1);
        assertThat(judge.take(NAME)).isEmpty();
        assertThat(judge.servers().getFirst().getAddress())
                .isEqualTo(Addresses.parse("127.0.0.1").orElseThrow());
    }
}
