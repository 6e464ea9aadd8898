package dev.gyre.e2e;

import static dev.gyre.testkit.DnsWire.ask;
import static dev.gyre.testkit.DnsWire.connect;
import static dev.gyre.testkit.DnsWire.errors;
import static dev.gyre.testkit.DnsWire.frame;
import static dev.gyre.testkit.DnsWire.message;
import static dev.gyre.testkit.DnsWire.query;
import static dev.gyre.testkit.DnsWire.read;
import static dev.gyre.testkit.DnsWire.receive;
import static dev.gyre.testkit.DnsWire.send;
import static dev.gyre.testkit.DnsWire.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.DnsStub;
import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.Program;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.TestPeers;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What programs of Debian make of the DNS listener when an answer is large, rare, or none.
final class DnsClientsIT {

    private static final String LISTEN = "listen: ['127.0.0.1:0', 'dns://127.0.0.1:0']\n";
    private static final String ALLOW = "targets: {allow: [192.0.2.0/24]}\n";
    private static final String SOURCES = "egress: [{source: 127.0.5.1-127.0.5.9}]\n";
    private static final int PRIVATE_TYPE = 65_280;

    private final DnsStub stub = DnsStub.start().address("www.example", "192.0.2.80");

    @TempDir private Path directory;

    @AfterEach
    void end() {
        stub.close();
    }

    private Gyre start(String listen, String rest) {
        return Gyre.start(
                listen
                        + "dns: {servers: ['"
                        + Loopback.authority(stub.address())
                        + "']}\n"
                        + ALLOW
                        + rest);
    }

    private static Name name(String text) {
        try {
            return Name.fromString(text + ".");
        } catch (TextParseException notAName) {
            throw new IllegalArgumentException(notAName);
        }
    }

    /// Text records of about so many octets in all.
    private void addTexts(String name, int octets) {
        for (int i = 0; i * 200 < octets; i++) {
            stub.add(
                    name,
                    new TXTRecord(
                            name(name),
                            DClass.IN,
                            300,
                            ("part %03d ".formatted(i) + "x".repeat(200)).substring(0, 187)));
        }
        stub.truncated(name);
    }

    private String run(Gyre gyre, String words) {
        List<String> command = new ArrayList<>();
        for (String word : words.split(" ")) {
            command.add(command.isEmpty() ? TestPeers.require(word).toString() : word);
        }
        command.add(1, "@127.0.0.1");
        command.add(2, "-p");
        command.add(3, Integer.toString(gyre.nameAddresses().getFirst().getPort()));
        Program.Result result = Program.run(directory, Map.of(), command);
        assertThat(result.exit()).as("%s", result.out() + result.err()).isZero();
        return result.out() + result.err();
    }

    @ParameterizedTest
    @CsvSource({
        // octets of the answer, words, what is said of it by UDP
        "400, dig +notcp +noedns, 0",
        "1000, dig +notcp +noedns, 512",
        "1000, dig +notcp +bufsize=512, 512",
        "1000, dig +notcp +bufsize=1232, 0",
        "2000, dig +notcp +bufsize=1232, 1232",
        "2000, dig +notcp +bufsize=4096, 1232",
        "2000, kdig +notcp +bufsize=4096, 1232",
        "60000, dig +notcp, 1232",
    })
    void largeAnswersAreToBeAskedForByTcp(int octets, String words, int most) {
        addTexts("large.example", octets);
        int parts = (octets + 199) / 200;
        try (Gyre gyre = start(LISTEN, SOURCES)) {
            String alone = run(gyre, words + " +ignore large.example TXT");
            if (most > 0) {
                assertThat(alone)
                        .containsPattern("(?i)flags:? qr tc rd ra")
                        .doesNotContain("part 0");
                assertThat(size(alone)).isLessThanOrEqualTo(most);
            } else {
                assertThat(alone).doesNotContainPattern("(?i)flags:? qr tc").contains("part 000");
            }
            String all = run(gyre, words.replace(" +notcp", "") + " large.example TXT");
            assertThat(all.lines().filter(line -> line.contains("part "))).hasSize(parts);
            assertThat(all.toLowerCase(Locale.ROOT).contains("tcp")).isEqualTo(most > 0);
        }
    }

