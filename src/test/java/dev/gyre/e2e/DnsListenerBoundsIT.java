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

import dev.gyre.testkit.DnsStub;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.TestPeers;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
import org.xbill.DNS.Type;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Clients that mean harm, or don't know better.
final class DnsListenerBoundsIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int MOST_OF_ONE = 256;

    private static final String LISTEN = "listen: ['127.0.0.1:0', 'dns://127.0.0.1:0']\n";
    private static final String ALLOW = "targets: {allow: [192.0.2.0/24]}\n";
    private static final String SOURCES = "egress: [{source: 127.0.5.1-127.0.5.9}]\n";

    private final DnsStub stub =
            DnsStub.start()
                    .address("www.example", "192.0.2.80")
                    .address("slow.example", "192.0.2.81")
                    .delayed("slow.example", Duration.ofSeconds(1))
                    .silent("silent.example");

    @AfterEach
    void end() {
        stub.close();
    }

    private Gyre start(String rest) {
        return start(LISTEN, "", rest);
    }

    private Gyre start(String listen, String clients, String rest) {
        return Gyre.start(
                listen
                        + "dns: {servers: ['"
                        + Loopback.authority(stub.address())
                        + "']"
                        + clients
                        + "}\n"
                        + ALLOW
                        + SOURCES
                        + rest);
    }

    private static boolean isTurnedAway(Message reply) {
        return reply.getRcode() == Rcode.SERVFAIL
                && errors(reply).equals(List.of(ExtendedErrorCodeOption.NOT_READY));
    }

    /// Whether the other side has closed it, in whatever way.
    private static boolean isEnded(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    /// Asks once; where much is sent, a datagram may be lost.
    private static boolean isAnswered(InetSocketAddress server) throws IOException {
        try (DatagramSocket socket = socket(Loopback.V4)) {
            socket.setSoTimeout(1_000);
            send(socket, server, query(1, "www.example"));
            return message(receive(socket)).getRcode() == Rcode.NOERROR;
        } catch (SocketTimeoutException lost) {
            return false;
        }
    }

    @Test
    void survivesWhateverComes() throws Exception {
        Random random = new Random(20_261_125);
        byte[] good = query(1, "www.example");
        try (Gyre gyre = start("");
                DatagramSocket socket = socket(Loopback.V4)) {
            InetSocketAddress server = gyre.nameAddresses().getFirst();
            for (int i = 0; i < 2_000; i++) {
                byte[] octets = i % 2 == 0 ? new byte[1 + random.nextInt(5_000)] : good.clone();
                if (i % 2 == 0) {
                    random.nextBytes(octets);
                } else {
                    octets[random.nextInt(octets.length)] = (byte) random.nextInt();
                }
                send(socket, server, octets);
                if (i % 100 == 0) {
                    try (Socket connection = connect(server)) {
                        connection.getOutputStream().write(i % 200 == 0 ? octets : frame(octets));
                    } catch (SocketException closedMeanwhile) {
                        // It need not be listened to.
                    }
                    await().atMost(LONG).until(() -> isAnswered(server));
                }
            }
        }
    }

    /// What a browser is made to send there by a page.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000",
                "\u0000\u0000",
                "\u0000\u0001x",
            })
    void hangsUpOnOtherProtocols(String text) throws Exception {
        try (Gyre gyre = start("");
                Socket socket = connect(gyre.nameAddresses().getFirst())) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(isEnded(socket)).isTrue();
        }
    }

    @Test
    void boundsWhatIsAskedByDatagrams() throws Exception {
        try (Gyre gyre = start("");
                DatagramSocket socket = socket(Loopback.V4)) {
            InetSocketAddress server = gyre.nameAddresses().getFirst();
            for (int i = 0; i < MOST_OF_ONE; i++) {
                send(socket, server, query(i, "silent.example"));
                if (i % 32 == 31) {
                    int sent = i + 1;
                    await().atMost(LONG).until(() -> stub.asked("silent.example").size() >= sent);
                }
            }
            send(socket, server, query(1000, "www.example"));
            Message reply = message(receive(socket));
            assertThat(reply.getHeader().getID()).isEqualTo(1000);
            assertThat(isTurnedAway(reply)).isTrue();
            for (int i = 0; i < MOST_OF_ONE; i++) {
                assertThat(message(receive(socket)).getRcode()).isEqualTo(Rcode.SERVFAIL);
            }
            await().atMost(LONG)
                    .until(() -> ask(server, "www.example").getRcode() == Rcode.NOERROR);
        }
    }

    /// Who hangs up and comes back has no more under way than who stays.
    @Test
    void whatIsGivenUpStillCounts() throws Exception {
        try (Gyre gyre = start("")) {
            InetSocketAddress server = gyre.nameAddresses().getFirst();
            int sent = 0;
            while (sent < MOST_OF_ONE) {
                try (Socket socket = connect(server)) {
                    for (int i = 0; i < 32; i++) {
                        socket.getOutputStream().write(frame(query(i, "silent.example")));
                    }
                    sent += 32;
                    int now = sent;
                    await().atMost(LONG).until(() -> stub.asked("silent.example").size() >= now);
                }
            }
            assertThat(isTurnedAway(ask(server, "www.example"))).isTrue();
            await().atMost(LONG)
                    .until(() -> ask(server, "www.example").getRcode() == Rcode.NOERROR);
        }
    }

    @Test
    void hangsUpOnWhoIsSilent() throws Exception {
        try (Gyre gyre = start("timeouts: {idle: 1s}\n")) {
            InetSocketAddress server = gyre.nameAddresses().getFirst();
            try (Socket silent = connect(server)) {
                assertThat(isEnded(silent)).isTrue();
            }
            try (Socket dripping = connect(server)) {
                OutputStream out = dripping.getOutputStream();
                await().atMost(LONG)
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> {
                            try {
                                // Of a question that would be whole after ten minutes.
                                out.write(new byte[] {15});
                                return false;
                            } catch (SocketException closed) {
                                return true;
                            }
                        });
            }
        }
    }

    @Test
    void waitsWhileANameIsLookedUp() throws Exception {
        try (Gyre gyre = start("timeouts: {idle: 300ms}\n");
                Socket socket = connect(gyre.nameAddresses().getFirst())) {
            socket.getOutputStream().write(frame(query(1, "slow.example")));
            assertThat(read(socket).getSection(Section.ANSWER)).hasSize(1);
            assertThat(isEnded(socket)).isTrue();
        }
    }

    /// Replies that nobody reads are not kept for long, nor is more asked meanwhile.
    @Test
    void hangsUpOnWhoDoesNotRead() throws Exception {
        Name large = Name.fromString("large.example.");
        for (int i = 0; i < 60; i++) {
            String[] texts = {"", "", "", ""};
            for (int j = 0; j < texts.length; j++) {
                texts[j] = "%02d".formatted(i) + "x".repeat(240);
            }
            stub.add("large.example", new TXTRecord(large, DClass.IN, 300, List.of(texts)));
        }
        stub.truncated("large.example");
        Message query = new Message(1);
        query.getHeader().setFlag(Flags.RD);
        query.addRecord(Record.newRecord(large, Type.TXT, DClass.IN), Section.QUESTION);
        byte[] frame = frame(query.toWire());
        try (Gyre gyre = start("rotate: {every: connection}\ntimeouts: {idle: 1s}\n");
                Socket socket = new Socket()) {
            InetSocketAddress server = gyre.nameAddresses().getFirst();
            socket.setReceiveBufferSize(4096);
            socket.setSoTimeout((int) LONG.toMillis());
            socket.connect(server);
            int asked = 200;
            for (int i = 0; i < asked; i++) {
                socket.getOutputStream().write(frame);
            }
            List<Integer> others = new ArrayList<>();
            await().atMost(LONG)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        others.add(ask(server, "www.example").getRcode());
                        try {
                            socket.getOutputStream().write(frame);
                            return false;
                        } catch (SocketException closed) {
                            return true;
                        }
                    });
            assertThat(others).as("others are served meanwhile").containsOnly(Rcode.NOERROR);
            int answered = 0;
            try {
                while (true) {
                    assertThat(read(socket).getSection(Section.ANSWER)).hasSize(60);
                    answered++;
                }
            } catch (EOFException | SocketException closed) {
                assertThat(answered).isLessThan(asked);
            }
        }
    }

    /// Who sends for another gets that one no flood: neither many replies nor large ones.
    @Test
    void doesNotFloodWhoMayNotHaveAsked() throws Exception {
        InetAddress own = ownAddress();
        try (Gyre gyre =
                        start(
                                "listen: ['127.0.0.1:0', 'dns://0.0.0.0:0']\n",
                                ", clients: ['" + own.getHostAddress() + "']",
                                "rotate: {every: connection}\n");
                DatagramSocket socket = socket(own)) {
            InetSocketAddress server =
                    new InetSocketAddress(own, gyre.nameAddresses().getFirst().getPort());
            byte[] question = query(1, "www.example");
            Message reply = new Message();
            int whole = -1;
            for (; !reply.getHeader().getFlag(Flags.TC) && whole < 100_000; whole++) {
                send(socket, server, question);
                var packet = receive(socket);
                reply = message(packet);
                if (reply.getHeader().getFlag(Flags.TC)) {
                    assertThat(packet.getLength()).isLessThanOrEqualTo(question.length);
                }
            }
            assertThat(reply.getHeader().getFlag(Flags.TC)).isTrue();
            assertThat(whole).isGreaterThanOrEqualTo(MOST_OF_ONE);
            Message any = new Message(2);
            any.getHeader().setFlag(Flags.RD);
            any.addRecord(
                    Record.newRecord(Name.fromString("www.example."), Type.ANY, DClass.IN),
                    Section.QUESTION);
            byte[] atOnce = any.toWire();
            do {
                send(socket, server, atOnce);
                reply = message(receive(socket));
            } while (!reply.getHeader().getFlag(Flags.TC));
            assertThat(reply.getHeader().getID()).isEqualTo(2);
            assertThat(reply.getSection(Section.ANSWER)).isEmpty();
            try (Socket connection = connect(server)) {
                connection.getOutputStream().write(frame(question));
                assertThat(read(connection).getSection(Section.ANSWER)).hasSize(1);
            }
            InetSocketAddress loopback = new InetSocketAddress(Loopback.V4, server.getPort());
            for (int i = 0; i < 1_000; i++) {
                assertThat(ask(loopback, "www.example").getHeader().getFlag(Flags.TC))
                        .as("nobody else can be on loopback")
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.77", "[::1]"})
    void doesNotStartWhereItWouldAskItself(String server) {
        int port = TestPeers.freePort();
        assertThatThrownBy(() ->
                        Gyre.start(
                                "listen: ['127.0.0.1:0', 'dns://[::]:"
                                        + port
                                        + "']\ndns: {servers: [9.9.9.9], bootstrap: ['"
                                        + server
                                        + ":"
                                        + port
                                        + "']}\n"
                                        + SOURCES))
                .rootCause()
                .hasMessageEndingWith("is a listener of this proxy itself");
    }
}
