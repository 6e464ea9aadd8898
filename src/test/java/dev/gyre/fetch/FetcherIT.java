package dev.gyre.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gyre.egress.Egress;
import dev.gyre.egress.HopScheme;
import dev.gyre.http.Field;
import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;
import dev.gyre.testkit.DnsStub;
import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.FakeHop.Mode;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.OwnRequests;
import dev.gyre.testkit.RawTarget;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.Seen;
import dev.gyre.testkit.TestCertificates;

import io.netty.util.concurrent.Future;

import org.junit.jupiter.api.Test;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// Requests of Gyre's own, by each kind of egress, and what becomes of them when the other side is not what it should be.
final class FetcherIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Egress DIRECT = OwnRequests.direct("127.0.6.1");

    private static FetchUrl url(String text) {
        return FetchUrl.parse(text).orElseThrow();
    }

    private static <T> T had(Future<T> result) throws Exception {
        return result.get(30, TimeUnit.SECONDS);
    }

    private static FailureException failed(Future<?> result) throws Exception {
        try {
            throw new AssertionError("had " + result.get(30, TimeUnit.SECONDS));
        } catch (ExecutionException failed) {
            assertThat(failed.getCause()).isInstanceOf(FailureException.class);
            return (FailureException) failed.getCause();
        }
    }

    private static Fetched get(OwnRequests own, Egress egress, String url) throws Exception {
        return had(own.fetcher().get(egress, url(url), 1 << 20, LONG, own.loop()));
    }

    private static Failure failure(OwnRequests own, String url, int most) throws Exception {
        return failed(own.fetcher().get(DIRECT, url(url), most, LONG, own.loop())).failure();
    }

    @Test
    void leavesByTheEgressThatIsGivenAndNamesNoProgram() throws Exception {
        try (OwnRequests own = OwnRequests.allowing("127.0.0.0/8");
                RecordingOrigin origin = RecordingOrigin.start()) {
            Fetched fetched = get(own, DIRECT, origin.url("/?b"));
            assertThat(fetched.status()).isEqualTo(200);
            assertThat(fetched.text()).isEqualTo("hello");
            assertThat(fetched.certificates()).isEmpty();
            assertThat(fetched.connected()).isPositive().isLessThanOrEqualTo(fetched.answered());
            Seen seen = origin.next();
            assertThat(seen.source()).isEqualTo("127.0.6.1");
            assertThat(seen.headText())
                    .isEqualTo(
                            "GET /?b HTTP/1.1\r\nHost: "
                                    + origin.authority()
                                    + "\r\nUser-Agent: Mozilla/5.0\r\nAccept: */*\r\n"
                                    + "Connection: close\r\n\r\n");
            await().until(() -> origin.open() == 0);
        }
    }

    @Test
    void passesHopsOfEveryKind() throws Exception {
        TestCertificates certificates = TestCertificates.create();
        try (OwnRequests own = OwnRequests.trusting(certificates.trust());
                RecordingOrigin origin = RecordingOrigin.start();
                FakeHop http = FakeHop.http().from("127.0.6.2").start();
                FakeHop https =
                        FakeHop.https(certificates.server("127.0.0.1")).from("127.0.6.2").start();
                FakeHop socks4 = FakeHop.socks4().from("127.0.6.2").start();
                FakeHop socks5 = FakeHop.socks5().from("127.0.6.2").start()) {
            for (Egress egress :
                    List.of(
                            OwnRequests.through(HopScheme.HTTP, http.port()),
                            OwnRequests.through(HopScheme.HTTPS, https.port()),
                            OwnRequests.through(HopScheme.SOCKS4A, socks4.port()),
                            OwnRequests.through(HopScheme.SOCKS5H, socks5.port()))) {
                assertThat(get(own, egress, origin.url("/")).text()).isEqualTo("hello");
                assertThat(origin.next().source()).isEqualTo("127.0.6.2");
            }
        }
    }

    @Test
    void speaksTlsWithTheTargetAlsoThroughTlsOfAHop() throws Exception {
        TestCertificates certificates = TestCertificates.create();
        try (OwnRequests own = OwnRequests.trusting(certificates.trust());
                RecordingOrigin origin =
                        RecordingOrigin.startTls(certificates.server("127.0.0.1"), Loopback.V4);
                FakeHop hop = FakeHop.https(certificates.server("127.0.0.1")).start()) {
            String url = "https://" + origin.authority() + "/";
            Egress through = OwnRequests.through(HopScheme.HTTPS, hop.port());
            Fetched direct = get(own, DIRECT, url);
            Fetched hopped = get(own, through, url);
            assertThat(direct.text()).isEqualTo("hello");
            assertThat(hopped.text()).isEqualTo("hello");
            List<X509Certificate> seen =
                    had(own.fetcher().look(through, url(url), LONG, own.loop()));
            assertThat(seen)
                    .isNotEmpty()
                    .isEqualTo(direct.certificates())
                    .isEqualTo(hopped.certificates());
            await().until(() -> origin.open() == 0);
            assertThat(origin.seen()).hasSize(2);
        }
    }

    @Test
    void sendsNothingToWhoseCertificateIsNotGood() throws Exception {
        TestCertificates certificates = TestCertificates.create();
        try (OwnRequests own = OwnRequests.trusting(certificates.trust());
                RecordingOrigin other =
                        RecordingOrigin.startTls(certificates.server("other.test"), Loopback.V4);
                RecordingOrigin old =
                        RecordingOrigin.startTls(
                                certificates.serverExpired("127.0.0.1"), Loopback.V4);
                RecordingOrigin good =
                        RecordingOrigin.startTls(certificates.server("127.0.0.1"), Loopback.V4);
                FakeHop hop = FakeHop.http().mode(Mode.ANSWERING_TLS).start()) {
            Egress meddler = OwnRequests.through(HopScheme.HTTP, hop.port());
            for (RecordingOrigin origin : List.of(other, old)) {
                FetchUrl url = url("https://" + origin.authority() + "/");
                assertThat(failed(own.fetcher().get(DIRECT, url, 100, LONG, own.loop())))
                        .isInstanceOf(UntrustedException.class);
                assertThat(had(own.fetcher().look(DIRECT, url, LONG, own.loop()))).isNotEmpty();
                assertThat(origin.seen()).isEmpty();
            }
            FetchUrl url = url("https://" + good.authority() + "/");
            assertThat(failed(own.fetcher().get(meddler, url, 100, LONG, own.loop())))
                    .isInstanceOf(UntrustedException.class);
            assertThat(had(own.fetcher().look(meddler, url, LONG, own.loop())).getFirst())
                    .isNotEqualTo(
                            had(own.fetcher().look(DIRECT, url, LONG, own.loop())).getFirst());
            assertThat(good.seen()).isEmpty();
        }
    }

    @Test
    void takesNoMoreThanItMay() throws Exception {
        try (OwnRequests own = OwnRequests.allowing("127.0.0.0/8");
                RecordingOrigin origin = RecordingOrigin.start();
                RawTarget endless =
                        RawTarget.start(talk -> {
                            var _ = talk.readHead();
                            talk.send("HTTP/1.1 200 OK\r\n\r\n");
                            talk.sendForEver("x".repeat(1000));
                        })) {
            assertThat(failure(own, origin.url("/"), 4)).isEqualTo(Failure.BAD_RESPONSE);
            assertThat(failure(own, endless.url("/"), 1 << 20)).isEqualTo(Failure.BAD_RESPONSE);
            assertThat(
                            had(own.fetcher()
                                            .get(DIRECT, url(origin.url("/")), 5, LONG, own.loop()))
                                    .text())
                    .isEqualTo("hello");
            for (String url : List.of(origin.url("/"), endless.url("/"))) {
                Errand cut = Errand.get(DIRECT, url(url), 4, LONG).cut();
                assertThat(had(own.fetcher().fetch(cut, own.loop())).body()).hasSize(4);
            }
            await().until(() -> origin.open() == 0);
        }
    }

    @Test
    void aHeadHasNoBodyWhateverItSays() throws Exception {
        try (OwnRequests own = OwnRequests.allowing("127.0.0.0/8");
                RawTarget target =
                        RawTarget.saying(
                                "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 301 Moved\r\n"
                                        + "Location: /x\r\nContent-Length: 5\r\n\r\n")) {
            Errand errand =
                    Errand.get(DIRECT, url(target.url("/")), 5, LONG)
                            .headOnly()
                            .with(List.of(new Field("If-None-Match", "\"1\"")));
            Fetched fetched = had(own.fetcher().fetch(errand, own.loop()));
            assertThat(fetched.status()).isEqualTo(301);
            assertThat(fetched.field("location")).contains("/x");
            assertThat(fetched.body()).isEmpty();
            assertThat(target.next().received())
                    .startsWith("HEAD / HTTP/1.1\r\n")
                    .endsWith("If-None-Match: \"1\"\r\nConnection: close\r\n\r\n");
        }
    }

    @Test
    void saysWhatIsWrongWithAnAnswer() throws Exception {
        try (OwnRequests own = OwnRequests.allowing("127.0.0.0/8");
                RawTarget cut =
                        RawTarget.start(talk -> {
                            var _ = talk.readHead();
                            talk.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
                        });
                RawTarget garbage = RawTarget.saying("SSH-2.0-OpenSSH_9.2\r\n\r\n");
                RawTarget silent =
                        RawTarget.start(talk -> {
                            var _ = talk.readHead();
                        })) {
            assertThat(failure(own, cut.url("/"), 100)).isEqualTo(Failure.CONNECTION_CLOSED);
            assertThat(failure(own, garbage.url("/"), 100)).isEqualTo(Failure.BAD_RESPONSE);
            assertThat(failure(own, silent.url("/"), 100)).isEqualTo(Failure.CONNECTION_CLOSED);
            assertThat(failure(own, "http://127.0.0.1:1/", 100))
                    .isEqualTo(Failure.CONNECTION_REFUSED);
        }
    }

    @Test
    void hasOneDeadlineForEverythingAndLeavesNothingOpen() throws Exception {
        try (OwnRequests own = OwnRequests.allowing("127.0.0.0/8");
                FakeHop hop = FakeHop.socks5().mode(Mode.UNRESPONSIVE).start();
                RawTarget silent =
                        RawTarget.start(talk -> {
                            var _ = talk.readHead();
                            talk.awaitEnd();
                        })) {
            Duration little = Duration.ofMillis(300);
            FetchUrl url = url(silent.url("/"));
            assertThat(failed(own.fetcher().get(DIRECT, url, 100, little, own.loop())).failure())
                    .isEqualTo(Failure.RESPONSE_TIMEOUT);
            Egress stalling = OwnRequests.through(HopScheme.SOCKS5H, hop.port());
            assertThat(failed(own.fetcher().get(stalling, url, 100, little, own.loop())).failure())
                    .isEqualTo(Failure.RESPONSE_TIMEOUT);
            Future<Fetched> unwanted = own.fetcher().get(DIRECT, url, 100, LONG, own.loop());
            await().until(() -> silent.connections() == 2);
            assertThat(unwanted.cancel(false)).isTrue();
            assertThat(silent.next().received()).startsWith("GET");
            await().until(() -> hop.open() == 0);
        }
    }

    @Test
    void goesWhereTheGuardLetsItAndNowhereElse() throws Exception {
        try (OwnRequests own = OwnRequests.allowing("127.0.7.0/24");
                RecordingOrigin origin = RecordingOrigin.start();
                FakeHop hop = FakeHop.socks5().start()) {
            FetchUrl url = url(origin.url("/"));
            for (Egress egress :
                    List.of(DIRECT, OwnRequests.through(HopScheme.SOCKS5H, hop.port()))) {
                assertThat(failed(own.fetcher().get(egress, url, 100, LONG, own.loop())).failure())
                        .isEqualTo(Failure.TARGET_PROHIBITED);
            }
            assertThat(origin.connections()).isZero();
        }
    }

    @Test
    void looksNamesUpByTheEgress() throws Exception {
        try (DnsStub names = DnsStub.start();
                RecordingOrigin origin = RecordingOrigin.start();
                OwnRequests own = OwnRequests.asking(names.address().getPort())) {
            names.address("list.example", "127.0.0.1");
            String url = "http://list.example:" + origin.port() + "/";
            assertThat(get(own, DIRECT, url).text()).isEqualTo("hello");
            assertThat(origin.next().field("Host")).contains("list.example:" + origin.port());
        }
    }
}
