package dev.gyre.e2e;

import static dev.gyre.testkit.DnsWire.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.net.Addresses;
import dev.gyre.net.Failure;
import dev.gyre.testkit.DnsStub;
import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.TlsListener;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.Section;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A service on this machine's loopback that clients want to get to, in every way they can ask and by every spelling of its address.
final class TargetGuardIT {

    /// Ways out.
    enum Way {
        DIRECT,
        HTTP,
        SOCKS4A,
        SOCKS5,
        SOCKS5H
    }

    /// Hosts that are read as an address inside, or as a name of one.
    static final List<String> INSIDE =
            List.of(
                    "127.0.0.1",
                    "127.0.0.1.",
                    "127.1",
                    "2130706433",
                    "0x7f.1",
                    "0X7F000001",
                    "0177.0.0.1",
                    "017700000001",
                    "127.0.0.01",
                    "0",
                    "0.0.0.0",
                    "localhost",
                    "LocalHost.",
                    "x.localhost",
                    "ip6-localhost",
                    "[::1]",
                    "[::]",
                    "[0:0:0:0:0:0:0:1]",
                    "[::ffff:127.0.0.1]",
                    "[::FFFF:7f00:1]",
                    "[::127.0.0.1]",
                    "[64:ff9b::127.0.0.1]",
                    "[2002:7f00:1::]",
                    "10.0.0.1",
                    "0xa9fea9fe",
                    "metadata.google.internal",
                    "[fd00:ec2::254]",
                    "fixed.example");

    /// What is no host, though somebody might read it as one.
    static final List<String> NOWHERE =
            List.of(
                    "127.0.0.1..",
                    "%31%32%37.0.0.1",
                    "127.0.0.1%00",
                    "127%2e0%2e0%2e1",
                    "\uff11\uff12\uff17.0.0.1",
                    "127\u30020\u30020\u30021",
                    "[::1%25lo]",
                    "[::1%lo]",
                    "a@127.0.0.1",
                    "127.0.0.1\\@ok.example",
                    "127.0.0.1#.ok.example",
                    "[127.0.0.1]",
                    "4294967296",
                    "256.0.0.1");

    private final RecordingOrigin service = RecordingOrigin.start();
    private final DnsStub stub =
            DnsStub.start()
                    .address("inside.example", "127.0.0.1", "10.0.0.1", "0.0.0.0")
                    .address("mapped.example", "::ffff:127.0.0.1", "::1")
                    .alias("alias.example", "inside.example");

    @AfterEach
    void end() {
        service.close();
        stub.close();
    }

    private FakeHop hop(Way way) {
        FakeHop hop =
                switch (way) {
                    case HTTP -> FakeHop.http();
                    case SOCKS4A -> FakeHop.socks4();
                    case DIRECT, SOCKS5, SOCKS5H -> FakeHop.socks5();
                };
        return hop.names(
                        Map.of(
                                "localhost", Loopback.V4,
                                "x.localhost", Loopback.V4,
                                "ip6-localhost", Loopback.V4,
                                "metadata.google.internal", Loopback.V4,
                                "fixed.example", Loopback.V4))
                .start();
    }

    private Gyre start(Way way, FakeHop hop) {
        String egress =
                switch (way) {
                    case DIRECT -> "source: 127.0.5.1";
                    case HTTP, SOCKS4A, SOCKS5, SOCKS5H ->
                            "proxy: '"
                                    + way.name().toLowerCase(Locale.ROOT)
                                    + "://127.0.0.1:"
                                    + hop.port()
                                    + "'";
                };
        return Gyre.start(
                "listen: ['127.0.0.1:0', 'dns://127.0.0.1:0']\n"
                        + "dns: {servers: ['"
                        + Loopback.authority(stub.address())
                        + "']}\n"
                        + "hosts: {fixed.example: 127.0.0.1}\n"
                        + "egress: [{"
                        + egress
                        + "}]\n");
    }

