package dev.gyre.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.config.PoolFile;
import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.Loopback;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Whole audits of prefixes, gateways and Tor.
final class AuditKindsIT {

    private static Report audit(String entry) throws Exception {
        PoolFile file =
                PoolFile.parse(
                        "test.yml",
                        ("egress: [{" + entry + "}]").getBytes(StandardCharsets.UTF_8),
                        _ -> Optional.empty());
        return new Audit(file, Optional.empty(), Progress.NONE).run();
    }

    private static void assertClean(Report report, String egress, Names names) {
        assertThat(report.rows())
                .isNotEmpty()
                .allSatisfy(row -> {
                    assertThat(row.egress()).isEqualTo(egress);
                    assertThat(row.findings()).isEmpty();
                    assertThat(row.verdict()).isEqualTo(Verdict.CLEAN);
                    assertThat(row.names()).isEqualTo(names);
                    assertThat(row.sessions()).isEqualTo(Sessions.APART);
                });
    }

    @Test
    void aPrefixIsClean() throws Exception {
        Report report = audit("prefix: 127.9.0.0/24");
        assertClean(report, "prefix 127.9.0.0/24", Names.BY_EGRESS);
        assertThat(report.rows())
                .allSatisfy(row ->
                        assertThat(row.saw())
                                .hasSizeGreaterThan(3)
                                .allMatch(address -> address.startsWith("127.9.0.")));
    }

    @Test
    void torIsClean() throws Exception {
        try (FakeHop tor = FakeHop.socks5().anyPassword().namesBelow("test", Loopback.V4).start()) {
            assertClean(
                    audit("tor: 127.0.0.1:" + tor.port()),
                    "tor 127.0.0.1:" + tor.port(),
                    Names.BY_HOP);
        }
    }

    @Test
    void aGatewayIsClean() throws Exception {
        try (FakeHop gateway =
                FakeHop.http().anyPassword().namesBelow("test", Loopback.V4).start()) {
            Report report =
                    audit(
                            "gateway: 'http://me-{session}:hunter2@127.0.0.1:"
                                    + gateway.port()
                                    + "', sessions: 20");
            assertClean(
                    report,
                    "gateway http://me-{session}:***@127.0.0.1:" + gateway.port(),
                    Names.BY_HOP);
            assertThat(JsonReport.of(report)).doesNotContain("hunter2");
            assertThat(gateway.asked().stream().map(FakeHop.Asked::user).distinct())
                    .hasSizeGreaterThan(3);
        }
    }
}
