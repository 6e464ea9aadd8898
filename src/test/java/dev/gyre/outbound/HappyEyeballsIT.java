package dev.gyre.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gyre.access.OwnListeners;
import dev.gyre.access.TargetGuard;
import dev.gyre.access.TargetSettings;
import dev.gyre.dns.DnsSettings;
import dev.gyre.dns.NettyResolver;
import dev.gyre.egress.Egress;
import dev.gyre.egress.Hop;
import dev.gyre.egress.HopScheme;
import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;
import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;
import dev.gyre.net.Host;
import dev.gyre.net.Isolation;
import dev.gyre.net.Target;
import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.OwnRequests;
import dev.gyre.testkit.RecordingOrigin;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A name with several addresses, of which some do not answer. Nothing but another address ends a wait here: every timeout is five
/// minutes, where nothing else is said.
final class HappyEyeballsIT {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final String SOURCE = "127.0.6.1";
    private static final Host.Name NAME = new Host.Name("www.many.example");
    private static final Host.Name HOP = new Host.Name("hop.many.example");

    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS);
    }

    private Future<Channel> open(Egress egress, int port, Duration timeout, String... addresses)
            throws IOException {
        return open(egress, port, timeout, Map.of(NAME, addresses(addresses)));
    }

    private Future<Channel> open(
            Egress egress, int port, Duration timeout, Map<Host.Name, List<InetAddress>> hosts)
            throws IOException {
        SslContext trust = SslContextBuilder.forClient().build();
        Connector connector =
                new Connector(
                        new NettyResolver(
                                DnsSettings.plain(
                                                List.of(
                                                        new InetSocketAddress(
                                                                address("127.0.0.1"), 1)))
                                        .withHosts(hosts),
                                trust),
                        new TargetGuard(
                                new TargetSettings(
                                        List.of(
                                                Cidr.parse("127.0.0.0/8").orElseThrow(),
                                                Cidr.parse("::1").orElseThrow())),
                                Set.of()),
                        new OwnListeners(),
                        new HopTls(trust),
                        _ -> false,
                        new Allowance(Connector.BESIDE),
                        new ConnectTimes(timeout, timeout));
        Future<Channel> opened =
                connector.open(
                        egress,
                        Destination.of(new Target(NAME, port)),
                        Isolation.NOTHING_KEPT,
                        loops.next());
        open.add(() -> {
            if (opened.isSuccess()) {
                opened.getNow().close().sync();
            }
        });
        return opened;
    }

    private static Failure failure(Future<Channel> opened) throws Exception {
        try {
            throw new AssertionError("opened " + opened.get(60, TimeUnit.SECONDS));
        } catch (ExecutionException failed) {
            return ((FailureException) failed.getCause()).failure();
        }
    }

    /// Takes connections only until its queue is full: further ones are neither accepted nor refused.
    private ServerSocket blackHole(String address, int port) throws IOException {
        ServerSocket hole = new ServerSocket(port, 1, address(address));
        open.add(hole);
        while (true) {
            Socket filler = new Socket();
            open.add(filler);
            try {
                filler.connect(hole.getLocalSocketAddress(), 500);
            } catch (SocketTimeoutException full) {
                return hole;
            }
        }
    }

    private RecordingOrigin origin(String address, int port) {
        RecordingOrigin origin =
                RecordingOrigin.start(new InetSocketAddress(address(address), port));
        open.add(origin);
        return origin;
    }

    @Test
    void anAddressThatDoesNotAnswerHoldsNobodyUp() throws Exception {
        int port = blackHole("127.0.7.1", 0).getLocalPort();
        RecordingOrigin origin = origin("127.0.7.2", port);
        Channel channel =
                open(OwnRequests.direct(SOURCE), port, LONG, "127.0.7.1", "127.0.7.2")
                        .get(60, TimeUnit.SECONDS);
        assertThat(sockets(SOURCE, "127.0.7.2", port)).isEqualTo(1);
        assertThat(channel.remoteAddress())
                .isEqualTo(new InetSocketAddress(address("127.0.7.2"), port));
        assertThat(((InetSocketAddress) channel.localAddress()).getAddress())
                .isEqualTo(address(SOURCE));
        await().until(() -> origin.connections() == 1);
        assertThat(origin.peers().getFirst().getAddress()).isEqualTo(address(SOURCE));
        await().until(() -> sockets(SOURCE, "127.0.7.1", port) == 0);
    }

    /// How many sockets are connected, or being connected, from one address to another.
    private static long sockets(String from, String to, int port) throws IOException {
        Pattern line =
                Pattern.compile(
                        ".* %s:[0-9A-F]{4} %s:%04X 0[12] .*".formatted(hex(from), hex(to), port));
        long count = 0;
        for (String file : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try (Stream<String> sockets = Files.lines(Path.of(file))) {
                count += sockets.filter(line.asMatchPredicate()).count();
            }
        }
        return count;
    }

    /// As the kernel prints an IPv4 address, of a socket of either family.
    private static String hex(String address) {
        byte[] octets = address(address).getAddress();
        return "(?:0000000000000000FFFF0000)?%02X%02X%02X%02X"
                .formatted(octets[3], octets[2], octets[1], octets[0]);
    }

    @Test
    void anAddressThatRefusesIsPassedOver() throws Exception {
        RecordingOrigin origin = origin("127.0.7.2", 0);
        Channel channel =
                open(OwnRequests.direct(SOURCE), origin.port(), LONG, "127.0.7.1", "127.0.7.2")
                        .get(60, TimeUnit.SECONDS);
        assertThat(((InetSocketAddress) channel.remoteAddress()).getAddress())
                .isEqualTo(address("127.0.7.2"));
    }

    @Test
    void aRefusalTellsMoreThanSilence() throws Exception {
        int port = blackHole("127.0.7.1", 0).getLocalPort();
        Egress egress = OwnRequests.direct(SOURCE);
        assertThat(failure(open(egress, port, Duration.ofSeconds(3), "127.0.7.1", "127.0.7.2")))
                .isEqualTo(Failure.CONNECTION_REFUSED);
        assertThat(failure(open(egress, port, Duration.ofSeconds(1), "127.0.7.1")))
                .isEqualTo(Failure.CONNECT_TIMEOUT);
    }

    @Test
    void throughAHopTheNextAddressIsTriedTooOfEitherFamily() throws Exception {
        RecordingOrigin origin = origin("127.0.7.2", 0);
        FakeHop hop = hop(FakeHop.socks5(), "127.0.0.1", 0);
        Channel channel =
                open(
                                OwnRequests.through(HopScheme.SOCKS5, hop.port()),
                                origin.port(),
                                LONG,
                                "::1",
                                "127.0.7.1",
                                "127.0.7.2")
                        .get(60, TimeUnit.SECONDS);
        assertThat(channel.isOpen()).isTrue();
        assertThat(hop.asked())
                .extracting(FakeHop.Asked::host)
                .containsExactly("0:0:0:0:0:0:0:1", "127.0.7.1", "127.0.7.2");
        await().until(() -> sockets("127.0.0.1", "127.0.0.1", hop.port()) == 1);
    }

    @Test
    void whatTheOperatorHasSetIsToldToNoHop() throws Exception {
        RecordingOrigin origin = origin("127.0.7.2", 0);
        for (HopScheme scheme : List.of(HopScheme.SOCKS5H, HopScheme.HTTP)) {
            FakeHop hop =
                    hop(
                            scheme == HopScheme.HTTP ? FakeHop.http() : FakeHop.socks5(),
                            "127.0.0.1",
                            0);
            open(
                            OwnRequests.through(scheme, hop.port()),
                            origin.port(),
                            LONG,
                            "127.0.7.1",
                            "127.0.7.2")
                    .get(60, TimeUnit.SECONDS);
            assertThat(hop.asked())
                    .extracting(FakeHop.Asked::host)
                    .containsExactly("127.0.7.1", "127.0.7.2");
        }
    }

    @Test
    void aHopIsAskedOnlyForAddressesThatItsProtocolHas() throws Exception {
        RecordingOrigin origin = origin("127.0.7.2", 0);
        FakeHop hop = hop(FakeHop.socks4(), "127.0.0.1", 0);
        open(
                        OwnRequests.through(HopScheme.SOCKS4, hop.port()),
                        origin.port(),
                        LONG,
                        "::1",
                        "127.0.7.2")
                .get(60, TimeUnit.SECONDS);
        assertThat(hop.asked()).extracting(FakeHop.Asked::host).containsExactly("127.0.7.2");
    }

    @Test
    void anAddressThatAHopIsSilentAboutHoldsNobodyUp() throws Exception {
        RecordingOrigin origin = origin("127.0.7.2", 0);
        FakeHop hop = hop(FakeHop.socks5().hangsFor("127.0.7.1"), "127.0.0.1", 0);
        open(
                        OwnRequests.through(HopScheme.SOCKS5, hop.port()),
                        origin.port(),
                        LONG,
                        "127.0.7.1",
                        "127.0.7.2")
                .get(60, TimeUnit.SECONDS);
        assertThat(hop.asked())
                .extracting(FakeHop.Asked::host)
                .containsExactly("127.0.7.1", "127.0.7.2");
        await().until(() -> sockets("127.0.0.1", "127.0.0.1", hop.port()) == 1);
    }

    @Test
    void aHopIsConnectedToAtTheAddressWhereItIs() throws Exception {
        RecordingOrigin origin = origin("127.0.7.2", 0);
        int port = blackHole("127.0.7.1", 0).getLocalPort();
        long before = sockets("127.0.0.1", "127.0.7.1", port);
        FakeHop hop = hop(FakeHop.socks5(), "127.0.7.3", port);
        open(
                        through(HopScheme.SOCKS5, port),
                        origin.port(),
                        LONG,
                        Map.of(
                                NAME, addresses("127.0.7.2"),
                                HOP, addresses("::1", "127.0.7.1", "127.0.7.3")))
                .get(60, TimeUnit.SECONDS);
        assertThat(hop.connections()).isEqualTo(1);
        await().until(() -> sockets("127.0.0.1", "127.0.7.1", port) == before);
    }

    @Test
    void aHopThatIsConnectedIsKeptToThoughItIsSilent() throws Exception {
        FakeHop silent = hop(FakeHop.http().mode(FakeHop.Mode.UNRESPONSIVE), "127.0.7.1", 0);
        FakeHop other = hop(FakeHop.http(), "127.0.7.3", silent.port());
        assertThat(
                        failure(
                                open(
                                        through(HopScheme.HTTP, silent.port()),
                                        1,
                                        Duration.ofSeconds(2),
                                        Map.of(
                                                NAME, addresses("127.0.7.2"),
                                                HOP, addresses("127.0.7.1", "127.0.7.3")))))
                .isEqualTo(Failure.HOP_SILENT);
        assertThat(other.connections()).isZero();
    }

    private static Egress through(HopScheme scheme, int port) {
        return new Egress.Chain(List.of(new Hop(scheme, new Target(HOP, port), Optional.empty())));
    }

    private FakeHop hop(FakeHop hop, String address, int port) {
        hop.start(new InetSocketAddress(address(address), port));
        open.add(hop);
        return hop;
    }

    @Test
    void aHopThatIsDownIsNotAskedAgainForAnotherAddress() throws Exception {
        RecordingOrigin origin = origin("127.0.7.2", 0);
        FakeHop hop = FakeHop.socks5().start();
        int port = hop.port();
        hop.close();
        assertThat(
                        failure(
                                open(
                                        OwnRequests.through(HopScheme.SOCKS5, port),
                                        origin.port(),
                                        LONG,
                                        "127.0.7.2",
                                        "127.0.7.1")))
                .isEqualTo(Failure.HOP_UNREACHABLE);
    }

    private static List<InetAddress> addresses(String... literals) {
        return List.of(literals).stream().map(HappyEyeballsIT::address).toList();
    }

    private static InetAddress address(String literal) {
        return Addresses.parse(literal).orElseThrow();
    }
}
