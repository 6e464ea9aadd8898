package dev.gyre.testkit;

import dev.gyre.access.OwnListeners;
import dev.gyre.access.TargetGuard;
import dev.gyre.access.TargetSettings;
import dev.gyre.dns.DnsSettings;
import dev.gyre.dns.NettyResolver;
import dev.gyre.egress.Egress;
import dev.gyre.egress.Hop;
import dev.gyre.egress.HopScheme;
import dev.gyre.fetch.Fetcher;
import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;
import dev.gyre.net.Host;
import dev.gyre.net.Target;
import dev.gyre.outbound.Allowance;
import dev.gyre.outbound.ConnectTimes;
import dev.gyre.outbound.Connector;
import dev.gyre.outbound.HopTls;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/// All that requests of Gyre's own need, towards targets on loopback.
public final class OwnRequests implements AutoCloseable {

    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final Fetcher fetcher;

    private OwnRequests(Fetcher fetcher) {
        this.fetcher = fetcher;
    }

    /// With trust in an authority of the test's own.
    public static OwnRequests trusting(TrustManagerFactory trust) {
        return of(trust, TestPeers.freePort(), "127.0.0.0/8");
    }

    /// With nothing to trust in, and these targets allowed.
    public static OwnRequests allowing(String... blocks) {
        return of(TestCertificates.create().trust(), TestPeers.freePort(), blocks);
    }

    /// The same, with a name server of the test's.
    public static OwnRequests asking(int nameServer) {
        return of(TestCertificates.create().trust(), nameServer, "127.0.0.0/8");
    }

    private static OwnRequests of(TrustManagerFactory trust, int nameServer, String... blocks) {
        try {
            SslContext context =
                    SslContextBuilder.forClient()
                            .sslProvider(SslProvider.JDK)
                            .trustManager(trust)
                            .build();
            List<Cidr> allowed =
                    List.of(blocks).stream().map(each -> Cidr.parse(each).orElseThrow()).toList();
            return new OwnRequests(
                    new Fetcher(
                            new Connector(
                                    new NettyResolver(
                                            DnsSettings.plain(
                                                    List.of(
                                                            new InetSocketAddress(
                                                                    Loopback.V4, nameServer))),
                                            context),
                                    new TargetGuard(new TargetSettings(allowed), Set.of()),
                                    new OwnListeners(),
                                    new HopTls(context),
                                    _ -> false,
                                    new Allowance(Connector.BESIDE),
                                    new ConnectTimes(
                                            Duration.ofSeconds(20), Duration.ofSeconds(20))),
                            context));
        } catch (SSLException impossible) {
            throw new AssertionError(impossible);
        }
    }

    public Fetcher fetcher() {
        return fetcher;
    }

    public EventLoopGroup loops() {
        return loops;
    }

    public EventLoop loop() {
        return loops.next();
    }

    /// An address of this machine.
    public static Egress direct(String address) {
        return new Egress.Direct(Addresses.parse(address).orElseThrow());
    }

    /// A hop on 127.0.0.1.
    public static Egress through(HopScheme scheme, int port) {
        return new Egress.Chain(
                List.of(
                        new Hop(
                                scheme,
                                new Target(new Host.Address(Loopback.V4), port),
                                Optional.empty())));
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
