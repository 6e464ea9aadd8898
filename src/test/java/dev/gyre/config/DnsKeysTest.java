package dev.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.dns.DnsSettings;
import dev.gyre.dns.DnsSettings.Dnssec;
import dev.gyre.dns.DnsSettings.Order;
import dev.gyre.dns.DnsSettings.Prefer;
import dev.gyre.dns.Keeping;
import dev.gyre.dns.NameServer;
import dev.gyre.net.Host;
import dev.gyre.testkit.TestCertificates;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class DnsKeysTest {

    private static final String PIN = "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=";

    @TempDir Path directory;

    private PoolFile read(String keys) throws Exception {
        return PoolFile.parse(
                directory.resolve("pool.yml").toString(),
                ("egress: [{interface: any}]\n" + keys + "\n").getBytes(StandardCharsets.UTF_8),
                _ -> Optional.empty());
    }

    private DnsSettings dns(String keys) throws Exception {
        return read(keys).dns();
    }

    @Test
    void asksTwoPublicResolversOverHttpsByDefault() throws Exception {
        DnsSettings dns = dns("");
        assertThat(dns.servers())
                .extracting(Object::toString)
                .containsExactly(
                        "https://9.9.9.9:443/dns-query",
                        "https://1.1.1.1:443/dns-query",
                        "https://[2620:fe::fe]:443/dns-query",
                        "https://[2606:4700:4700::1111]:443/dns-query");
        assertThat(dns.bootstrap()).isEqualTo(dns.servers());
        assertThat(dns).isEqualTo(DnsSettings.of(dns.servers()));
    }

    @Test
    void readsWhatItPrints() throws Exception {
        Files.writeString(directory.resolve("ca.pem"), TestCertificates.create().pem());
        Files.writeString(
                directory.resolve("root.key"),
                ". IN DS 20326 8 2"
                        + " E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D\n");
        String keys =
                """
                dns:
                  servers:
                    - https://9.9.9.9/dns-query
                    - tls://[2620:fe::fe]
                    - {url: "https://dns.example/q", address: [192.0.2.1, "2001:db8::1"], ca: ca.pem}
                    - {url: "tls://192.0.2.7:8853", pin: %s}
                  bootstrap: [192.0.2.53, "tcp://192.0.2.54:5353"]
                  order: race
                  dnssec: require
                  trust-anchors: root.key
                  prefer: ipv4
                  cache: {answers: 10, least: 5s, most: 10m, negative: 0s, stale: 1h, prefetch: true}
                hosts: {build.lan.example: [10.0.0.7, "fd00::7"], www.example: 192.0.2.1}
                """
                        .formatted(PIN);
        PoolFile file = read(keys);
        DnsSettings dns = file.dns();
        assertThat(dns.servers())
                .extracting(Object::toString)
                .containsExactly(
                        "https://9.9.9.9:443/dns-query",
                        "tls://[2620:fe::fe]:853",
                        "https://dns.example:443(192.0.2.1)/q",
                        "https://dns.example:443(2001:db8::1)/q",
                        "tls://192.0.2.7:8853");
        assertThat(dns.bootstrap())
                .extracting(Object::toString)
                .containsExactly("192.0.2.53:53", "tcp://192.0.2.54:5353");
        assertThat(dns.order()).isEqualTo(Order.RACE);
        assertThat(dns.dnssec()).isEqualTo(Dnssec.REQUIRE);
        assertThat(dns.anchors().orElseThrow().records()).hasSize(1);
        assertThat(dns.prefer()).isEqualTo(Prefer.IPV4);
        assertThat(dns.keeping())
                .isEqualTo(
                        new Keeping(
                                10,
                                Duration.ofSeconds(5),
                                Duration.ofMinutes(10),
                                Duration.ZERO,
                                Duration.ofHours(1),
                                true));
        assertThat(dns.hosts())
                .isEqualTo(
                        Map.of(
                                new Host.Name("build.lan.example"),
                                List.of(
                                        InetAddress.ofLiteral("10.0.0.7"),
                                        InetAddress.ofLiteral("fd00::7")),
                                new Host.Name("www.example"),
                                List.of(InetAddress.ofLiteral("192.0.2.1"))));
        assertThat(dns.files())
                .containsExactlyInAnyOrder(
                        directory.resolve("ca.pem"), directory.resolve("root.key"));

        String printed = EffectiveSettings.print(file, List.of(BigInteger.ONE));
        assertThat(
                        PoolFile.parse(
                                        directory.resolve("pool.yml").toString(),
                                        printed.getBytes(StandardCharsets.UTF_8),
                                        _ -> Optional.empty())
                                .dns())
                .isEqualTo(dns);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "dns: {servers: [\"https://dns.example/dns-query\"]} | with its address",
                "dns: {servers: [https://9.9.9.9/q?dns=x]} | questions are sent with POST",
                "dns: {servers: [tls://9.9.9.9/q]} | has a path, which only https:// has",
                "dns: {servers: [quic://9.9.9.9]} | none of udp, tcp, tls, https",
                "dns: {servers: [\"https://u:p@9.9.9.9/\"]} | has credentials",
                "dns: {servers: [https://9.9.9.9, 1.1.1.1]} | never replaced by one that is not",
                "dns: {servers: [{url: \"tls://dns.example\"}]} | 'address' is missing",
                "dns: {servers: [{url: \"tls://9.9.9.9\", address: 9.9.9.9}]} | address is for"
                        + " servers with a name",
                "dns: {servers: [{address: 9.9.9.9}]} | 'url' is missing",
                "dns: {servers: [{url: \"udp://9.9.9.9\", pin: x}]} | is not the SHA-256",
                "dns: {servers: [{url: 9.9.9.9, ca: no.pem}]} | can't be read",
                "dns: {cache: {least: 2h}} | least is more than most, 1h",
                "dns: {dnssec: on} | has an unknown value: on; known are off, validate, require",
                "dns: {trust-anchors: none} | can't be read",
                "hosts: {a.example: x} | is not an IP address",
                "hosts: [a] | must be a mapping of names to addresses",
                "dns: {prefetch: true} | unknown key 'prefetch'"
            })
    void saysWhatIsWrong(String keys, String words) {
        assertThatThrownBy(() -> read(keys))
                .isInstanceOfSatisfying(
                        ConfigException.class, wrong -> assertThat(wrong.report()).contains(words));
    }

    @Test
    void aPlainServerNeedsNoUrl() throws Exception {
        assertThat(dns("dns: {servers: [9.9.9.9, 'udp://[2620:fe::fe]:54']}").servers())
                .containsExactlyElementsOf(
                        List.of(
                                new NameServer.Datagram(
                                        new java.net.InetSocketAddress(
                                                InetAddress.ofLiteral("9.9.9.9"), 53)),
                                new NameServer.Datagram(
                                        new java.net.InetSocketAddress(
                                                InetAddress.ofLiteral("2620:fe::fe"), 54))));
    }
}