    private static int status(Gyre gyre, String request) throws IOException {
        try (RawClient client = gyre.client()) {
            client.send(request.getBytes(StandardCharsets.UTF_8));
            return Integer.parseInt(client.readHead().split(" ", 3)[1]);
        }
    }

    private int get(Gyre gyre, String host) throws IOException {
        return status(
                gyre,
                "GET http://" + host + ":" + service.port() + "/ HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    private int connect(Gyre gyre, String host) throws IOException {
        String authority = host + ":" + service.port();
        return status(
                gyre, "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n");
    }

    /// @return the reply code
    private int socks5(Gyre gyre, byte[] address) throws IOException {
        try (RawClient client = gyre.client()) {
            client.send(new byte[] {5, 1, 0});
            client.readExactly(2);
            byte[] request = new byte[3 + address.length + 2];
            request[0] = 5;
            request[1] = 1;
            System.arraycopy(address, 0, request, 3, address.length);
            request[request.length - 2] = (byte) (service.port() >> 8);
            request[request.length - 1] = (byte) service.port();
            client.send(request);
            return client.readExactly(4)[1];
        }
    }

    private static byte[] named(String host) {
        byte[] name = host.getBytes(StandardCharsets.UTF_8);
        byte[] address = new byte[2 + name.length];
        address[0] = 3;
        address[1] = (byte) name.length;
        System.arraycopy(name, 0, address, 2, name.length);
        return address;
    }

    private static byte[] literal(String text) {
        byte[] octets = Addresses.parse(text).orElseThrow().getAddress();
        byte[] address = new byte[1 + octets.length];
        address[0] = (byte) (octets.length == 4 ? 1 : 4);
        System.arraycopy(octets, 0, address, 1, octets.length);
        return address;
    }

    private int socks4a(Gyre gyre, String host) throws IOException {
        try (RawClient client = gyre.client()) {
            return client.socks4a(host, service.port());
        } catch (EOFException closed) {
            return 0x5b;
        }
    }

    private void refuses(Gyre gyre, String host) throws IOException {
        assertThat(get(gyre, host)).as("GET " + host).isIn(400, 403);
        assertThat(connect(gyre, host)).as("CONNECT " + host).isIn(400, 403);
        assertThat(socks5(gyre, named(host))).as("SOCKS5 " + host).isNotZero();
        assertThat(socks4a(gyre, host)).as("SOCKS4a " + host).isEqualTo(0x5b);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void noSpellingGetsToAServiceHere(Way way) throws Exception {
        try (FakeHop hop = hop(way);
                Gyre gyre = start(way, hop)) {
            List<String> all = new ArrayList<>(INSIDE);
            all.addAll(NOWHERE);
            for (String host : all) {
                refuses(gyre, host);
            }
            for (String address : List.of("127.0.0.1", "0.0.0.0", "10.0.0.1", "169.254.169.254")) {
                assertThat(socks5(gyre, literal(address))).as("SOCKS5 " + address).isEqualTo(2);
                try (RawClient client = gyre.client()) {
                    assertThat(client.socks4(address, service.port())).isEqualTo(0x5b);
                }
            }
            byte[] mapped = new byte[17];
            mapped[0] = 4;
            mapped[11] = (byte) 0xff;
            mapped[12] = (byte) 0xff;
            mapped[13] = 127;
            mapped[16] = 1;
            assertThat(socks5(gyre, mapped)).as("SOCKS5 ::ffff:127.0.0.1").isEqualTo(2);
            assertThat(socks5(gyre, literal("::1"))).isEqualTo(2);
            assertThat(socks5(gyre, literal("64:ff9b::7f00:1"))).isEqualTo(2);
            assertThat(service.connections()).as("what came in").isZero();
            assertThat(hop.asked()).as("what the hop was told").isEmpty();
            assertThat(stub.asked()).as("who was looked up").isEmpty();
        }
    }

    /// Where names are looked up here, by the way of the egress.
    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "SOCKS5"})
    void noAnswerOfANameServerLeadsHere(Way way) throws Exception {
        try (FakeHop hop = hop(way);
                Gyre gyre = start(way, hop)) {
            for (String host : List.of("inside.example", "alias.example")) {
                assertThat(get(gyre, host)).as(host).isEqualTo(403);
                assertThat(connect(gyre, host)).as(host).isEqualTo(403);
                assertThat(socks5(gyre, named(host))).as(host).isEqualTo(2);
                assertThat(socks4a(gyre, host)).as(host).isEqualTo(0x5b);
                assertThat(
                                ask(gyre.nameAddresses().getFirst(), host)
                                        .getSection(Section.ANSWER)
                                        .stream()
                                        .filter(record -> record.rdataToString().contains("1")))
                        .as(host)
                        .isEmpty();
            }
            assertThat(get(gyre, "mapped.example")).isGreaterThanOrEqualTo(400);
            assertThat(service.connections()).isZero();
            assertThat(hop.asked())
                    .as("the hop leads to the name server and nowhere else")
                    .allMatch(asked -> asked.port() == stub.address().getPort());
        }
    }

