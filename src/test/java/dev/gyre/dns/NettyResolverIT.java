package dev.gyre.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;
import dev.gyre.net.Host;
import dev.gyre.net.Isolation;
import dev.gyre.testkit.DnsStub;
import dev.gyre.testkit.DnsStub.Asked;
import dev.gyre.testkit.DnsStub.Transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

class NettyResolverIT {

    private static final Timing QUICK =
            new Timing(
                    Duration.ofMillis(250),
                    Duration.ofSeconds(4),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(10));
    private static final Route TWO = from("127.0.0.2");
    private static final Route THREE = from("127.0.0.3");

    private static EventLoopGroup loops;
    private static EventLoop loop;

    private final DnsStub stub = DnsStub.start();
    private final DnsStub second = DnsStub.start();
    private final AtomicLong clock = new AtomicLong();
    private final Resolver resolver = resolver(stub.address());

    @BeforeAll
    static void startLoops() {
        IoHandlerFactory io =
                Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        loops = new MultiThreadIoEventLoopGroup(2, io);
        loop = loops.next();
    }

    @AfterAll
    static void stopLoops() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @AfterEach
    void stopStubs() {
        stub.close();
        second.close();
    }

    @Test
    void asksFromTheSourceOfTheRoute() {
        stub.address("a.example", "192.0.2.1");

        assertThat(resolve("a.example", TWO, Families.IPV4)).isEqualTo(addresses("192.0.2.1"));

        assertThat(stub.asked())
                .singleElement()
                .satisfies(query -> {
                    assertThat(query.source()).isEqualTo(address("127.0.0.2"));
                    assertThat(query.transport()).isEqualTo(Transport.UDP);
                    assertThat(query.type()).isEqualTo("A");
                });
    }

    @Test
    void asksOverNioToo() throws Exception {
        stub.address("a.example", "192.0.2.1").truncated("a.example");
        EventLoopGroup nio = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            assertThat(
                            get(
                                    resolver.resolve(
                                            new Host.Name("a.example"),
                                            TWO,
                                            Families.IPV4,
                                            nio.next())))
                    .isEqualTo(addresses("192.0.2.1"));
            assertThat(stub.asked())
                    .extracting(Asked::transport)
                    .containsExactly(Transport.UDP, Transport.TCP);
            assertThat(stub.asked()).extracting(Asked::source).containsOnly(address("127.0.0.2"));
        } finally {
            nio.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    @Test
    void asksFromAnyAddressWithoutASource() {
        stub.address("hop.example", "192.0.2.1");
        assertThat(resolve("hop.example", new Route.Unbound(), Families.IPV4))
                .isEqualTo(addresses("192.0.2.1"));
        assertThat(stub.asked()).hasSize(1);
    }

    @Test
    void tellsNoRouteWhatAnotherLearned() {
        stub.address("a.example", "192.0.2.1");
        resolve("a.example", TWO, Families.IPV4);
        resolve("a.example", TWO, Families.IPV4);
        resolve("a.example", THREE, Families.IPV4);

        assertThat(stub.asked())
                .extracting(Asked::source)
                .containsExactly(address("127.0.0.2"), address("127.0.0.3"));
    }

    @Test
    void takesTurnsBetweenFamiliesStartingWithIpv6() {
        stub.address("a.example", "192.0.2.1", "192.0.2.2", "2001:db8::1", "192.0.2.3");
        assertThat(resolve("a.example", TWO, Families.BOTH))
                .isEqualTo(addresses("2001:db8::1", "192.0.2.1", "192.0.2.2", "192.0.2.3"));
        assertThat(stub.asked()).extracting(Asked::type).containsExactlyInAnyOrder("A", "AAAA");
    }

    @Test
    void asksForIpv6OnlyWhenTold() {
        stub.address("a.example", "192.0.2.1", "2001:db8::1");
        assertThat(resolve("a.example", TWO, Families.IPV6)).isEqualTo(addresses("2001:db8::1"));
        assertThat(stub.asked()).extracting(Asked::type).containsExactly("AAAA");
    }

    @Test
    void dropsIpv4AddressesInsideIpv6Records() {
        stub.address("a.example", "192.0.2.1")
                .twist("a.example", (query, right, _) -> List.of(mapped(query)));
        assertThat(resolve("a.example", TWO, Families.IPV6)).isEqualTo(new Answer.NoAddress());
    }

    @Test
    void handsOnAllRecordsButFewAddressesToConnectTo() {
        for (int i = 1; i <= 20; i++) {
            stub.address("a.example", "192.0.2." + i);
        }
        assertThat(((Answer.Addresses) resolve("a.example", TWO, Families.IPV4)).list()).hasSize(8);
        Future<Told> told = resolver.tell(new Host.Name("a.example"), "A", TWO, loop, _ -> {});
        assertThat(told.awaitUninterruptibly(10, TimeUnit.SECONDS)).isTrue();
        assertThat(told.getNow().records()).hasSize(20);
    }

    @Test
    void doesNotWaitLongForTheOtherFamily() {
        stub.address("a.example", "192.0.2.1")
                .twist(
                        "a.example",
                        (query, right, _) -> isAaaa(query) ? List.of() : List.of(right));
        long start = System.nanoTime();
        assertThat(resolve("a.example", TWO, Families.BOTH)).isEqualTo(addresses("192.0.2.1"));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(450));
    }

