package dev.gyre.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The name servers of others that tests use: that they are what they are said to be, as programs of others see them.
final class DnsPeersIT {

    private static final TestCertificates CERTIFICATES = TestCertificates.create();
    private static final SignedTree TREE = SignedTree.make();

    @TempDir private Path directory;

    @Test
    void anotherValidatorAgreesAboutEveryZone() {
        try (Unbound unbound =
                Unbound.start(
                        UnboundSettings.at(Loopback.V4, TestPeers.freePort())
                                .zones(TREE.zones())
                                .validating(TREE.anchors()))) {
            int port = unbound.address().getPort();
            for (String zone : SignedTree.SECURE) {
                assertThat(dig(port, "www." + zone, "A")).contains("NOERROR", "192.0.2.1", " ad;");
                assertThat(dig(port, "alias." + zone, "AAAA")).contains("2001:db8::1", " ad;");
                assertThat(dig(port, "x.wild." + zone, "A")).contains("192.0.2.2", "RRSIG");
                assertThat(dig(port, "www." + zone, "MX")).contains("NOERROR", "ANSWER: 0", " ad;");
                assertThat(dig(port, "deep." + zone, "A")).contains("NOERROR", "ANSWER: 0");
                // With opt-out there may be such a name.
                assertThat(dig(port, "none." + zone, "A"))
                        .contains("NXDOMAIN")
                        .satisfies(said ->
                                assertThat(said.contains(" ad;"))
                                        .isEqualTo(!zone.startsWith("optout")));
            }
            for (String zone : SignedTree.INSECURE) {
                assertThat(dig(port, "www." + zone, "A"))
                        .contains("NOERROR", "192.0.2.1")
                        .doesNotContain(" ad;");
            }
            for (String zone : SignedTree.BOGUS) {
                assertThat(dig(port, "www." + zone, "A")).as(zone).contains("SERVFAIL");
            }
        }
    }

    @Test
    void bothSpeakAllTransports() throws Exception {
        Path authority = Files.writeString(directory.resolve("authority.pem"), CERTIFICATES.pem());
        TestCertificates.Pem server = CERTIFICATES.serverPem("127.0.0.1");
        int tls = TestPeers.freePort();
        int https = TestPeers.freePort();
        try (Unbound unbound =
                        Unbound.start(
                                UnboundSettings.at(Loopback.V4, TestPeers.freePort())
                                        .encrypted(tls, https, server)
                                        .zones(TREE.zones()));
                Kresd kresd = Kresd.start(Loopback.V4, server, unbound.address(), TREE.anchors())) {
            for (String zone : SignedTree.BOGUS) {
                assertThat(dig(kresd.address().getPort(), "www." + zone, "A")).contains("SERVFAIL");
            }
            String ca = "+tls-ca=" + authority;
            for (int port : List.of(unbound.address().getPort(), kresd.address().getPort())) {
                assertThat(kdig(port)).contains("192.0.2.1", "RRSIG");
                assertThat(kdig(port, "+tcp")).contains("192.0.2.1", "RRSIG");
            }
            for (int port : List.of(tls, kresd.tls().getPort())) {
                assertThat(kdig(port, "+tls", ca)).contains("192.0.2.1", "RRSIG");
            }
            for (int port : List.of(https, kresd.https().getPort())) {
                assertThat(kdig(port, "+https=/dns-query", ca)).contains("192.0.2.1", "RRSIG");
            }
        }
    }

    private String dig(int port, String name, String type) {
        return run(
                "dig",
                "@127.0.0.1",
                "-p",
                "" + port,
                name,
                type,
                "+dnssec",
                "+tries=1",
                "+time=20");
    }

    private String kdig(int port, String... more) {
        List<String> arguments = new ArrayList<>(List.of("kdig", "@127.0.0.1", "-p", "" + port));
        arguments.addAll(List.of("www.good.test", "A", "+dnssec", "+retry=0"));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private String run(String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        words.set(0, TestPeers.require(command[0]).toString());
        Program.Result result = Program.run(directory, Map.of(), words);
        return result.out() + result.err();
    }
}
