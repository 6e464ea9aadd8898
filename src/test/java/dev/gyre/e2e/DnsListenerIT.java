package dev.gyre.e2e;

import static dev.gyre.testkit.DnsWire.ask;
import static dev.gyre.testkit.DnsWire.connect;
import static dev.gyre.testkit.DnsWire.errors;
import static dev.gyre.testkit.DnsWire.frame;
import static dev.gyre.testkit.DnsWire.message;
import static dev.gyre.testkit.DnsWire.ownAddress;
import static dev.gyre.testkit.DnsWire.query;
import static dev.gyre.testkit.DnsWire.read;
import static dev.gyre.testkit.DnsWire.receive;
import static dev.gyre.testkit.DnsWire.send;
import static dev.gyre.testkit.DnsWire.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gyre.net.Failure;
import dev.gyre.observe.ExchangeRecord;
import dev.gyre.testkit.DnsStub;
import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.Program;
import dev.gyre.testkit.TestPeers;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Programs that look names up themselves, of Debian and by the octet.
final class DnsListenerIT {

    private static final String LISTEN = "listen: ['127.0.0.1:0', 'dns://127.0.0.1:0']\n";
    private static final String ALLOW = "targets: {allow: [192.0.2.0/24]}\n";
    private static final String SOURCES = "egress: [{source: 127.0.5.1-127.0.5.9}]\n";

    private final DnsStub stub =
            DnsStub.start()
                    .address("www.example", "192.0.2.80")
                    .address("slow.example", "192.0.2.81")
                    .delayed("slow.example", Duration.ofMillis(400))
                    .silent("silent.example");

    @TempDir private Path directory;

    @AfterEach
    void end() {
        stub.close();
    }

    private Gyre start(String listen, String rest) {
        return Gyre.start(listen + servers() + ALLOW + rest);
    }

    private String servers() {
        return "dns: {servers: ['" + Loopback.authority(stub.address()) + "']}\n";
    }