    @Test
    void tellsANameThatIsNotFromOneWithoutSuchAnAddress() {
        stub.address("four.example", "192.0.2.1").empty("none.example");
        assertThat(resolve("four.example", TWO, Families.IPV6)).isEqualTo(new Answer.NoAddress());
        assertThat(resolve("none.example", TWO, Families.BOTH)).isEqualTo(new Answer.NoAddress());
        assertThat(resolve("no.example", TWO, Families.BOTH)).isEqualTo(new Answer.NoSuchName());
    }

    @Test
    void keepsNegativeAnswersForFiveMinutesAtMost() {
        stub.negativeTtl(100_000);
        resolve("no.example", TWO, Families.IPV4);
        clock.addAndGet(Duration.ofSeconds(299).toNanos());
        resolve("no.example", TWO, Families.IPV4);
        assertThat(stub.asked()).hasSize(1);

        clock.addAndGet(Duration.ofSeconds(2).toNanos());
        stub.address("no.example", "192.0.2.1");
        assertThat(resolve("no.example", TWO, Families.IPV4)).isEqualTo(addresses("192.0.2.1"));
    }

    @Test
    void keepsAnswersForTheirTimeToLiveAndAnHourAtMost() {
        stub.address("short.example", 10, "192.0.2.1").address("long.example", 99_999, "192.0.2.2");
        resolve("short.example", TWO, Families.IPV4);
        resolve("long.example", TWO, Families.IPV4);
        clock.addAndGet(Duration.ofSeconds(11).toNanos());
        resolve("short.example", TWO, Families.IPV4);
        resolve("long.example", TWO, Families.IPV4);
        assertThat(stub.asked("short.example")).hasSize(2);
        assertThat(stub.asked("long.example")).hasSize(1);

        clock.addAndGet(Duration.ofSeconds(3600).toNanos());
        resolve("long.example", TWO, Families.IPV4);
        assertThat(stub.asked("long.example")).hasSize(2);
    }

    @Test
    void followsAliases() {
        stub.alias("a.example", "b.example")
                .alias("b.example", "c.example")
                .address("c.example", "192.0.2.1");
        assertThat(resolve("a.example", TWO, Families.IPV4)).isEqualTo(addresses("192.0.2.1"));
        assertThat(stub.asked()).hasSize(1);
    }