    @Test
    void nothingIsSmuggledIn() throws Exception {
        String here = "127.0.0.1:" + service.port();
        try (FakeHop hop = hop(Way.DIRECT);
                Gyre gyre = start(Way.DIRECT, hop)) {
            for (String request :
                    List.of(
                            "GET / HTTP/1.1\r\nHost: " + here + "\r\n\r\n",
                            "GET //" + here + "/ HTTP/1.1\r\nHost: " + here + "\r\n\r\n",
                            "GET http:/" + here + "/ HTTP/1.1\r\nHost: x\r\n\r\n",
                            "GET http:" + here + " HTTP/1.1\r\nHost: x\r\n\r\n",
                            "GET http:///" + here + "/ HTTP/1.1\r\nHost: x\r\n\r\n",
                            "GET http://ok.example@" + here + "/ HTTP/1.1\r\nHost: x\r\n\r\n",
                            "GET http://ok.example:80@" + here + "/ HTTP/1.1\r\nHost: x\r\n\r\n",
                            "GET http://" + here + "\\@ok.example/ HTTP/1.1\r\nHost: x\r\n\r\n",
                            "GET http://\t" + here + "/ HTTP/1.1\r\nHost: x\r\n\r\n",
                            "GET ftp://" + here + "/ HTTP/1.1\r\nHost: x\r\n\r\n",
                            "GET gopher://" + here + "/ HTTP/1.1\r\nHost: x\r\n\r\n",
                            "GET file:///etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
                            "CONNECT http://" + here + " HTTP/1.1\r\nHost: x\r\n\r\n",
                            "CONNECT ok.example:80@" + here + " HTTP/1.1\r\nHost: x\r\n\r\n",
                            "CONNECT " + here + "/ HTTP/1.1\r\nHost: x\r\n\r\n",
                            "GET http://none.invalid/ HTTP/1.1\r\nHost: "
                                    + here
                                    + "\r\nX-Forwarded-Host: "
                                    + here
                                    + "\r\nForwarded: host="
                                    + here
                                    + "\r\n\r\n",
                            "GET http://none.invalid/ HTTP/1.1\r\nHost: x\r\nHost: "
                                    + here
                                    + "\r\n\r\n",
                            "POST http://none.invalid/ HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n"
                                    + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET http://"
                                    + here
                                    + "/ HTTP/1.1\r\nHost: x\r\n\r\n")) {
                assertThat(status(gyre, request)).as(request).isGreaterThanOrEqualTo(400);
            }
            assertThat(service.connections()).isZero();
        }
    }

    /// An octet stream to the proxy, and what came back when all was sent.
    private interface Door {
        String ask(byte[] request) throws IOException;
    }

