package dev.gyre.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.access.OwnListeners;
import dev.gyre.access.TargetGuard;
import dev.gyre.access.TargetSettings;
import dev.gyre.dns.DnsSettings;
import dev.gyre.dns.NettyResolver;
import dev.gyre.dns.Route;
import dev.gyre.egress.HopScheme;
import dev.gyre.net.Isolation;
import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.OwnRequests;
import dev.gyre.testkit.RecordingOrigin;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Connections to name servers through hops, when whoever asked gives up.
final class NameRouteIT {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = loops.next();
    private final FakeHop hop = FakeHop.socks5().start();
    private final RecordingOrigin server =
            RecordingOrigin.start(new InetSocketAddress(Loopback.V4, 0));

    @AfterEach
    void stop() {
        hop.close();
        server.close();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS);
    }

    @Test
    void whatOthersMayHaveJoinedGoesOn() throws Exception {
        Channel channel = open(Isolation.fresh()).get(60, TimeUnit.SECONDS);
        assertThat(channel.isActive()).isTrue();
        channel.close().sync();
    }

    @Test
    void whatIsOfTheAskerAloneIsNotBegunAndNobodysFault() throws Exception {
        Future<Channel> opened = open(Isolation.NOTHING_KEPT);
        assertThat(opened.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(opened.isCancelled()).isTrue();
        assertThat(hop.connections()).isZero();
    }

    /// Of an asker who has given up.
    private Future<Channel> open(Isolation isolation) throws Exception {
        SslContext trust = SslContextBuilder.forClient().build();
        Connector connector =
                new Connector(
                        new NettyResolver(
                                DnsSettings.plain(List.of(new InetSocketAddress(Loopback.V4, 1))),
                                trust),
                        new TargetGuard(new TargetSettings(List.of()), Set.of()),
                        new OwnListeners(),
                        new HopTls(trust),
                        _ -> false,
                        new Allowance(Connector.BESIDE),
                        new ConnectTimes(LONG, LONG));
        Promise<Void> asker = loop.newPromise();
        asker.cancel(false);
        Route.Through route =
                (Route.Through)
                        connector.route(
                                OwnRequests.through(HopScheme.SOCKS5, hop.port()),
                                isolation,
                                asker);
        return loop.submit(() ->
                        route.opener()
                                .open(new InetSocketAddress(Loopback.V4, server.port()), loop))
                .get(60, TimeUnit.SECONDS);
    }
}
