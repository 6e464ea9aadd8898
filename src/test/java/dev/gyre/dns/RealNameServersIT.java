package dev.gyre.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.net.FailureException;
import dev.gyre.net.Host;
import dev.gyre.net.Isolation;
import dev.gyre.testkit.Kresd;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.SignedTree;
import dev.gyre.testkit.TestCertificates;
import dev.gyre.testkit.TestPeers;
import dev.gyre.testkit.Unbound;
import dev.gyre.testkit.UnboundSettings;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.Future;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Unbound and Knot Resolver, by every transport that they speak.
final class RealNameServersIT {

    private static final TestCertificates CERTIFICATES = TestCertificates.create();
    private static final TestCertificates OTHERS = TestCertificates.create();
    private static final TestCertificates.Pem PEM = CERTIFICATES.serverPem("127.0.0.1");
    private static final SignedTree TREE = SignedTree.make();
    private static final Answer RIGHT =
            new Answer.Addresses(List.of(InetAddress.ofLiteral("192.0.2.1")));

    private static EventLoopGroup loops;
    private static Unbound unbound;
    private static Kresd kresd;
    private static InetSocketAddress tls;
    private static InetSocketAddress https;

    @BeforeAll
    static void start() {
        tls = new InetSocketAddress(Loopback.V4, TestPeers.freePort());
        https = new InetSocketAddress(Loopback.V4, TestPeers.freePort());
        unbound =
                Unbound.start(
                        UnboundSettings.at(Loopback.V4, TestPeers.freePort())
                                .encrypted(tls.getPort(), https.getPort(), PEM)
                                .zones(TREE.zones()));
        kresd = Kresd.start(Loopback.V4, PEM, unbound.address(), TREE.anchors());
        loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    }

    @AfterAll
    static void stop() {
        if (kresd != null) {
            kresd.close();
        }
        if (unbound != null) {
            unbound.close();
        }
        if (loops != null) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    @Test
    void answerInTheClear() {
        for (InetSocketAddress address : List.of(unbound.address(), kresd.address())) {
            answersOf(new NameServer.Datagram(address));
            answersOf(new NameServer.Stream(address));
        }
    }

    @Test
    void answerWithinTls() {
        ServerIdentity identity = identity(Set.of(), CERTIFICATES);
        for (InetSocketAddress address : List.of(tls, kresd.tls())) {
            answersOf(new NameServer.Tls(address, identity));
        }
        for (InetSocketAddress address : List.of(https, kresd.https())) {
            answersOf(new NameServer.Https(address, identity, "/dns-query"));
        }
    }

    @Test
    void areKnownByTheirKey() {
        // Signed by nobody whom we know, and for another name.
        ServerIdentity pinned =
                new ServerIdentity(
                        new Host.Name("other.test"),
                        Set.of(PEM.pin()),
                        TestTrust.authority(OTHERS));
        answersOf(new NameServer.Tls(tls, pinned));
        answersOf(new NameServer.Https(https, pinned, "/dns-query"));
    }

    @Test
    void whoIsNotWhoItShouldBeIsAskedNothing() {
        int before = unbound.queries().size();
        for (ServerIdentity wrong :
                List.of(
                        identity(Set.of(), OTHERS),
                        new ServerIdentity(
                                new Host.Name("other.test"),
                                Set.of(),
                                TestTrust.authority(CERTIFICATES)),
                        new ServerIdentity(
                                new Host.Address(InetAddress.ofLiteral("127.0.0.2")),
                                Set.of(),
                                TestTrust.authority(CERTIFICATES)),
                        // A pin counts more than who has signed.
                        identity(Set.of(OTHERS.serverPem("127.0.0.1").pin()), CERTIFICATES))) {
            for (NameServer server :
                    List.of(
                            new NameServer.Tls(tls, wrong),
                            new NameServer.Https(https, wrong, "/dns-query"))) {
                Future<Answer> asked =
                        done(
                                ask(
                                        new NettyResolver(
                                                DnsSettings.of(List.of(server)),
                                                TestTrust.PLATFORM),
                                        "www.good.test"));
                assertThat(asked.isSuccess()).as(server + " " + wrong).isFalse();
                assertThat(asked.cause()).isInstanceOf(FailureException.class);
            }
        }
        assertThat(unbound.queries()).hasSize(before);
    }

    @Test
    void anExpiredCertificateIsNone() {
        InetSocketAddress late = new InetSocketAddress(Loopback.V4, TestPeers.freePort());
        int lateHttps = TestPeers.freePort();
        try (Unbound expired =
                Unbound.start(
                        UnboundSettings.at(Loopback.V4, TestPeers.freePort())
                                .encrypted(
                                        late.getPort(),
                                        lateHttps,
                                        CERTIFICATES.serverPemExpired("127.0.0.1"))
                                .zones(TREE.zones()))) {
            NameServer server = new NameServer.Tls(late, identity(Set.of(), CERTIFICATES));
            Future<Answer> asked =
                    ask(
                            new NettyResolver(DnsSettings.of(List.of(server)), TestTrust.PLATFORM),
                            "www.good.test");
            assertThat(done(asked).isSuccess()).isFalse();
            assertThat(expired.queries()).isEmpty();
        }
    }

    private static ServerIdentity identity(Set<String> pins, TestCertificates signer) {
        return new ServerIdentity(new Host.Address(Loopback.V4), pins, TestTrust.authority(signer));
    }

    private static void answersOf(NameServer server) {
        NettyResolver resolver =
                new NettyResolver(DnsSettings.of(List.of(server)), TestTrust.PLATFORM);
        // Again, that a kept connection is used; and many at once.
        for (int round = 0; round < 2; round++) {
            List<Future<Answer>> open = new ArrayList<>();
            for (String zone : SignedTree.SECURE) {
                open.add(ask(resolver, "www." + zone));
                open.add(ask(resolver, "alias." + zone));
            }
            for (Future<Answer> one : open) {
                assertThat(done(one).isSuccess()).as(server + ": " + one.cause()).isTrue();
                assertThat(one.getNow()).as(server.toString()).isEqualTo(RIGHT);
            }
        }
        assertThat(done(ask(resolver, "none.good.test")).getNow())
                .as(server.toString())
                .isEqualTo(new Answer.NoSuchName());
        assertThat(done(ask(resolver, "deep.good.test")).getNow())
                .as(server.toString())
                .isEqualTo(new Answer.NoAddress());
    }

    private static Future<Answer> ask(NettyResolver resolver, String name) {
        return resolver.resolve(
                new Host.Name(name),
                new Route.FromSource(Loopback.V4, Isolation.SHARED),
                Families.IPV4,
                loops.next());
    }

    private static Future<Answer> done(Future<Answer> future) {
        assertThat(future.awaitUninterruptibly(60, TimeUnit.SECONDS)).isTrue();
        return future;
    }
}
