package dev.gyre.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;
import dev.gyre.net.Host;
import dev.gyre.net.Isolation;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.LyingServer;
import dev.gyre.testkit.TestCertificates;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.Future;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Name servers over TLS that are so far away that a connection takes longer than a question waits.
final class SlowLinesIT {

    private static final Duration ATTEMPT = Duration.ofMillis(200);
    private static final Duration FOREVER = Duration.ofMinutes(5);
    private static final TestCertificates CERTIFICATES = TestCertificates.create();
    private static final ServerIdentity IDENTITY =
            new ServerIdentity(
                    new Host.Address(Loopback.V4), Set.of(), TestTrust.authority(CERTIFICATES));

    /// What drives the sockets.
    private enum Loops {
        NIO,
        EPOLL;

        IoHandlerFactory handlers() {
            return switch (this) {
                case NIO -> NioIoHandler.newFactory();
                case EPOLL -> EpollIoHandler.newFactory();
            };
        }
    }

    private static final Map<Loops, EventLoopGroup> LOOPS = new EnumMap<>(Loops.class);

    private final LyingServer server =
            LyingServer.start(Lies.honest(), CERTIFICATES.server("127.0.0.1"));
    private final Gate gate = new Gate(server.address());

    @BeforeAll
    static void start() {
        for (Loops kind : Loops.values()) {
            LOOPS.put(kind, new MultiThreadIoEventLoopGroup(1, kind.handlers()));
        }
    }

    @AfterAll
    static void stop() {
        LOOPS.values()
                .forEach(each ->
                        each.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly());
    }

    @AfterEach
    void end() throws IOException {
        gate.close();
        server.close();
    }

    private Resolver resolver(Duration opening) {
        return resolver(NettyResolver.LINES, ATTEMPT, opening);
    }

    private Resolver resolver(int lines, Duration attempt, Duration opening) {
        return new NettyResolver(
                DnsSettings.of(List.of(new NameServer.Tls(gate.address(), IDENTITY))),
                TestTrust.PLATFORM,
                lines,
                new Timing(attempt, attempt.multipliedBy(2), Duration.ofMillis(100), opening),
                System::nanoTime);
    }

    private static Answer ask(Resolver resolver, Loops loops, Isolation isolation)
            throws Exception {
        return begin(resolver, loops, isolation).get(60, TimeUnit.SECONDS);
    }

    private static Future<Answer> begin(Resolver resolver, Loops loops, Isolation isolation) {
        return resolver.resolve(
                new Host.Name("www.example"),
                new Route.FromSource(Loopback.V4, isolation),
                Families.IPV4,
                LOOPS.get(loops).next());
    }