    @Test
    void asksForTheEndOfAChainThatTheServerLeavesOpen() {
        stub.alias("a.example", "b.example")
                .address("b.example", "192.0.2.1")
                .twist("a.example", (query, _, _) -> List.of(aliasOnly(query, "b.example")));
        assertThat(resolve("a.example", TWO, Families.IPV4)).isEqualTo(addresses("192.0.2.1"));
        assertThat(stub.asked()).extracting(Asked::name).containsExactly("a.example", "b.example");
    }

    @Test
    void endsWhereAliasesGoRound() {
        stub.alias("a.example", "b.example").alias("b.example", "a.example");
        assertFails("a.example", TWO, Failure.DNS_ERROR);
        stub.twist("x.example", (query, _, _) -> List.of(aliasOnly(query, "x.example")));
        assertFails("x.example", TWO, Failure.DNS_ERROR);
        for (int i = 0; i < 20; i++) {
            String next = "l" + (i + 1) + ".example";
            stub.twist("l" + i + ".example", (query, _, _) -> List.of(aliasOnly(query, next)));
        }
        assertFails("l0.example", TWO, Failure.DNS_ERROR);
        assertThat(stub.asked("l12.example")).hasSize(1);
        assertThat(stub.asked("l13.example")).isEmpty();
    }

    @Test
    void doesNotFollowAnAliasToANameThatIsNeverAsked() {
        stub.twist("a.example", (query, _, _) -> List.of(aliasOnly(query, "localhost")));
        assertThat(resolve("a.example", TWO, Families.IPV4)).isEqualTo(new Answer.NoSuchName());
        assertThat(stub.asked()).hasSize(1);
    }

    @Test
    void ignoresSpoofedAnswersAndTakesTheRightOne() {
        stub.address("a.example", "192.0.2.1")
                .twist(
                        "a.example",
                        (query, right, _) ->
                                List.of(
                                        flipped(right, 1, 1),
                                        flipped(right, 2, 0x80),
                                        flipped(right, 2, 0x08),
                                        flipped(right, 5, 1),
                                        flipped(right, 13, 0x01),
                                        flipped(right, 24, 0x04),
                                        flipped(right, 26, 0x02),
                                        new byte[0],
                                        right));
        assertThat(resolve("a.example", TWO, Families.IPV4)).isEqualTo(addresses("192.0.2.1"));
        assertThat(stub.asked()).hasSize(1);
    }

    @Test
    void timesOutWhenOnlyWrongAnswersCome() {
        stub.address("a.example", "192.0.2.1").wrongId("a.example");
        stub.address("b.example", "192.0.2.1").wrongQuestion("b.example");
        assertFails("a.example", TWO, Failure.DNS_TIMEOUT);
        assertFails("b.example", TWO, Failure.DNS_TIMEOUT);
    }

    @Test
    void asksOverTcpWhenSomebodyGuesses() {
        stub.address("a.example", "192.0.2.1")
                .twist(
                        "a.example",
                        (_, right, transport) ->
                                transport == Transport.TCP
                                        ? List.of(right)
                                        : Stream.generate(() -> flipped(right, 0, 1))
                                                .limit(DatagramReplyHandler.MAX_IGNORED + 1)
                                                .toList());
        assertThat(resolve("a.example", TWO, Families.IPV4)).isEqualTo(addresses("192.0.2.1"));
    }

    @Test
    void asksOverTcpWhenTheServerChangesTheCase() {
        stub.address("abcdefghijklmnop.example", "192.0.2.1")
                .twist(
                        "abcdefghijklmnop.example",
                        (_, right, _) -> {
                            byte[] changed = right.clone();
                            for (int i = 13; i < 29; i++) {
                                changed[i] ^= 0x20;
                            }
                            return List.of(changed);
                        });
        assertThat(resolve("abcdefghijklmnop.example", TWO, Families.IPV4))
                .isEqualTo(addresses("192.0.2.1"));
        assertThat(stub.asked())
                .extracting(Asked::transport)
                .containsExactly(Transport.UDP, Transport.TCP);
    }

