package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.app.Checkup;
import dev.gyre.config.PoolFile;
import dev.gyre.egress.Grade;
import dev.gyre.fetch.FetchUrl;
import dev.gyre.observe.Notices;
import dev.gyre.probe.CheckCsv;
import dev.gyre.probe.CheckJson;
import dev.gyre.probe.CheckTable;
import dev.gyre.probe.Checked;
import dev.gyre.probe.Tls;
import dev.gyre.testkit.Danted;
import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.FakeHop.Mode;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.TestCertificates;
import dev.gyre.testkit.TestPeers;
import dev.gyre.testkit.Tinyproxy;

import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A check of many egresses, good and bad.
final class CheckIT {

    private static List<Checked> check(
            String yaml, TestCertificates certificates, Checkup.Wanted wanted, Grade least)
            throws Exception {
        PoolFile file =
                PoolFile.parse(
                        "test.yml", yaml.getBytes(StandardCharsets.UTF_8), _ -> Optional.empty());
        AtomicInteger told = new AtomicInteger();
        try (Checkup checkup =
                Checkup.of(
                        file,
                        wanted,
                        SslContextBuilder.forClient()
                                .sslProvider(SslProvider.JDK)
                                .trustManager(certificates.trust())
                                .build(),
                        _ -> told.incrementAndGet(),
                        Notices.NONE)) {
            checkup.start();
            assertThat(checkup.await(TimeUnit.MINUTES.toMillis(2))).isTrue();
            assertThat(checkup.results()).hasSize(checkup.size());
            assertThat(told).hasValue(checkup.size());
            return Checked.sorted(
                    checkup.results().stream()
                            .map(each ->
                                    Checked.of(
                                            each,
                                            checkup.labels(each.egress()).country(),
                                            Optional.of(least)))
                            .toList());
        }
    }

    private static Checkup.Wanted wanted(Optional<String> target, Duration timeout, int at) {
        return new Checkup.Wanted(
                target.map(url -> FetchUrl.parse(url).orElseThrow()), 200, timeout, 8, at);
    }

    private static long count(List<Checked> rows, Optional<Grade> grade) {
        return rows.stream().filter(row -> row.examined().grade().equals(grade)).count();
    }

    @Test
    void countsHundredsOfHopsRight() throws Exception {
        TestCertificates certificates = TestCertificates.create();
        List<FakeHop> hops = new ArrayList<>();
        try {
            StringBuilder yaml = new StringBuilder("egress:\n");
            for (int i = 0; i < 300; i++) {
                FakeHop hop =
                        (i % 2 == 0 ? FakeHop.http() : FakeHop.socks5())
                                .mode(
                                        switch (i % 6) {
                                            case 0, 1, 2 -> Mode.TERMINAL;
                                            case 3 -> Mode.ADDING_FIELDS;
                                            case 4 -> Mode.CLOSING;
                                            default -> Mode.REFUSING;
                                        })
                                .start();
                hops.add(hop);
                yaml.append("  - {proxy: \"")
                        .append(i % 2 == 0 ? "http" : "socks5h")
                        .append("://me:hush-hush@127.0.0.1:")
                        .append(hop.port())
                        .append("\", country: ")
                        .append(i % 2 == 0 ? "de" : "fr")
                        .append("}\n");
            }
            List<Checked> rows =
                    check(
                            yaml.toString(),
                            certificates,
                            wanted(Optional.empty(), Duration.ofSeconds(30), 32),
                            Grade.ELITE);
            assertThat(rows).hasSize(300);
            assertThat(count(rows, Optional.of(Grade.ELITE))).isEqualTo(150);
            assertThat(count(rows, Optional.of(Grade.ANONYMOUS))).isEqualTo(50);
            assertThat(Checked.passed(rows)).isEqualTo(150);
            assertThat(Checked.summary(rows, 300)).isEqualTo("300 checked, 200 work, 150 passed");
            assertThat(rows.subList(0, 150)).allMatch(Checked::passed);
            assertThat(rows.subList(150, 200))
                    .allMatch(row ->
                            row.examined().works()
                                    && row.examined()
                                            .added()
                                            .equals(List.of("Via", "X-Forwarded-For")));
            assertThat(rows.subList(200, 300)).noneMatch(row -> row.examined().works());
            assertThat(rows).allMatch(row -> row.country().isPresent());
            for (String text :
                    List.of(
                            CheckTable.of(rows, 300, true),
                            CheckJson.of(rows, 300),
                            CheckCsv.of(rows))) {
                assertThat(text).contains("me:***@127.0.0.1").doesNotContain("hush-hush");
            }
        } finally {
            hops.forEach(FakeHop::close);
        }
    }

    @Test
    void stallingHopsHoldUpNobodyElse() throws Exception {
        List<FakeHop> hops = new ArrayList<>();
        try {
            StringBuilder yaml = new StringBuilder("egress:\n");
            for (int i = 0; i < 60; i++) {
                FakeHop hop =
                        FakeHop.socks5()
                                .mode(i % 2 == 0 ? Mode.UNRESPONSIVE : Mode.TERMINAL)
                                .start();
                hops.add(hop);
                yaml.append("  - proxy: socks5h://127.0.0.1:").append(hop.port()).append('\n');
            }
            List<Checked> rows =
                    check(
                            yaml.toString(),
                            TestCertificates.create(),
                            wanted(Optional.empty(), Duration.ofSeconds(4), 40),
                            Grade.TRANSPARENT);
            assertThat(Checked.passed(rows)).isEqualTo(30);
            assertThat(rows.subList(30, 60))
                    .allMatch(row -> row.examined().note().contains("timeout"));
        } finally {
            hops.forEach(FakeHop::close);
        }
    }