    private static void timesOut(Resolver resolver, Loops loops, Isolation isolation) {
        assertThatThrownBy(() -> ask(resolver, loops, isolation))
                .cause()
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.failure()).isEqualTo(Failure.DNS_TIMEOUT));
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void aQuestionThatRanOutOfTimeLeavesTheConnectionOpeningForTheNext(Loops loops) {
        Resolver resolver = resolver(FOREVER);
        timesOut(resolver, loops, Isolation.SHARED);
        timesOut(resolver, loops, Isolation.SHARED);
        gate.open();
        await().ignoreExceptionsMatching(SlowLinesIT::isTooLate)
                .untilAsserted(() ->
                        assertThat(ask(resolver, loops, Isolation.SHARED))
                                .isInstanceOf(Answer.Addresses.class));
        assertThat(gate.connections()).isEqualTo(1);
    }

    private static boolean isTooLate(Throwable failed) {
        return failed.getCause() instanceof FailureException failure
                && failure.failure() == Failure.DNS_TIMEOUT;
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void aConnectionThatNeverComesUpEndsWhenItsTimeIsOver(Loops loops) {
        Resolver resolver = resolver(ATTEMPT.multipliedBy(3));
        timesOut(resolver, loops, Isolation.SHARED);
        await().until(() -> gate.open.isEmpty());
        timesOut(resolver, loops, Isolation.SHARED);
        assertThat(gate.connections()).isGreaterThan(1);
        await().until(() -> gate.open.isEmpty());
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void whereNothingIsKeptNothingStaysOpening(Loops loops) {
        timesOut(resolver(FOREVER), loops, Isolation.NOTHING_KEPT);
        assertThat(gate.connections()).isEqualTo(1);
        await().until(() -> gate.open.isEmpty());
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void whatWasOpeningEndsWithItsSession(Loops loops) {
        Isolation session = Isolation.fresh();
        timesOut(resolver(FOREVER), loops, session);
        assertThat(gate.open).hasSize(1);
        session.end();
        await().until(() -> gate.open.isEmpty());
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void whatIsUnderWayIsAnsweredWhenItsSessionEnds(Loops loops) throws Exception {
        Isolation session = Isolation.fresh();
        Future<Answer> answer =
                begin(resolver(NettyResolver.LINES, FOREVER, FOREVER), loops, session);
        await().until(() -> gate.connections() == 1);
        session.end();
        gate.open();
        assertThat(answer.get(60, TimeUnit.SECONDS)).isInstanceOf(Answer.Addresses.class);
        assertThat(gate.connections()).isEqualTo(1);
        await().until(() -> gate.open.isEmpty());
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void whoseSessionHasEndedIsAnsweredAndThenNothingIsKept(Loops loops) throws Exception {
        Isolation session = Isolation.fresh();
        session.end();
        gate.open();
        Resolver resolver = resolver(NettyResolver.LINES, FOREVER, FOREVER);
        assertThat(ask(resolver, loops, session)).isInstanceOf(Answer.Addresses.class);
        await().until(() -> gate.open.isEmpty());
    }

    @ParameterizedTest
    @EnumSource(Loops.class)
    void whatIsBeyondTheBoundIsAnsweredAndThenKeptNoLonger(Loops loops) throws Exception {
        Resolver resolver = resolver(1, FOREVER, FOREVER);
        Future<Answer> first = begin(resolver, loops, Isolation.fresh());
        await().until(() -> gate.connections() == 1);
        Future<Answer> second = begin(resolver, loops, Isolation.fresh());
        await().until(() -> gate.connections() == 2);
        gate.open();
        assertThat(first.get(60, TimeUnit.SECONDS)).isInstanceOf(Answer.Addresses.class);
        assertThat(second.get(60, TimeUnit.SECONDS)).isInstanceOf(Answer.Addresses.class);
        assertThat(gate.connections()).isEqualTo(2);
        await().until(() -> gate.open.size() == 1);
    }

    /// Lets connections in, but nothing through before it is opened.
    private static final class Gate {

        private final ServerSocket server;
        private final InetSocketAddress behind;
        private final CountDownLatch opened = new CountDownLatch(1);
        private final AtomicInteger connections = new AtomicInteger();
        private final List<Socket> open = new CopyOnWriteArrayList<>();

        Gate(InetSocketAddress behind) {
            this.behind = behind;
            try {
                server = new ServerSocket(0, 50, Loopback.V4);
            } catch (IOException noPort) {
                throw new AssertionError(noPort);
            }
            Thread.ofVirtual().start(this::accept);
        }

        InetSocketAddress address() {
            InetAddress at = server.getInetAddress();
            return new InetSocketAddress(at, server.getLocalPort());
        }

        int connections() {
            return connections.get();
        }

        void open() {
            opened.countDown();
        }

        private void accept() {
            try {
                while (true) {
                    Socket client = server.accept();
                    open.add(client);
                    connections.incrementAndGet();
                    Thread.ofVirtual().start(() -> serve(client));
                }
            } catch (IOException closed) {
                // The end.
            }
        }

        private void serve(Socket client) {
            try (client;
                    Socket to = new Socket(behind.getAddress(), behind.getPort())) {
                Thread.ofVirtual().start(() -> back(to, client));
                InputStream in = client.getInputStream();
                byte[] held = new byte[1 << 16];
                for (int count = in.read(held); count >= 0; count = in.read(held)) {
                    to.getOutputStream().write(held, 0, count);
                }
            } catch (IOException gone) {
                // One of the two has closed.
            } finally {
                open.remove(client);
            }
        }

        /// What the server says is held back.
        private void back(Socket from, Socket to) {
            try {
                opened.await();
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException | InterruptedException gone) {
                // One of the two has closed.
            }
        }

        void close() throws IOException {
            opened.countDown();
            server.close();
            for (Socket each : open) {
                each.close();
            }
        }
    }
}