    @Test
    void asksOverTcpFromTheSameSourceWhenTheAnswerIsTruncated() {
        stub.address("a.example", "192.0.2.1").truncated("a.example");
        assertThat(resolve("a.example", THREE, Families.IPV4)).isEqualTo(addresses("192.0.2.1"));
        assertThat(stub.asked())
                .extracting(Asked::transport)
                .containsExactly(Transport.UDP, Transport.TCP);
        assertThat(stub.asked()).extracting(Asked::source).containsOnly(address("127.0.0.3"));
    }

    @Test
    void asksTheNextServerWhenOneIsSilentOrFails() {
        Resolver both = resolver(stub.address(), second.address());
        for (String name : List.of("silent.example", "fails.example", "refused.example")) {
            second.address(name, "192.0.2.1");
        }
        stub.silent("silent.example").fails("fails.example").rcode("refused.example", "REFUSED");
        for (String name : List.of("silent.example", "fails.example", "refused.example")) {
            assertThat(get(both.resolve(new Host.Name(name), TWO, Families.IPV4, loop)))
                    .as(name)
                    .isEqualTo(addresses("192.0.2.1"));
            assertThat(stub.asked(name)).as(name).hasSize(1);
        }
    }

    @Test
    void asksTheNextServerWhenNobodyListens() {
        stub.address("a.example", "192.0.2.1");
        Resolver both = resolver(closedPort(), stub.address());
        assertThat(get(both.resolve(new Host.Name("a.example"), TWO, Families.IPV4, loop)))
                .isEqualTo(addresses("192.0.2.1"));
    }

    @Test
    void asksSilentServersTwiceAndFailingOnesOnce() {
        Resolver both = resolver(stub.address(), second.address());
        stub.silent("a.example");
        second.fails("a.example");
        assertThatThrownBy(() ->
                        get(both.resolve(new Host.Name("a.example"), TWO, Families.IPV4, loop)))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failed -> assertThat(failed.failure()).isEqualTo(Failure.DNS_ERROR));
        assertThat(stub.asked()).hasSize(2);
        assertThat(second.asked()).hasSize(1);