    @Test
    void findsThoseThatMeddleWithTls() throws Exception {
        TestCertificates certificates = TestCertificates.create();
        List<FakeHop> hops = new ArrayList<>();
        try (RecordingOrigin origin =
                RecordingOrigin.startTls(certificates.server("127.0.0.1"), Loopback.V4)) {
            StringBuilder yaml = new StringBuilder("egress:\n");
            for (int i = 0; i < 40; i++) {
                FakeHop hop =
                        FakeHop.http()
                                .mode(i % 4 == 0 ? Mode.ANSWERING_TLS : Mode.TERMINAL)
                                .start();
                hops.add(hop);
                yaml.append("  - proxy: http://127.0.0.1:").append(hop.port()).append('\n');
            }
            List<Checked> rows =
                    check(
                            yaml.toString(),
                            certificates,
                            wanted(
                                    Optional.of("https://" + origin.authority() + "/"),
                                    Duration.ofSeconds(30),
                                    8),
                            Grade.TRANSPARENT);
            assertThat(rows.stream().filter(row -> row.examined().tls() == Tls.GENUINE))
                    .hasSize(30)
                    .allMatch(row -> row.examined().works());
            assertThat(rows.stream().filter(row -> row.examined().tls() == Tls.TAMPERED))
                    .hasSize(10)
                    .noneMatch(row -> row.examined().works());
            assertThat(origin.seen()).hasSize(30);
        } finally {
            hops.forEach(FakeHop::close);
        }
    }

    /// Without a target, by the certificate of the judge itself.
    @Test
    void findsThemByTheBuiltInJudgeToo() throws Exception {
        try (FakeHop good = FakeHop.socks5().start();
                FakeHop meddling = FakeHop.http().mode(Mode.ANSWERING_TLS).start();
                FakeHop adding = FakeHop.http().mode(Mode.ADDING_FIELDS).start()) {
            List<Checked> rows =
                    check(
                            "egress:\n  - source: 127.0.7.1\n  - proxy: socks5h://127.0.0.1:"
                                    + good.port()
                                    + "\n  - proxy: http://127.0.0.1:"
                                    + meddling.port()
                                    + "\n  - proxy: http://127.0.0.1:"
                                    + adding.port()
                                    + "\n",
                            TestCertificates.create(),
                            wanted(Optional.empty(), Duration.ofSeconds(30), 8),
                            Grade.ELITE);
            assertThat(rows)
                    .extracting(row -> row.examined().tls())
                    .containsExactly(Tls.GENUINE, Tls.GENUINE, Tls.GENUINE, Tls.TAMPERED);
            assertThat(rows)
                    .extracting(row -> row.examined().works())
                    .containsExactly(true, true, true, false);
            assertThat(rows.getLast().examined().egress().toString())
                    .endsWith(":" + meddling.port());
            assertThat(rows.getLast().passed()).isFalse();
            assertThat(CheckTable.of(rows, 4, false))
                    .contains("tampered", "it shows a certificate of its own");
        }
    }

    @Test
    void samplesRangesAndKeepsOthers() throws Exception {
        List<Checked> rows =
                check(
                        "egress: [{source: 127.0.6.0/24}, {source: 127.0.7.1}]\n",
                        TestCertificates.create(),
                        wanted(Optional.empty(), Duration.ofSeconds(30), 8),
                        Grade.ELITE);
        assertThat(rows).hasSize(9).allMatch(Checked::passed);
        assertThat(rows.stream().map(row -> row.examined().egress()).distinct()).hasSize(9);
        assertThat(rows)
                .allMatch(row ->
                        row.examined()
                                .exit()
                                .orElseThrow()
                                .getHostAddress()
                                .equals(row.examined().egress().toString()));
    }

    @Test
    void realHopsAreWhatTheyAre() throws Exception {
        try (Danted dante = Danted.start(Loopback.V4, TestPeers.freePort(), "127.0.4.1");
                Tinyproxy tinyproxy =
                        Tinyproxy.start(Loopback.V4, TestPeers.freePort(), "127.0.5.1")) {
            List<Checked> rows =
                    check(
                            "egress:\n  - proxy: socks5h://"
                                    + Loopback.authority(dante.address())
                                    + "\n  - proxy: http://"
                                    + Loopback.authority(tinyproxy.address())
                                    + "\n",
                            TestCertificates.create(),
                            wanted(Optional.empty(), Duration.ofSeconds(30), 8),
                            Grade.ELITE);
            // Tinyproxy adds its Via to what it reads; in a tunnel, as Gyre asks for, it reads
            // nothing.
            assertThat(rows).hasSize(2).allMatch(Checked::passed);
            assertThat(
                            rows.stream()
                                    .map(row ->
                                            row.examined().exit().orElseThrow().getHostAddress()))
                    .containsExactlyInAnyOrder("127.0.4.1", "127.0.5.1");
        }
    }
}
