package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.Program;
import dev.gyre.testkit.TestPeers;
import dev.gyre.testkit.TlsListener;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What testssl finds at a listener with TLS: protocols, ciphers, and the known vulnerabilities.
final class TlsScanIT {

    private static final Duration MOST = Duration.ofMinutes(10);

    /// How grave it calls what is of no concern.
    private static final Set<String> GOOD = Set.of("OK", "INFO", "LOW");

    /// What it may fail to find out on a slow machine, of which it warns; it is no finding. Of all else, that would be one.
    private static final Set<String> MAY_FAIL =
            Set.of("sessionresumption_ticket", "sessionresumption_ID");

    /// What it says of a certificate that a test has made for itself: it is good for nine days, and nobody tells whether it was revoked.
    private static final Set<String> OF_THE_CERTIFICATE =
            Set.of("cert_expirationStatus", "cert_notAfter", "cert_revocation");

    @TempDir private Path dir;

    @Test
    void findsNothing() throws Exception {
        String testssl = TestPeers.require("testssl").toString();
        TlsListener files = TlsListener.in(dir);
        Path report = dir.resolve("report.json");
        try (Gyre gyre =
                Gyre.start(
                        "listen: [{at: '127.0.0.1:0', tls: "
                                + files.tls()
                                + "}]\negress: [{source: 127.7.3.1}]\n")) {
            Program.Result run =
                    Program.run(
                            dir,
                            Map.of("HOME", dir.toString(), "TERM", "dumb"),
                            List.of(
                                    testssl,
                                    "--quiet",
                                    "--color",
                                    "0",
                                    "--warnings",
                                    "off",
                                    "--nodns",
                                    "none",
                                    "--add-ca",
                                    files.authority(),
                                    "-p",
                                    "-s",
                                    "-f",
                                    "-P",
                                    "-S",
                                    "-U",
                                    "--jsonfile",
                                    report.toString(),
                                    gyre.hostPort()),
                            MOST);
            List<String> bad = new ArrayList<>();
            Set<String> seen = new HashSet<>();
            if (!(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(report))
                    instanceof List<?> findings)) {
                throw new AssertionError(run);
            }
            for (Object each : findings) {
                Map<?, ?> finding = (Map<?, ?>) each;
                String id = String.valueOf(finding.get("id"));
                String severity = String.valueOf(finding.get("severity"));
                if (severity.equals("WARN") && MAY_FAIL.contains(id)) {
                    continue;
                }
                seen.add(id);
                if (!GOOD.contains(severity)) {
                    bad.add(id);
                }
            }
            assertThat(OF_THE_CERTIFICATE).as(run.out()).containsAll(bad);
            // It has looked, indeed.
            assertThat(seen)
                    .contains(
                            "TLS1", "TLS1_1", "TLS1_2", "TLS1_3", "heartbleed", "ROBOT", "LUCKY13");
        }
    }
}