        stub.silent("b.example");
        assertFails("b.example", TWO, Failure.DNS_TIMEOUT);
        assertThat(stub.asked("b.example")).hasSize(2);
    }

    @Test
    void forgetsFailures() {
        stub.fails("a.example");
        assertFails("a.example", TWO, Failure.DNS_ERROR);
        assertFails("a.example", TWO, Failure.DNS_ERROR);
        assertThat(stub.asked()).hasSize(2);
    }

    @Test
    void asksEqualQuestionsOnce() {
        stub.address("a.example", "192.0.2.1").delayed("a.example", Duration.ofMillis(100));
        EventLoop other = loops.next() == loop ? loops.next() : loop;
        List<Future<Answer>> futures = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            futures.add(
                    resolver.resolve(
                            new Host.Name("a.example"),
                            TWO,
                            Families.IPV4,
                            i % 2 == 0 ? loop : other));
        }
        for (Future<Answer> future : futures) {
            assertThat(get(future)).isEqualTo(addresses("192.0.2.1"));
        }
        assertThat(stub.asked()).hasSize(1);
    }

    @Test
    void completesOnTheLoopOfWhoeverAsked() {
        stub.address("a.example", "192.0.2.1").delayed("a.example", Duration.ofMillis(50));
        EventLoop first = loops.next();
        EventLoop other = loops.next();
        assertThat(other).isNotSameAs(first);
        Future<Answer> leads =
                resolver.resolve(new Host.Name("a.example"), TWO, Families.IPV4, first);
        Future<Answer> joins =
                resolver.resolve(new Host.Name("a.example"), TWO, Families.BOTH, other);
        AtomicReference<Boolean> onFirst = new AtomicReference<>();
        AtomicReference<Boolean> onOther = new AtomicReference<>();
        leads.addListener(_ -> onFirst.set(first.inEventLoop()));
        joins.addListener(_ -> onOther.set(other.inEventLoop()));
        await().untilAsserted(() -> {
            assertThat(onFirst).hasValue(true);
            assertThat(onOther).hasValue(true);
        });
    }

    @Test
    void refusesMoreQuestionsThanItsBound() {
        List<Future<Answer>> open = new ArrayList<>();
        for (int i = 0; i < Questions.MAX_IN_FLIGHT; i++) {
            String name = "n" + i + ".example";
            stub.silent(name);
            open.add(resolver.resolve(new Host.Name(name), TWO, Families.IPV4, loop));
        }
        assertFails("one.more.example", TWO, Failure.OVERLOADED);
        for (Future<Answer> future : open) {
            assertThat(future.awaitUninterruptibly(10, TimeUnit.SECONDS)).isTrue();
        }
        stub.address("a.example", "192.0.2.1");
        assertThat(resolve("a.example", TWO, Families.IPV4)).isEqualTo(addresses("192.0.2.1"));
    }

    @Test
    void failsWhenTheSourceIsNotOfThisMachine() {
        assertThatThrownBy(() ->
                        get(
                                resolver.resolve(
                                        new Host.Name("a.example"),
                                        from("192.0.2.77"),
                                        Families.IPV4,
                                        loop)))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failed ->
                                assertThat(failed.failure()).isEqualTo(Failure.SOURCE_UNAVAILABLE));
        assertThat(stub.asked()).isEmpty();
    }

    @Test
    void asksOverIpv6FromAnIpv6Source() {
        try (DnsStub six = DnsStub.start(address("::1"))) {
            six.address("a.example", "2001:db8::1").truncated("a.example");
            Resolver both = resolver(stub.address(), six.address());
            Answer answer =
                    get(both.resolve(new Host.Name("a.example"), from("::1"), Families.IPV6, loop));
            assertThat(answer).isEqualTo(addresses("2001:db8::1"));
            assertThat(six.asked()).extracting(Asked::source).containsOnly(address("::1"));
            assertThat(stub.asked()).isEmpty();
        }
    }

    @Test
    void knowsWhichSourcesCanAsk() {
        assertThat(resolver.canAsk(address("127.0.0.9"))).isTrue();
        assertThat(resolver.canAsk(address("192.0.2.1"))).isTrue();
        assertThat(resolver.canAsk(address("2001:db8::1"))).isFalse();
        Resolver remote = resolver(new InetSocketAddress(address("192.0.2.53"), 53));
        assertThat(remote.canAsk(address("127.0.0.9"))).isFalse();
        assertThat(remote.canAsk(address("192.0.2.1"))).isTrue();
        assertThatThrownBy(() ->
                        get(remote.resolve(new Host.Name("a.example"), TWO, Families.IPV4, loop)))
                .isInstanceOf(FailureException.class);
    }

    @Test
    void neverAsksForSpecialNames() {
        assertThat(resolve("localhost", TWO, Families.BOTH))
                .isEqualTo(addresses("::1", "127.0.0.1"));
        assertThat(resolve("app.localhost", TWO, Families.IPV4)).isEqualTo(addresses("127.0.0.1"));
        for (String name : List.of("x.onion", "printer.local", "x.invalid", "onion", "x.alt")) {
            assertThat(resolve(name, TWO, Families.BOTH)).isEqualTo(new Answer.NoSuchName());
        }
        assertThat(stub.asked()).isEmpty();
    }

    @Test
    void asksOverTcpThroughHops() {
        stub.address("a.example", "192.0.2.1");
        List<InetSocketAddress> opened = new ArrayList<>();
        Route through =
                new Route.Through(
                        "chain",
                        Isolation.SHARED,
                        (server, on) -> {
                            opened.add(server);
                            return connected(server, on);
                        });
        assertThat(resolve("a.example", through, Families.IPV4)).isEqualTo(addresses("192.0.2.1"));
        assertThat(opened).containsExactly(stub.address());
        assertThat(stub.asked()).extracting(Asked::transport).containsExactly(Transport.TCP);

        Route same =
                new Route.Through(
                        "chain",
                        Isolation.SHARED,
                        (_, on) -> on.newFailedFuture(new IOException()));
        assertThat(resolve("a.example", same, Families.IPV4)).isEqualTo(addresses("192.0.2.1"));
    }

    @Test
    void aLookupGoesOnWhenItsSessionEnds() {
        Isolation session = Isolation.fresh();
        stub.address("b.example", "192.0.2.1")
                .twist(
                        "a.example",
                        (query, _, _) -> {
                            session.end();
                            return List.of(aliasOnly(query, "b.example"));
                        });
        List<Channel> lines = new CopyOnWriteArrayList<>();
        Route through =
                new Route.Through(
                        "chain",
                        session,
                        (server, on) -> {
                            Future<Channel> opened = connected(server, on);
                            opened.addListener(_ -> lines.add(opened.getNow()));
                            return opened;
                        });
        assertThat(resolve("a.example", through, Families.IPV4)).isEqualTo(addresses("192.0.2.1"));
        await().until(() -> lines.stream().noneMatch(Channel::isOpen));
        assertThat(stub.asked()).extracting(Asked::name).containsExactly("a.example", "b.example");
    }

    @Test
    void anErrorIsTheEndOfALookup() {
        Resolver both = resolver(stub.address(), second.address());
        Route broken =
                new Route.Through(
                        "broken",
                        Isolation.SHARED,
                        (server, on) -> {
                            if (server.equals(second.address())) {
                                throw new StackOverflowError("a bug");
                            }
                            return on.newFailedFuture(
                                    new FailureException(Failure.HOP_UNREACHABLE, "hop 1"));
                        });
        assertThatThrownBy(() ->
                        get(both.resolve(new Host.Name("a.example"), broken, Families.IPV4, loop)))
                .isInstanceOf(FailureException.class);
    }

    @Test
    void passesOnWhatTheOpenerFailedWith() {
        Route broken =
                new Route.Through(
                        "broken",
                        Isolation.SHARED,
                        (_, on) ->
                                on.newFailedFuture(
                                        new FailureException(Failure.HOP_UNREACHABLE, "hop 1")));
        assertFails("a.example", broken, Failure.HOP_UNREACHABLE);
        Route throwing =
                new Route.Through(
                        "throwing",
                        Isolation.SHARED,
                        (_, _) -> {
                            throw new IllegalStateException("a bug");
                        });
        assertFails("a.example", throwing, Failure.INTERNAL);
    }

    @Test
    void closesAConnectionThatComesTooLate() throws Exception {
        AtomicReference<Promise<Channel>> pending = new AtomicReference<>();
        Route late =
                new Route.Through(
                        "late",
                        Isolation.SHARED,
                        (_, on) -> {
                            Promise<Channel> promise = on.newPromise();
                            pending.set(promise);
                            return promise;
                        });
        Resolver hasty =
                new NettyResolver(
                        DnsSettings.plain(List.of(stub.address())),
                        TestTrust.PLATFORM,
                        NettyResolver.LINES,
                        new Timing(
                                Duration.ofMillis(50),
                                Duration.ofMillis(200),
                                Duration.ofMillis(9),
                                Duration.ofMillis(20)),
                        clock::get);
        assertThatThrownBy(() ->
                        get(hasty.resolve(new Host.Name("a.example"), late, Families.IPV4, loop)))
                .isInstanceOf(FailureException.class);
        Channel channel = connected(stub.address(), loop).sync().getNow();
        pending.get().setSuccess(channel);
        assertThat(channel.closeFuture().await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void failsWhenAStreamEndsOrIsCutAnywhere() {
        for (int length : new int[] {0, 1, 11, 12, 20, 29, 30, 44}) {
            String name = "cut" + length + ".example";
            stub.address(name, "192.0.2.1")
                    .twist(name, (_, right, _) -> List.of(Arrays.copyOf(right, length)));
            Route through = new Route.Through("cut", Isolation.SHARED, NettyResolverIT::connected);
            assertFails(name, through, Failure.DNS_ERROR);
        }
    }

    private Resolver resolver(InetSocketAddress... servers) {
        return new NettyResolver(
                DnsSettings.plain(List.of(servers)),
                TestTrust.PLATFORM,
                NettyResolver.LINES,
                QUICK,
                clock::get);
    }

    private Answer resolve(String name, Route route, Families families) {
        return get(resolver.resolve(new Host.Name(name), route, families, loop));
    }

    private void assertFails(String name, Route route, Failure failure) {
        assertThatThrownBy(() -> resolve(name, route, Families.IPV4))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failed -> assertThat(failed.failure()).isEqualTo(failure));
    }

    private static Answer get(Future<Answer> future) {
        assertThat(future.awaitUninterruptibly(10, TimeUnit.SECONDS)).as("completes").isTrue();
        if (future.cause() instanceof FailureException failed) {
            return NettyResolverIT.<RuntimeException>sneaky(failed);
        }
        return future.getNow();
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exception> Answer sneaky(Exception failed) throws E {
        throw (E) failed;
    }

    private static Future<Channel> connected(InetSocketAddress server, EventLoop on) {
        Promise<Channel> promise = on.newPromise();
        new Bootstrap()
                .group(on)
                .channel(EpollSocketChannel.class)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(server)
                .addListener(
                        (ChannelFutureListener)
                                done -> {
                                    if (done.isSuccess()) {
                                        promise.setSuccess(done.channel());
                                    } else {
                                        promise.setFailure(done.cause());
                                    }
                                });
        return promise;
    }

    private static InetSocketAddress closedPort() {
        try (DatagramSocket socket = new DatagramSocket(0, address("127.0.0.1"))) {
            return new InetSocketAddress(address("127.0.0.1"), socket.getLocalPort());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static Route from(String source) {
        return new Route.FromSource(address(source), Isolation.SHARED);
    }

    private static InetAddress address(String literal) {
        return InetAddress.ofLiteral(literal);
    }

    private static Answer addresses(String... literals) {
        return new Answer.Addresses(Arrays.stream(literals).map(NettyResolverIT::address).toList());
    }

    private static byte[] flipped(byte[] message, int index, int bits) {
        byte[] changed = message.clone();
        changed[index] ^= (byte) bits;
        return changed;
    }

    private static boolean isAaaa(byte[] query) {
        return query[questionEnd(query) - 3] == 28;
    }

    private static int questionEnd(byte[] query) {
        int i = 12;
        while (query[i] != 0) {
            i += 1 + query[i];
        }
        return i + 5;
    }

    /// The query's own question, answered with an alias and nothing more.
    private static byte[] aliasOnly(byte[] query, String target) {
        java.io.ByteArrayOutputStream data = new java.io.ByteArrayOutputStream();
        for (String label : target.split("\\.")) {
            data.write(label.length());
            data.writeBytes(label.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
        data.write(0);
        return answered(query, 5, data.toByteArray());
    }

    /// The query's own question, answered with ::ffff:192.0.2.1.
    private static byte[] mapped(byte[] query) {
        byte[] data = new byte[16];
        data[10] = data[11] = (byte) 0xff;
        data[12] = (byte) 192;
        data[14] = 2;
        data[15] = 1;
        return answered(query, 28, data);
    }

    private static byte[] answered(byte[] query, int type, byte[] data) {
        int end = questionEnd(query);
        java.nio.ByteBuffer reply = java.nio.ByteBuffer.allocate(end + 12 + data.length);
        reply.put(query, 0, end);
        reply.put(2, (byte) 0x81).put(3, (byte) 0x80);
        reply.putShort(6, (short) 1).putShort(8, (short) 0).putShort(10, (short) 0);
        reply.putShort((short) 0xc00c).putShort((short) type).putShort((short) 1).putInt(300);
        reply.putShort((short) data.length).put(data);
        return reply.array();
    }
}
