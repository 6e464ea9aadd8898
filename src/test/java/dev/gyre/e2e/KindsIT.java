package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.net.Failure;
import dev.gyre.testkit.FakeHop;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.TestCertificates;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Tor, gateways, and https hops with certificates of their own.
final class KindsIT {

    @TempDir private Path folder;

    @Test
    void eachSessionHasACircuitOfItsOwn() throws Exception {
        try (RecordingOrigin origin = RecordingOrigin.start();
                FakeHop tor = FakeHop.socks5().anyPassword().start();
                Gyre gyre = start("tor: 127.0.0.1:" + tor.port())) {
            for (int i = 0; i < 5; i++) {
                assertThat(get(gyre, origin, "")).isEqualTo(200);
            }
            List<FakeHop.Asked> alone = tor.asked();
            assertThat(users(alone)).hasSize(5).allMatch(user -> user.matches("[a-z2-7]{26}"));
            for (int i = 0; i < 6; i++) {
                assertThat(get(gyre, origin, "Gyre-Session: s" + i % 2 + "\r\n")).isEqualTo(200);
            }
            List<FakeHop.Asked> named = tor.asked().subList(5, 11);
            assertThat(users(named)).hasSize(2).doesNotContainAnyElementsOf(users(alone));
            assertThat(named.get(0).user()).isEqualTo(named.get(2).user());
            assertThat(named.get(0).password()).isEqualTo(named.get(4).password());
            assertThat(gyre.log().toString()).doesNotContain(named.get(0).password().orElseThrow());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "socks5h", "socks5", "socks4a"})
    void eachSessionAtAGatewayHasItsName(String scheme) throws Exception {
        FakeHop settings =
                switch (scheme) {
                    case "http" -> FakeHop.http();
                    case "socks4a" -> FakeHop.socks4();
                    default -> FakeHop.socks5();
                };
        try (RecordingOrigin origin = RecordingOrigin.start();
                FakeHop gateway = settings.anyPassword().start();
                Gyre gyre =
                        start(
                                "gateway: '"
                                        + scheme
                                        + "://u-{user}-session-{session}-{country}:pw@127.0.0.1:"
                                        + gateway.port()
                                        + "', sessions: 3, user: bob, country: [de, us]")) {
            for (int i = 0; i < 60; i++) {
                assertThat(get(gyre, origin, "")).isEqualTo(200);
            }
            assertThat(users(gateway.asked()))
                    .hasSize(6)
                    .allMatch(user -> user.matches("u-bob-session-[a-z0-9]{12}-(de|us)"));
            int before = gateway.asked().size();
            for (int i = 0; i < 10; i++) {
                assertThat(get(gyre, origin, "Gyre-Session: s" + i + "; country=us\r\n"))
                        .isEqualTo(200);
            }
            assertThat(users(gateway.asked().subList(before, before + 10)))
                    .allMatch(user -> user.endsWith("-us"));
        }
    }

    @Test
    void aHopIsTrustedByItsOwnAuthorityAndNoOther() throws Exception {
        TestCertificates own = TestCertificates.create();
        TestCertificates other = TestCertificates.create();
        String ca = pem("own.pem", own);
        String otherCa = pem("other.pem", other);
        try (RecordingOrigin origin = RecordingOrigin.start();
                FakeHop hop = FakeHop.https(own.server("127.0.0.1")).start();
                FakeHop named = FakeHop.https(own.server("hop.example")).recordsHellos().start()) {
            String url = "proxy: 'https://127.0.0.1:" + hop.port() + "'";
            String namedUrl = "proxy: 'https://127.0.0.1:" + named.port() + "'";
            passes(origin, url + ca);
            passes(origin, namedUrl + ca + ", sni: hop.example");
            assertThat(new String(named.hellos().getLast(), StandardCharsets.ISO_8859_1))
                    .contains("hop.example");
            passes(
                    origin,
                    "chain: [{" + url + ca + "}, {" + namedUrl + ca + ", sni: hop.example}]");
            int passed = origin.connections();
            for (String refused :
                    List.of(
                            url,
                            url + otherCa,
                            namedUrl + ca,
                            namedUrl + ca + ", sni: other.example",
                            url + ca + ", sni: hop.example",
                            namedUrl + otherCa + ", sni: hop.example",
                            "chain: [{" + url + ca + "}, {" + namedUrl + ca + "}]")) {
                try (Gyre gyre = start(refused)) {
                    assertThat(get(gyre, origin, "")).as(refused).isEqualTo(503);
                    assertThat(gyre.log().toString())
                            .as(refused)
                            .contains(Failure.HOP_TLS.toString());
                }
            }
            assertThat(origin.connections()).isEqualTo(passed);
        }
    }

    @Test
    void anOwnAuthorityIsNotTrustedElsewhere() throws Exception {
        TestCertificates system = TestCertificates.create();
        TestCertificates own = TestCertificates.create();
        try (RecordingOrigin origin = RecordingOrigin.start();
                FakeHop hop = FakeHop.https(system.server("127.0.0.1")).start()) {
            String url = "{proxy: 'https://127.0.0.1:" + hop.port() + "'";
            String settings = "targets: {allow: [127.0.0.0/8]}\nattempts: 1\negress: [";
            try (Gyre gyre = Gyre.start(settings + url + "}]\n", system.trust())) {
                assertThat(get(gyre, origin, "")).isEqualTo(200);
            }
            // What the system trusts makes no difference any more.
            String ca = pem("own.pem", own);
            try (Gyre gyre = Gyre.start(settings + url + ca + "}]\n", system.trust())) {
                assertThat(get(gyre, origin, "")).isEqualTo(503);
                assertThat(gyre.log().toString()).contains(Failure.HOP_TLS.toString());
            }
        }
    }

    private void passes(RecordingOrigin origin, String entry) throws Exception {
        try (Gyre gyre = start(entry)) {
            assertThat(get(gyre, origin, "")).as(entry + ": " + gyre.log()).isEqualTo(200);
        }
    }

    private String pem(String name, TestCertificates authority) throws Exception {
        return ", ca: '" + Files.writeString(folder.resolve(name), authority.pem()) + "'";
    }

    private static Gyre start(String entry) {
        return Gyre.start(
                "targets: {allow: [127.0.0.0/8]}\nattempts: 1\nreuse: never\negress: [{"
                        + entry
                        + "}]\n");
    }

    private static Set<String> users(List<FakeHop.Asked> asked) {
        Set<String> users = new HashSet<>();
        asked.forEach(each -> users.add(each.user().orElseThrow()));
        return users;
    }

    private static int get(Gyre gyre, RecordingOrigin origin, String field) throws Exception {
        try (RawClient client = gyre.client()) {
            client.send("GET " + origin.url("/") + " HTTP/1.1\r\nHost: x\r\n" + field + "\r\n");
            return client.readResponse().status();
        }
    }
}
