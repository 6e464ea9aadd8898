package dev.gyre.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;
import dev.gyre.net.Host;
import dev.gyre.net.Isolation;
import dev.gyre.testkit.DnsStub;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.SignedTree;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// What is made of signatures, right and wrong, of a server that passes them on. Two validators of others say the same of these zones:
/// see `DnsPeersIT`.
final class SignedZonesIT {

    private static final SignedTree TREE = SignedTree.make();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Answer RIGHT = addresses("192.0.2.1");

    private static final Keeping A_DAY_LONGER =
            new Keeping(
                    16,
                    Duration.ZERO,
                    Duration.ofHours(1),
                    Duration.ZERO,
                    Duration.ofDays(1),
                    false);

    private static EventLoopGroup loops;
    private static Unbound unbound;

    @BeforeAll
    static void start() {
        unbound =
                Unbound.start(
                        UnboundSettings.at(Loopback.V4, TestPeers.freePort()).zones(TREE.zones()));
        loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    }

    @AfterAll
    static void stop() {
        if (unbound != null) {
            unbound.close();
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    @Test
    void whatIsRightIsTaken() {
        for (DnsSettings.Dnssec dnssec :
                List.of(DnsSettings.Dnssec.VALIDATE, DnsSettings.Dnssec.REQUIRE)) {
            NettyResolver resolver = resolver(dnssec, TREE.anchors());
            for (String zone : SignedTree.SECURE) {
                assertThat(answer(resolver, "www." + zone)).as(zone).isEqualTo(RIGHT);
                assertThat(answer(resolver, "alias." + zone)).as(zone).isEqualTo(RIGHT);
                // What is left out by opt-out can't be told from what is not signed.
                if (dnssec == DnsSettings.Dnssec.REQUIRE && zone.startsWith("optout")) {
                    continue;
                }
                assertThat(answer(resolver, "x.wild." + zone))
                        .as(zone)
                        .isEqualTo(addresses("192.0.2.2"));
                assertThat(answer(resolver, "deep." + zone))
                        .as(zone)
                        .isEqualTo(new Answer.NoAddress());
            }
        }
    }

    @Test
    void whatIsProvedNotToExistDoesNot() {
        NettyResolver resolver = resolver(DnsSettings.Dnssec.VALIDATE, TREE.anchors());
        for (String zone : SignedTree.SECURE) {
            assertThat(answer(resolver, "none." + zone))
                    .as(zone)
                    .isEqualTo(new Answer.NoSuchName());
        }
    }

    @Test
    void whatIsNotSignedIsTakenUnlessItMustBe() {
        for (String zone : SignedTree.INSECURE) {
            assertThat(answer(resolver(DnsSettings.Dnssec.VALIDATE, TREE.anchors()), "www." + zone))
                    .as(zone)
                    .isEqualTo(RIGHT);
            assertThat(failure(resolver(DnsSettings.Dnssec.REQUIRE, TREE.anchors()), "www." + zone))
                    .as(zone)
                    .isEqualTo(Failure.DNS_ERROR);
        }
    }

    @Test
    void whatIsBogusIsAFailure() {
        for (String zone : SignedTree.BOGUS) {
            NettyResolver resolver = resolver(DnsSettings.Dnssec.VALIDATE, TREE.anchors());
            for (String name : List.of("www.", "alias.", "none.", "x.wild.")) {
                assertThat(failure(resolver, name + zone))
                        .as(name + zone)
                        .isEqualTo(Failure.DNS_ERROR);
            }
            // Without validation it is all there: so that is what refuses it.
            assertThat(answer(resolver(DnsSettings.Dnssec.OFF, List.of()), "www." + zone))
                    .as(zone)
                    .isEqualTo(RIGHT);
        }
    }

    /// RFC 9276 section 3.2: taken as not signed, or not at all; but it may not cost what it asks for (CVE-2023-50868).
    @Test
    void hashesWithoutEndAreNotMade() {
        NettyResolver resolver = resolver(DnsSettings.Dnssec.REQUIRE, TREE.anchors());
        assertThat(failure(resolver, "none.deep3.test")).isEqualTo(Failure.DNS_ERROR);
    }

    @Test
    void othersAnchorsVouchForNothing() {
        NettyResolver resolver = resolver(DnsSettings.Dnssec.VALIDATE, SignedTree.make().anchors());
        assertThat(failure(resolver, "www.good.test")).isEqualTo(Failure.DNS_ERROR);
        // Those that are shipped are not of this root either.
        assertThat(failure(resolver(DnsSettings.Dnssec.VALIDATE, List.of()), "www.good.test"))
                .isEqualTo(Failure.DNS_ERROR);
    }

    @Test
    void anotherServerIsAskedWhenOneIsNotBelieved() {
        try (DnsStub liar = DnsStub.start()) {
            liar.address("www.good.test", "192.0.2.66");
            NettyResolver resolver =
                    new NettyResolver(
                            settings(
                                    List.of(
                                            new NameServer.Datagram(liar.address()),
                                            new NameServer.Datagram(unbound.address())),
                                    DnsSettings.Dnssec.VALIDATE,
                                    TREE.anchors(),
                                    Keeping.STANDARD),
                            TestTrust.PLATFORM);
            assertThat(answer(resolver, "www.good.test")).isEqualTo(RIGHT);
            assertThat(liar.asked("www.good.test")).isNotEmpty();
            assertThat(answer(resolver, "www.unsigned.test")).isEqualTo(RIGHT);
            assertThat(failure(resolver, "www.broken.test")).isEqualTo(Failure.DNS_ERROR);
        }
    }

    /// Only when no server says anything (RFC 8767).
    @Test
    void whatMustNotBeBelievedDoesNotBringBackAnOldAnswer() {
        AtomicLong now = new AtomicLong();
        NettyResolver resolver;
        try (DnsStub liar = DnsStub.start()) {
            liar.address("www.good.test", "192.0.2.66");
            try (Unbound honest =
                    Unbound.start(
                            UnboundSettings.at(Loopback.V4, TestPeers.freePort())
                                    .zones(TREE.zones()))) {
                resolver =
                        new NettyResolver(
                                settings(
                                        List.of(
                                                new NameServer.Datagram(honest.address()),
                                                new NameServer.Datagram(liar.address())),
                                        DnsSettings.Dnssec.VALIDATE,
                                        TREE.anchors(),
                                        A_DAY_LONGER),
                                TestTrust.PLATFORM,
                                NettyResolver.LINES,
                                Timing.STANDARD,
                                now::get);
                assertThat(answer(resolver, "www.good.test")).isEqualTo(RIGHT);
            }
            now.addAndGet(TimeUnit.HOURS.toNanos(2));
            assertThat(failure(resolver, "www.good.test")).isEqualTo(Failure.DNS_ERROR);
        }
        assertThat(answer(resolver, "www.good.test")).isEqualTo(RIGHT);
    }

    private static NettyResolver resolver(DnsSettings.Dnssec dnssec, List<String> anchors) {
        return new NettyResolver(
                settings(
                        List.of(new NameServer.Datagram(unbound.address())),
                        dnssec,
                        anchors,
                        Keeping.STANDARD),
                TestTrust.PLATFORM);
    }

    private static DnsSettings settings(
            List<NameServer> servers,
            DnsSettings.Dnssec dnssec,
            List<String> anchors,
            Keeping keeping) {
        DnsSettings plain = DnsSettings.of(servers);
        return new DnsSettings(
                servers,
                plain.order(),
                servers,
                plain.hosts(),
                dnssec,
                anchors.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new DnsSettings.Anchors(Path.of("root.key"), anchors)),
                keeping,
                plain.prefer());
    }

    private static Answer answer(NettyResolver resolver, String name) {
        Future<Answer> done = ask(resolver, name);
        assertThat(done.isSuccess()).as(name + ": " + done.cause()).isTrue();
        return done.getNow();
    }

    private static Failure failure(NettyResolver resolver, String name) {
        Future<Answer> done = ask(resolver, name);
        assertThat(done.isSuccess()).as(name + ": " + done.getNow()).isFalse();
        return ((FailureException) done.cause()).failure();
    }

    private static Future<Answer> ask(NettyResolver resolver, String name) {
        Future<Answer> future =
                resolver.resolve(
                        new Host.Name(name),
                        new Route.FromSource(Loopback.V4, Isolation.SHARED),
                        Families.IPV4,
                        loops.next());
        assertThat(future.awaitUninterruptibly(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(name + " is over in time")
                .isTrue();
        return future;
    }

    private static Answer addresses(String literal) {
        return new Answer.Addresses(List.of(InetAddress.ofLiteral(literal)));
    }
}