    private static int size(String output) {
        return output.lines()
                .filter(line -> line.contains("MSG SIZE") || line.contains("Received"))
                .map(line -> line.replaceAll(".*(?:rcvd: |Received )(\\d+).*", "$1"))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElseThrow(() -> new AssertionError(output));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dig +notcp", "dig +tcp", "kdig +notcp", "kdig +tcp"})
    void recordsThatNobodyKnowsArePassedOn(String words) {
        stub.add(
                "rare.example",
                Record.newRecord(
                        name("rare.example"), PRIVATE_TYPE, DClass.IN, 300, new byte[] {1, 2, 3}));
        try (Gyre gyre = start(LISTEN, SOURCES)) {
            assertThat(run(gyre, words + " rare.example TYPE" + PRIVATE_TYPE))
                    .containsIgnoringCase("TYPE65280")
                    .contains("\\# 3 010203");
            assertThat(run(gyre, words + " www.example TYPE" + PRIVATE_TYPE))
                    .contains("NOERROR")
                    .contains("SOA");
            assertThat(run(gyre, words + " -c CH -t TXT version.bind")).contains("REFUSED");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dig", "kdig"})
    void flagsAreAnsweredAsFarAsTheyAreTrue(String program) {
        stub.address("hides.example", "10.1.2.3", "192.0.2.80");
        stub.fails("fails.example");
        try (Gyre gyre = start(LISTEN, SOURCES)) {
            assertThat(run(gyre, program + " +dnssec +adflag +cdflag www.example A"))
                    .as("nothing was validated")
                    .containsPattern("(?i)flags:? qr rd ra cd;")
                    .contains("192.0.2.80");
            assertThat(run(gyre, program + " +dnssec hides.example A"))
                    .contains("192.0.2.80")
                    .doesNotContain("10.1.2.3")
                    .contains("15")
                    .containsIgnoringCase("Blocked");
            assertThat(run(gyre, program + " +dnssec fails.example A"))
                    .contains("SERVFAIL")
                    .containsIgnoringCase("No Reachable Authority");
            assertThat(run(gyre, program + " +norecurse www.example A")).contains("REFUSED");
        }
    }

    @Test
    void whatNobodyIsAskedForNeedsNoEgress() throws Exception {
        FakeHop dead = FakeHop.socks5().start();
        dead.close();
        try (Gyre gyre =
                start(
                        LISTEN,
                        "egress: [{proxy: 'socks5://127.0.0.1:"
                                + dead.port()
                                + "'}]\nhosts: {build.example: 10.9.8.7}\n")) {
            InetSocketAddress server = gyre.nameAddresses().getFirst();
            assertThat(answers(ask(server, "localhost"))).containsExactly("127.0.0.1");
            assertThat(answers(ask(server, "build.example"))).containsExactly("10.9.8.7");
            assertThat(ask(server, "hidden.onion").getRcode()).isEqualTo(Rcode.NXDOMAIN);
            assertThat(ask(server, "1.0.0.10.in-addr.arpa").getRcode()).isEqualTo(Rcode.NXDOMAIN);
            assertThat(gyre.log()).as("no egress was taken").isEmpty();
            assertThat(ask(server, "www.example").getRcode()).isEqualTo(Rcode.SERVFAIL);
            assertThat(stub.asked()).isEmpty();
        }
    }

    private static List<String> answers(Message reply) {
        return reply.getSection(Section.ANSWER).stream().map(Record::rdataToString).toList();
    }

    /// An address that a file names is for that name alone: another's alias does not get at it.
    @Test
    void addressesOfTheFileAreForTheirNamesAlone() throws Exception {
        stub.alias("evil.example", "build.example").address("build.example", "10.9.8.7");
        try (Gyre gyre = start(LISTEN, SOURCES + "hosts: {build.example: 10.9.8.7}\n")) {
            InetSocketAddress server = gyre.nameAddresses().getFirst();
            Message reply = ask(server, "evil.example");
            assertThat(answers(reply)).doesNotContain("10.9.8.7");
            assertThat(errors(reply)).containsExactly(ExtendedErrorCodeOption.BLOCKED);
            assertThat(answers(ask(server, "build.example"))).containsExactly("10.9.8.7");
        }
    }

    @Test
    void namesOfAnyOctetsAreAsked() throws Exception {
        byte[] query = query(3, "abcdefgh.example");
        for (int i = 0; i < 8; i++) {
            query[13 + i] = (byte) new int[] {0, '.', 0xff, ' ', '\\', '%', '\n', '@'}[i];
        }
        try (Gyre gyre = start(LISTEN, SOURCES + "hosts: {build.example: 10.9.8.7}\n");
                DatagramSocket socket = socket(Loopback.V4)) {
            send(socket, gyre.nameAddresses().getFirst(), query);
            assertThat(message(receive(socket)).getRcode()).isEqualTo(Rcode.NXDOMAIN);
            Message root = new Message(4);
            root.getHeader().setFlag(Flags.RD);
            root.addRecord(Record.newRecord(Name.root, Type.NS, DClass.IN), Section.QUESTION);
            send(socket, gyre.nameAddresses().getFirst(), root.toWire());
            assertThat(message(receive(socket)).getHeader().getID()).isEqualTo(4);
        }
    }

    @Test
    void listensForBothFamilies() throws Exception {
        try (Gyre gyre = start("listen: ['127.0.0.1:0', 'dns://[::]:0']\n", SOURCES)) {
            int port = gyre.nameAddresses().getFirst().getPort();
            for (InetAddress each : List.of(Loopback.V4, Loopback.V6)) {
                InetSocketAddress server = new InetSocketAddress(each, port);
                try (DatagramSocket socket = socket(each);
                        Socket connection = connect(server)) {
                    send(socket, server, query(1, "www.example"));
                    assertThat(answers(message(receive(socket)))).containsExactly("192.0.2.80");
                    connection.getOutputStream().write(frame(query(2, "www.example")));
                    assertThat(answers(read(connection))).containsExactly("192.0.2.80");
                }
            }
        }
    }

    @Test
    void isNoTarget() throws Exception {
        try (Gyre gyre = Gyre.start(LISTEN + "targets: {allow: [127.0.0.0/8]}\n" + SOURCES)) {
            String own = Loopback.authority(gyre.nameAddresses().getFirst());
            try (RawClient client = RawClient.connect(gyre.address())) {
                client.send("CONNECT " + own + " HTTP/1.1\r\nHost: " + own + "\r\n\r\n");
                assertThat(client.readHead()).startsWith("HTTP/1.1 403 ");
            }
        }
    }
}