    private String run(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(TestPeers.require(program).toString()));
        command.addAll(List.of(arguments));
        Program.Result result = Program.run(directory, Map.of(), command);
        assertThat(result.exit()).as("%s", result.out() + result.err()).isZero();
        return result.out();
    }

    private static Set<InetAddress> sources(DnsStub stub, String name) {
        Set<InetAddress> sources = new HashSet<>();
        stub.asked(name).forEach(asked -> sources.add(asked.source()));
        return sources;
    }

    private static List<String> addresses(Message reply) {
        return reply.getSection(Section.ANSWER).stream().map(Record::rdataToString).toList();
    }

    /// Whoever says which addresses a name has: a client doesn't learn those to which it may not connect.
    @Test
    void whatRulesSayOfAddressesHoldsForAnswersToo() throws Exception {
        String hosts = "hosts: {both.example: [192.0.2.1, 192.0.2.9], off.example: 192.0.2.9}\n";
        String rules =
                "rules: [{deny: {address: [192.0.2.9, 192.0.2.80]}, name: nine, reason: No.}]\n";
        try (Gyre gyre = start(LISTEN, SOURCES + hosts + rules)) {
            InetSocketAddress at = gyre.nameAddresses().getFirst();
            Message both = ask(at, "both.example");
            assertThat(addresses(both)).containsExactly("192.0.2.1");
            assertThat(errors(both)).containsExactly(ExtendedErrorCodeOption.BLOCKED);
            assertThat(gyre.log()).isEmpty();
            for (String name : List.of("off.example", "www.example")) {
                Message off = ask(at, name);
                assertThat(off.getRcode()).isEqualTo(Rcode.NOERROR);
                assertThat(addresses(off)).isEmpty();
                assertThat(errors(off)).containsExactly(ExtendedErrorCodeOption.BLOCKED);
                assertThat(gyre.log().getLast().failure()).contains(Failure.DENIED);
                assertThat(gyre.log().getLast().detail()).isEqualTo("No. (rule 'nine')");
            }
            assertThat(addresses(ask(at, "slow.example"))).containsExactly("192.0.2.81");
            gyre.reload(
                    LISTEN
                            + servers()
                            + ALLOW
                            + SOURCES
                            + hosts
                            + "rules: [{allow: {address: 192.0.2.9}}, {default: deny}]\n");
            assertThat(addresses(ask(at, "both.example"))).containsExactly("192.0.2.9");
            gyre.reload(
                    LISTEN
                            + servers()
                            + ALLOW
                            + SOURCES.replace("}]", ", tags: x}]")
                            + hosts
                            + "rules: [{deny: {address: 192.0.2.9, not: {egress: x}}}]\n");
            assertThat(addresses(ask(at, "off.example")))
                    .as("nobody knows by which egress it would be")
                    .isEmpty();
        }
    }

    @Test
    void questionsAreInTheLogOfRequests() throws Exception {
        Path file = directory.resolve("requests.log");
        stub.address("a.b.example", "192.0.2.80");
        String rest =
                SOURCES
                        + "hosts: {fixed.b.example: 192.0.2.7}\n"
                        + "rules: [{deny: {host: c.d.example}, reason: Not c.d.example.}]\n";
        try (Gyre gyre = start(LISTEN, rest + "log: {requests: " + file + "}\n")) {
            InetSocketAddress at = gyre.nameAddresses().getFirst();
            ask(at, "a.b.example");
            ask(at, "c.d.example");
            ask(at, "fixed.b.example");
            ask(at, "nosuch.b.example");
            List<String> lines = lines(file, 4);
            assertThat(lines.get(0))
                    .containsPattern("\"client\":\"[0-9a-f]{16}\"")
                    .contains("\"kind\":\"dns\",\"type\":\"A\",\"target\":\"b.example\"")
                    .containsPattern("\"egress\":\"127\\.0\\.5\\.[1-9]\",\"rcode\":\"NOERROR\"")
                    .doesNotContain("failure");
            assertThat(lines.get(1))
                    .contains("\"target\":\"d.example\",\"rcode\":\"NXDOMAIN\"")
                    .contains("\"failure\":\"denied\",\"reason\":\"Not d.example. (rule 1)\"");
            assertThat(lines.get(2))
                    .contains("\"target\":\"b.example\",\"rcode\":\"NOERROR\"")
                    .doesNotContain("egress");
            assertThat(lines.get(3)).contains("\"rcode\":\"NXDOMAIN\"");
            assertThat(lines).noneMatch(line -> line.contains("a.b.") || line.contains("c.d."));
            String more = ", client: full, targets: host, format: common}\n";
            gyre.reload(LISTEN + servers() + ALLOW + rest + "log: {requests: " + file + more);
            ask(at, "a.b.example");
            assertThat(lines(file, 5).get(4))
                    .startsWith("127.0.0.1 - - [")
                    .contains("\"A a.b.example -\" NOERROR ");
        }
    }

    private static List<String> lines(Path file, int count) {
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> Files.exists(file) ? Files.readAllLines(file) : List.<String>of(),
                        all -> all.size() >= count);
    }

    @Test
    void whoAsksTooOftenIsRefused() throws Exception {
        String hosts = "hosts: {fixed.example: 192.0.2.7}\n";
        try (Gyre gyre =
                start(LISTEN, SOURCES + hosts + "limits: {per-client: {requests: 2/h}}\n")) {
            InetSocketAddress at = gyre.nameAddresses().getFirst();
            assertThat(ask(at, "www.example").getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(ask(at, "fixed.example").getRcode()).isEqualTo(Rcode.NOERROR);
            for (String name : List.of("www.example", "fixed.example", "other.example")) {
                Message over = ask(at, name);
                assertThat(over.getRcode()).isEqualTo(Rcode.REFUSED);
                assertThat(errors(over)).containsExactly(ExtendedErrorCodeOption.PROHIBITED);
            }
            assertThat(gyre.log().getLast().failure()).contains(Failure.TOO_MANY_REQUESTS);
            try (Socket tcp = connect(at)) {
                tcp.getOutputStream().write(frame(query(7, "www.example")));
                assertThat(read(tcp).getRcode()).isEqualTo(Rcode.REFUSED);
            }
            assertThat(stub.asked("other.example")).isEmpty();
        }
        try (Gyre gyre = start(LISTEN, SOURCES + "limits: {per-site: {requests: 1/h}}\n")) {
            InetSocketAddress at = gyre.nameAddresses().getFirst();
            assertThat(ask(at, "www.example").getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(ask(at, "www.example").getRcode()).isEqualTo(Rcode.REFUSED);
            assertThat(ask(at, "slow.example").getRcode()).isEqualTo(Rcode.NOERROR);
        }
    }

    @Test
    void limitsAreForConnectionsAndOpenQuestionsToo() throws Exception {
        try (Gyre gyre = start(LISTEN, SOURCES + "limits: {per-client: {connections: 1}}\n")) {
            InetSocketAddress at = gyre.nameAddresses().getFirst();
            try (Socket first = connect(at)) {
                first.getOutputStream().write(frame(query(7, "www.example")));
                assertThat(read(first).getRcode()).isEqualTo(Rcode.NOERROR);
                try (Socket second = connect(at)) {
                    assertThat(second.getInputStream().read()).isEqualTo(-1);
                }
                first.getOutputStream().write(frame(query(8, "silent.example")));
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> !stub.asked("silent.example").isEmpty());
                assertThat(ask(at, "www.example").getRcode()).isEqualTo(Rcode.REFUSED);
            }
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .until(() -> {
                        try (Socket again = connect(at)) {
                            again.getOutputStream().write(frame(query(9, "www.example")));
                            return read(again).getRcode() == Rcode.NOERROR;
                        }
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dig +notcp", "dig +tcp", "kdig +notcp", "kdig +tcp"})
    void servesProgramsOfOthers(String program) {
        String[] words = program.split(" ");
        try (Gyre gyre = start(LISTEN, SOURCES + "rotate: {pick: round-robin}\n")) {
            String port = Integer.toString(gyre.nameAddresses().getFirst().getPort());
            for (int i = 0; i < 3; i++) {
                assertThat(run(words[0], "@127.0.0.1", "-p", port, words[1], "www.example", "A"))
                        .contains("NOERROR")
                        .contains("192.0.2.80");
            }
            assertThat(run(words[0], "@127.0.0.1", "-p", port, words[1], "none.example"))
                    .contains("NXDOMAIN")
                    .contains("SOA");
            assertThat(run(words[0], "@127.0.0.1", "-p", port, words[1], "hidden.onion"))
                    .contains("NXDOMAIN");
            assertThat(run(words[0], "@127.0.0.1", "-p", port, words[1], "www.example", "ANY"))
                    .contains("RFC8482");
            assertThat(stub.asked("www.example")).hasSize(3);
            assertThat(sources(stub, "www.example"))
                    .as("each question is a request of its own")
                    .hasSize(3)
                    .allSatisfy(
                            source -> assertThat(source.getHostAddress()).startsWith("127.0.5."));
            assertThat(stub.asked("hidden.onion")).isEmpty();
            assertThat(gyre.log().getFirst())
                    .satisfies(record -> {
                        assertThat(record.kind()).isEqualTo(ExchangeRecord.Kind.DNS);
                        assertThat(record.target()).isEqualTo("www.example A");
                        assertThat(record.egress()).startsWith("127.0.5.");
                    });
        }
    }

    @Test
    void aConnectionKeepsItsEgressWhereTheRuleSaysSo() throws Exception {
        stub.address("other.example", "192.0.2.82");
        try (Gyre gyre = start(LISTEN, SOURCES + "rotate: {every: connection}\n");
                Socket socket = connect(gyre.nameAddresses().getFirst())) {
            for (String name : List.of("www.example", "other.example", "www.example")) {
                socket.getOutputStream().write(frame(query(7, name)));
                assertThat(read(socket).getSection(Section.ANSWER)).hasSize(1);
            }
            assertThat(stub.asked("www.example")).as("what it asks again is known").hasSize(1);
            assertThat(sources(stub, "other.example")).isEqualTo(sources(stub, "www.example"));
        }
    }

    @Test
    void aClientKeepsItsEgressByDatagramsToo() throws Exception {
        stub.address("other.example", "192.0.2.82");
        try (Gyre gyre = start(LISTEN, SOURCES + "rotate: {every: connection}\n")) {
            InetSocketAddress server = gyre.nameAddresses().getFirst();
            for (String name : List.of("www.example", "other.example", "www.example")) {
                assertThat(ask(server, name).getSection(Section.ANSWER)).hasSize(1);
            }
            assertThat(stub.asked("www.example")).hasSize(1);
            assertThat(sources(stub, "other.example")).isEqualTo(sources(stub, "www.example"));
        }
    }

    @Test
    void asksThroughHops() throws Exception {
        try (FakeHop hop = FakeHop.socks5().start();
                Gyre gyre =
                        start(
                                LISTEN,
                                "egress: [{proxy: 'socks5h://127.0.0.1:" + hop.port() + "'}]\n")) {
            Message reply = ask(gyre.nameAddresses().getFirst(), "www.example");
            assertThat(reply.getSection(Section.ANSWER)).hasSize(1);
            assertThat(stub.asked("www.example"))
                    .singleElement()
                    .satisfies(asked ->
                            assertThat(asked.transport()).isEqualTo(DnsStub.Transport.TCP));
            assertThat(hop.asked())
                    .singleElement()
                    .satisfies(
                            asked -> assertThat(asked.port()).isEqualTo(stub.address().getPort()));
        }
    }

    @Test
    void asksNobodyWhereNoEgressIs() throws Exception {
        FakeHop dead = FakeHop.socks5().start();
        dead.close();
        try (Gyre gyre =
                start(LISTEN, "egress: [{proxy: 'socks5://127.0.0.1:" + dead.port() + "'}]\n")) {
            Message reply = ask(gyre.nameAddresses().getFirst(), "www.example");
            assertThat(reply.getRcode()).isEqualTo(Rcode.SERVFAIL);
            assertThat(errors(reply)).containsExactly(ExtendedErrorCodeOption.NETWORK_ERROR);
            assertThat(stub.asked()).isEmpty();
            assertThat(gyre.log().getFirst().failure()).contains(Failure.HOP_UNREACHABLE);
        }
    }

    @Test
    void triesAnotherEgress() throws Exception {
        FakeHop dead = FakeHop.socks5().start();
        dead.close();
        try (Gyre gyre =
                start(
                        LISTEN,
                        "rotate: {pick: round-robin}\negress: [{proxy: 'socks5://127.0.0.1:"
                                + dead.port()
                                + "'}, {source: 127.0.5.1}]\n")) {
            for (int i = 0; i < 4; i++) {
                assertThat(ask(gyre.nameAddresses().getFirst(), "www.example").getRcode())
                        .isEqualTo(Rcode.NOERROR);
            }
        }
    }

    @Test
    void hidesAddressesOfThisNetwork() throws Exception {
        stub.address("rebinds.example", "127.0.0.1", "10.0.0.1");
        try (Gyre gyre = start(LISTEN, SOURCES)) {
            Message reply = ask(gyre.nameAddresses().getFirst(), "rebinds.example");
            assertThat(reply.getSection(Section.ANSWER)).isEmpty();
            assertThat(errors(reply)).containsExactly(ExtendedErrorCodeOption.BLOCKED);
            assertThat(ask(gyre.nameAddresses().getFirst(), "localhost").getSection(Section.ANSWER))
                    .extracting(Record::rdataToString)
                    .containsExactly("127.0.0.1");
        }
    }

    /// Neither a reply nor a word that there is none: who asks need not be who is answered.
    @Test
    void isForThisMachineAlone() throws Exception {
        InetAddress own = ownAddress();
        try (Gyre gyre = start("listen: ['127.0.0.1:0', 'dns://0.0.0.0:0']\n", SOURCES);
                DatagramSocket socket = socket(own)) {
            int port = gyre.nameAddresses().getFirst().getPort();
            send(socket, new InetSocketAddress(own, port), query(1, "www.example"));
            assertThat(ask(new InetSocketAddress(Loopback.V4, port), "www.example").getRcode())
                    .isEqualTo(Rcode.NOERROR);
            socket.setSoTimeout(500);
            assertThatThrownBy(() -> receive(socket)).isInstanceOf(SocketTimeoutException.class);
            try (Socket connection = connect(new InetSocketAddress(own, port))) {
                assertThat(connection.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(stub.asked("www.example")).hasSize(1);
        }
    }

    @Test
    void servesOthersThatTheFileNames() throws Exception {
        InetAddress own = ownAddress();
        try (Gyre gyre =
                        Gyre.start(
                                "listen: ['127.0.0.1:0', 'dns://0.0.0.0:0']\n"
                                        + ALLOW
                                        + SOURCES
                                        + servers()
                                                .replace(
                                                        "}",
                                                        ", clients: ['"
                                                                + own.getHostAddress()
                                                                + "']}"));
                DatagramSocket socket = socket(own)) {
            InetSocketAddress server =
                    new InetSocketAddress(own, gyre.nameAddresses().getFirst().getPort());
            send(socket, server, query(1, "www.example"));
            DatagramPacket reply = receive(socket);
            assertThat(reply.getSocketAddress()).as("where it was asked").isEqualTo(server);
            try (Socket connection = connect(server)) {
                connection.getOutputStream().write(frame(query(2, "www.example")));
                assertThat(read(connection).getHeader().getID()).isEqualTo(2);
            }
        }
    }

    @Test
    void answersEachWhenItsAnswerIsThere() throws Exception {
        try (Gyre gyre = start(LISTEN, SOURCES);
                Socket socket = connect(gyre.nameAddresses().getFirst())) {
            OutputStream out = socket.getOutputStream();
            out.write(frame(query(1, "slow.example")));
            out.write(frame(query(2, "www.example")));
            assertThat(read(socket).getHeader().getID()).isEqualTo(2);
            assertThat(read(socket).getHeader().getID()).isEqualTo(1);
        }
    }

    @Test
    void takesQuestionsPieceByPieceAndManyAtOnce() throws Exception {
        try (Gyre gyre = start(LISTEN, SOURCES);
                Socket socket = connect(gyre.nameAddresses().getFirst())) {
            OutputStream out = socket.getOutputStream();
            socket.setTcpNoDelay(true);
            for (byte octet : frame(query(1, "www.example"))) {
                out.write(octet);
            }
            assertThat(read(socket).getHeader().getID()).isEqualTo(1);
            int many = 200;
            ByteBuffer all = ByteBuffer.allocate(many * 64);
            for (int i = 0; i < many; i++) {
                all.put(frame(query(i, "www.example")));
            }
            out.write(all.array(), 0, all.position());
            socket.shutdownOutput();
            Set<Integer> answered = new HashSet<>();
            for (int i = 0; i < many; i++) {
                answered.add(read(socket).getHeader().getID());
            }
            assertThat(answered).hasSize(many);
            assertThat(socket.getInputStream().read()).as("all is said").isEqualTo(-1);
        }
    }

    @Test
    void aQuestionThatIsSentAgainIsAskedOnce() throws Exception {
        try (Gyre gyre = start(LISTEN, SOURCES);
                DatagramSocket socket = socket(Loopback.V4)) {
            InetSocketAddress server = gyre.nameAddresses().getFirst();
            send(socket, server, query(5, "slow.example"));
            send(socket, server, query(5, "slow.example"));
            assertThat(message(receive(socket)).getHeader().getID()).isEqualTo(5);
            send(socket, server, query(6, "www.example"));
            assertThat(message(receive(socket)).getHeader().getID()).isEqualTo(6);
            assertThat(stub.asked("slow.example")).hasSize(1);
        }
    }

    @Test
    void doesNotAnswerAnswers() throws Exception {
        try (Gyre gyre = start(LISTEN, SOURCES);
                DatagramSocket socket = socket(Loopback.V4);
                Socket connection = connect(gyre.nameAddresses().getFirst())) {
            InetSocketAddress server = gyre.nameAddresses().getFirst();
            byte[] answer = query(5, "www.example");
            answer[2] |= (byte) 0x80;
            send(socket, server, answer);
            send(socket, server, query(6, "www.example"));
            assertThat(message(receive(socket)).getHeader().getID()).isEqualTo(6);
            connection.getOutputStream().write(frame(answer));
            assertThat(connection.getInputStream().read()).isEqualTo(-1);
        }
    }

    /// Beyond what may be open, it is said so at once, and nobody is asked.
    @Test
    void boundsWhatIsOpen() throws Exception {
        int connections = 10;
        int each = 32;
        int most = 256;
        List<Socket> sockets = new ArrayList<>();
        try (Gyre gyre = start(LISTEN, SOURCES)) {
            for (int i = 0; i < connections; i++) {
                Socket socket = connect(gyre.nameAddresses().getFirst());
                sockets.add(socket);
                ByteBuffer all = ByteBuffer.allocate(each * 64);
                for (int j = 0; j < each; j++) {
                    all.put(frame(query(j, "silent.example")));
                }
                socket.getOutputStream().write(all.array(), 0, all.position());
            }
            int turnedAway = 0;
            for (Socket socket : sockets) {
                for (int j = 0; j < each; j++) {
                    Message reply = read(socket);
                    assertThat(reply.getRcode()).isEqualTo(Rcode.SERVFAIL);
                    turnedAway += errors(reply).contains(ExtendedErrorCodeOption.NOT_READY) ? 1 : 0;
                }
            }
            assertThat(turnedAway).isEqualTo(connections * each - most);
            InetSocketAddress server = gyre.nameAddresses().getFirst();
            await("afterwards")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> ask(server, "www.example").getRcode() == Rcode.NOERROR);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void boundsConnections() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try (Gyre gyre = start(LISTEN, SOURCES)) {
            InetSocketAddress server = gyre.nameAddresses().getFirst();
            for (int i = 0; i < 64; i++) {
                Socket socket = connect(server);
                sockets.add(socket);
                socket.getOutputStream().write(frame(query(i, "www.example")));
                assertThat(read(socket).getRcode()).isEqualTo(Rcode.NOERROR);
            }
            try (Socket oneTooMany = connect(server)) {
                assertThat(oneTooMany.getInputStream().read()).isEqualTo(-1);
            }
            sockets.removeFirst().close();
            await().ignoreExceptions()
                    .untilAsserted(() -> {
                        try (Socket another = connect(server)) {
                            another.getOutputStream().write(frame(query(1, "www.example")));
                            assertThat(read(another).getRcode()).isEqualTo(Rcode.NOERROR);
                        }
                    });
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void finishesWhatIsOpenWhenItIsToStop() throws Exception {
        try (Gyre gyre = start(LISTEN, SOURCES);
                DatagramSocket socket = socket(Loopback.V4);
                Socket connection = connect(gyre.nameAddresses().getFirst())) {
            send(socket, gyre.nameAddresses().getFirst(), query(1, "slow.example"));
            connection.getOutputStream().write(frame(query(2, "slow.example")));
            await().until(() -> stub.asked("slow.example").size() == 2);
            assertThat(gyre.drain(Duration.ofSeconds(30))).isZero();
            assertThat(message(receive(socket)).getSection(Section.ANSWER)).hasSize(1);
            assertThat(read(connection).getSection(Section.ANSWER)).hasSize(1);
            assertThat(connection.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void doesNotStartWhereItWouldAskItself() {
        int port = TestPeers.freePort();
        assertThatThrownBy(() ->
                        Gyre.start(
                                "listen: ['127.0.0.1:0', 'dns://127.0.0.1:"
                                        + port
                                        + "']\ndns: {servers: ['127.0.0.1:"
                                        + port
                                        + "']}\n"
                                        + SOURCES))
                .hasRootCauseMessage(
                        "the name server 127.0.0.1:"
                                + port
                                + " is a listener of this proxy itself");
    }

    @Test
    void saysWhereItListens() throws Exception {
        int port = TestPeers.freePort();
        int open = TestPeers.freePort();
        Files.writeString(
                directory.resolve("egress-pool.yml"),
                "listen: ['127.0.0.1:0', 'dns://127.0.0.1:"
                        + port
                        + "', 'dns://0.0.0.0:"
                        + open
                        + "']\ndns: {servers: [9.9.9.9], clients: [10.0.0.0/8]}\n"
                        + SOURCES);
        try (Program gyre = Program.start(directory, "run")) {
            assertThat(gyre.output())
                    .contains("Listening on 127.0.0.1:" + port + " for DNS\n")
                    .contains(
                            "Listening on 0.0.0.0:"
                                    + open
                                    + " for DNS, asked by this machine by loopback, 10.0.0.0/8\n");
        }
    }

    /// What the page tells a reader to run works as it stands there.
    @Test
    void thePageIsTrue() throws Exception {
        List<String> commands =
                Files.readString(Program.basedir().resolve("docs/dns-listener.md"))
                        .lines()
                        .filter(line -> line.matches(" {4}k?dig .*"))
                        .map(line -> line.strip().split(" +# ")[0])
                        .toList();
        assertThat(commands).isNotEmpty();
        stub.address("www.example.com", "192.0.2.83");
        try (Gyre gyre = start(LISTEN, SOURCES)) {
            String port = Integer.toString(gyre.nameAddresses().getFirst().getPort());
            for (String command : commands) {
                String[] words = command.replace("5353", port).split(" ");
                assertThat(run(words[0], Arrays.copyOfRange(words, 1, words.length)))
                        .as(command)
                        .contains("192.0.2.83");
            }
        }
    }
}