    private static String said(Socket socket, byte[] request) throws IOException {
        try (socket) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static String said(Path socket, byte[] request) throws IOException {
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(UnixDomainSocketAddress.of(socket));
            client.write(ByteBuffer.wrap(request));
            return new String(
                    Channels.newInputStream(client).readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void noKindOfListenerLetsIn(@TempDir Path dir) throws Exception {
        TlsListener tls = TlsListener.in(dir);
        Path unix = dir.resolve("gyre.sock");
        try (Gyre gyre =
                Gyre.start(
                        "listen:\n"
                                + "  - 127.0.0.1:0\n"
                                + "  - {at: '127.0.0.1:0', tls: "
                                + tls.tls()
                                + "}\n"
                                + "  - {at: '127.0.0.1:0', proxy-protocol: [127.0.0.1], clients:"
                                + " [0.0.0.0/0]}\n"
                                + "  - {at: 'unix:"
                                + unix
                                + "'}\n"
                                + "hosts: {fixed.example: 127.0.0.1}\n"
                                + "egress: [{source: 127.0.5.1}]\n")) {
            List<InetSocketAddress> at = gyre.addresses();
            List<Door> doors =
                    List.of(
                            request -> said(new Socket(Loopback.V4, at.get(0).getPort()), request),
                            request -> said(tls.client(at.get(1)), request),
                            request ->
                                    said(
                                            new Socket(Loopback.V4, at.get(2).getPort()),
                                            octets(
                                                    "PROXY TCP4 127.0.0.1 127.0.0.1 9 80\r\n"
                                                            + new String(
                                                                    request,
                                                                    StandardCharsets.ISO_8859_1))),
                            request -> said(unix, request));
            for (Door door : doors) {
                for (String host :
                        List.of("127.1", "0x7f000001", "[::ffff:7f00:1]", "fixed.example")) {
                    String authority = host + ":" + service.port();
                    assertThat(
                                    door.ask(
                                            octets(
                                                    "GET http://"
                                                            + authority
                                                            + "/ HTTP/1.1\r\nHost: x\r\n"
                                                            + "Connection: close\r\n\r\n")))
                            .as(host)
                            .startsWith("HTTP/1.1 403 ");
                    assertThat(
                                    door.ask(
                                            octets(
                                                    "CONNECT "
                                                            + authority
                                                            + " HTTP/1.1\r\nHost: x\r\n\r\n")))
                            .as(host)
                            .startsWith("HTTP/1.1 403 ");
                    String port =
                            (char) (service.port() >> 8) + "" + (char) (service.port() & 0xff);
                    assertThat(
                                    door.ask(
                                            octets(
                                                    "\5\1\0\5\1\0\3"
                                                            + (char) host.length()
                                                            + host
                                                            + port)))
                            .as(host)
                            .matches("(?s)\5\0\5[\1\2].*");
                    assertThat(door.ask(octets("\4\1" + port + "\0\0\0\1me\0" + host + "\0")))
                            .as(host)
                            .startsWith("\0\u005b");
                }
            }
            assertThat(gyre.log())
                    .hasSizeGreaterThanOrEqualTo(4 * 4 * 3)
                    .allMatch(
                            each -> each.failure().equals(Optional.of(Failure.TARGET_PROHIBITED)));
            assertThat(service.connections()).isZero();
        }
    }

    /// The judge's own port is for those who name it, wherever it may be connected to by others.
    @Test
    void aTargetOfOurOwnIsReachedByItsNameOnly() throws Exception {
        try (Gyre gyre =
                Gyre.start(
                        "targets: {allow: [127.0.0.0/8, 0.0.0.0/8]}\n"
                                + "egress: [{source: 127.0.5.1}]\n")) {
            String who = "GET http://whoami.gyre/ HTTP/1.1\r\nHost: whoami.gyre\r\n\r\n";
            assertThat(status(gyre, who)).isEqualTo(200);
            int own = gyre.address().getPort();
            for (String host : List.of("127.0.0.1", "0.0.0.0", "0")) {
                String request = "GET http://" + host + ":" + own + "/ HTTP/1.1\r\nHost: x\r\n\r\n";
                // No source of loopback's reaches the address of nobody anyway.
                assertThat(status(gyre, request)).as(host).isIn(403, 503);
            }
            assertThat(get(gyre, "127.0.0.1")).as("what is allowed").isEqualTo(200);
            assertThat(gyre.log()).hasSize(5);
        }
    }
}
