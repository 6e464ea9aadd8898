package dev.gyre.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.egress.Egress;
import dev.gyre.egress.Grade;
import dev.gyre.egress.Hop;
import dev.gyre.egress.HopScheme;
import dev.gyre.fetch.FetchUrl;
import dev.gyre.judge.Judge;
import dev.gyre.net.Addresses;
import dev.gyre.net.Target;
import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.FakeHop.Mode;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.OwnRequests;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.TestCertificates;

import io.netty.channel.socket.nio.NioServerSocketChannel;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// What a probe finds out, of good egresses and of bad ones.
final class ProbeIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Egress DIRECT = OwnRequests.direct("127.0.6.1");

    private static ProbeTarget builtIn(Judge judge) {
        return ProbeTarget.judge(judge.destination(), Set.of());
    }

    private static ProbeTarget page(String url) {
        return ProbeTarget.page(FetchUrl.parse(url).orElseThrow());
    }

    private static Examined examined(OwnRequests own, ProbeTarget target, Egress egress)
            throws Exception {
        return examined(own, target, egress, LONG, Optional.empty(), Set.of());
    }

    private static Examined examined(
            OwnRequests own,
            ProbeTarget target,
            Egress egress,
            Duration timeout,
            Optional<Egress> direct,
            Set<InetAddress> addresses)
            throws Exception {
        Probe probe = new Probe(own.fetcher(), target, 200, timeout, addresses);
        probe.compareBy(direct.stream().toList());
        return probe.examine(egress, own.loop()).get(60, TimeUnit.SECONDS);
    }

    private static InetAddress address(String text) {
        return Addresses.parse(text).orElseThrow();
    }

    @Test
    void gradesByTheBuiltInJudge() throws Exception {
        try (OwnRequests own = OwnRequests.allowing();
                FakeHop good = FakeHop.socks5().from("127.0.6.2").start();
                FakeHop adding = FakeHop.http().mode(Mode.ADDING_FIELDS).start()) {
            Judge judge = Judge.start(own.loops(), NioServerSocketChannel.class);
            ProbeTarget target = builtIn(judge);
            Examined direct = examined(own, target, DIRECT);
            assertThat(direct.works()).as(direct.note()).isTrue();
            assertThat(direct.exit()).contains(address("127.0.6.1"));
            assertThat(direct.grade()).contains(Grade.ELITE);
            assertThat(direct.added()).isEmpty();
            assertThat(direct.tls()).isEqualTo(Tls.NONE);
            assertThat(direct.connected()).isPositive().isLessThanOrEqualTo(direct.answered());
            Examined hop =
                    examined(own, target, OwnRequests.through(HopScheme.SOCKS5H, good.port()));
            assertThat(hop.exit()).contains(address("127.0.6.2"));
            assertThat(hop.grade()).contains(Grade.ELITE);
            Egress adds = OwnRequests.through(HopScheme.HTTP, adding.port());
            Examined meddler = examined(own, target, adds);
            assertThat(meddler.works()).isTrue();
            assertThat(meddler.grade()).contains(Grade.ANONYMOUS);
            assertThat(meddler.added()).containsExactly("Via", "X-Forwarded-For");
            // The address that it adds, if it is one of this machine.
            assertThat(
                            examined(
                                            own,
                                            target,
                                            adds,
                                            LONG,
                                            Optional.empty(),
                                            Set.of(address("192.0.2.77")))
                                    .grade())
                    .contains(Grade.TRANSPARENT);
            judge.close();
        }
    }

    @Test
    void asksNoHopElsewhereForTheJudgeOfThisMachine() throws Exception {
        try (OwnRequests own = OwnRequests.allowing()) {
            Judge judge = Judge.start(own.loops(), NioServerSocketChannel.class);
            ProbeTarget target = builtIn(judge);
            Egress elsewhere = OwnRequests.direct("2001:db8::1");
            Egress.Chain hop =
                    new Egress.Chain(
                            List.of(
                                    new Hop(
                                            HopScheme.SOCKS5H,
                                            Target.parse("hop.example:1080").orElseThrow(),
                                            Optional.empty())));
            assertThat(target.isFor(hop)).isFalse();
            assertThat(target.isFor(elsewhere))
                    .isEqualTo(judge.destination().addresses().size() == 2);
            Examined none = examined(own, target, hop);
            assertThat(none.works()).isFalse();
            assertThat(none.note()).contains("--target URL");
            judge.close();
        }
    }

    @Test
    void readsThePagesOfOtherJudges() throws Exception {
        try (OwnRequests own = OwnRequests.allowing("127.0.0.0/8");
                RecordingOrigin origin = RecordingOrigin.start()) {
            origin.answer("/get", raw("{\"origin\":\"127.0.0.9, 198.51.100.7\",\"headers\":{}}"));
            Examined seen = examined(own, page(origin.url("/get")), DIRECT);
            assertThat(seen.works()).isTrue();
            assertThat(seen.exit()).contains(address("198.51.100.7"));
            assertThat(seen.grade()).contains(Grade.ANONYMOUS);
            assertThat(seen.added()).containsExactly("X-Forwarded-For");
            origin.answer("/", raw("x".repeat(200_000)));
            Examined other = examined(own, page(origin.url("/")), DIRECT);
            assertThat(other.works()).isTrue();
            assertThat(other.status()).hasValue(200);
            assertThat(other.exit()).isEmpty();
            assertThat(other.grade()).isEmpty();
            Examined missing = examined(own, page(origin.url("/missing")), DIRECT);
            assertThat(missing.works()).isFalse();
            assertThat(missing.note()).isEqualTo("answered 404");
        }
    }

    private static String raw(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void saysWhatDoesNotWork() throws Exception {
        try (OwnRequests own = OwnRequests.allowing("127.0.0.0/8");
                RecordingOrigin origin = RecordingOrigin.start();
                FakeHop refusing = FakeHop.http().mode(Mode.REFUSING).start();
                FakeHop stalling = FakeHop.socks5().mode(Mode.UNRESPONSIVE).start();
                FakeHop locked = FakeHop.socks5().password("me", "hush-hush").start()) {
            ProbeTarget target = page(origin.url("/"));
            assertThat(
                            examined(
                                            own,
                                            target,
                                            OwnRequests.through(HopScheme.HTTP, refusing.port()))
                                    .note())
                    .startsWith("hop denied");
            assertThat(
                            examined(
                                            own,
                                            target,
                                            OwnRequests.through(HopScheme.SOCKS5H, locked.port()))
                                    .note())
                    .startsWith("hop authentication");
            Examined late =
                    examined(
                            own,
                            target,
                            OwnRequests.through(HopScheme.SOCKS5H, stalling.port()),
                            Duration.ofMillis(300),
                            Optional.empty(),
                            Set.of());
            assertThat(late.works()).isFalse();
            assertThat(late.note()).startsWith("response timeout");
            assertThat(examined(own, target, OwnRequests.through(HopScheme.HTTP, 1)).works())
                    .isFalse();
        }
    }

    @Test
    void noticesWhoAnswersInTheTargetsName() throws Exception {
        TestCertificates certificates = TestCertificates.create();
        try (OwnRequests own = OwnRequests.trusting(certificates.trust());
                RecordingOrigin origin =
                        RecordingOrigin.startTls(certificates.server("127.0.0.1"), Loopback.V4);
                RecordingOrigin bad =
                        RecordingOrigin.startTls(certificates.server("other.test"), Loopback.V4);
                FakeHop good = FakeHop.socks5().start();
                FakeHop meddler = FakeHop.socks5().mode(Mode.ANSWERING_TLS).start()) {
            Egress honest = OwnRequests.through(HopScheme.SOCKS5H, good.port());
            Egress meddling = OwnRequests.through(HopScheme.SOCKS5H, meddler.port());
            ProbeTarget genuine = page("https://" + origin.authority() + "/");
            assertThat(examined(own, genuine, honest).tls()).isEqualTo(Tls.GENUINE);
            Examined tampered = examined(own, genuine, meddling);
            assertThat(tampered.tls()).isEqualTo(Tls.TAMPERED);
            assertThat(tampered.works()).isFalse();
            // The target's own certificate is no good, and the direct egress knows it.
            ProbeTarget selfMade = page("https://" + bad.authority() + "/");
            Set<InetAddress> none = Set.of();
            assertThat(examined(own, selfMade, honest, LONG, Optional.of(DIRECT), none).tls())
                    .isEqualTo(Tls.UNPROVEN);
            assertThat(examined(own, selfMade, meddling, LONG, Optional.of(DIRECT), none).tls())
                    .isEqualTo(Tls.TAMPERED);
            assertThat(bad.seen()).isEmpty();
        }
    }
}
