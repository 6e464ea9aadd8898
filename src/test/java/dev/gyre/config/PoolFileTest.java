package dev.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.access.limits.LimitSettings;
import dev.gyre.access.rules.ConnectPorts;
import dev.gyre.access.rules.DenialSettings;
import dev.gyre.access.rules.Policy;
import dev.gyre.access.rules.Rules;
import dev.gyre.anonymity.HeaderRules;
import dev.gyre.anonymity.HeaderSettings;
import dev.gyre.dns.NameServer;
import dev.gyre.egress.AddressRange;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.Hop;
import dev.gyre.egress.HopScheme;
import dev.gyre.egress.Labels;
import dev.gyre.http.HeadLimits;
import dev.gyre.inbound.DoorSettings;
import dev.gyre.inbound.InboundSettings;
import dev.gyre.inbound.client.Timeouts;
import dev.gyre.inbound.dns.DnsListening;
import dev.gyre.inbound.identity.ClaimSettings;
import dev.gyre.inbound.identity.Claims;
import dev.gyre.inbound.identity.HeaderUse;
import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;
import dev.gyre.net.Credentials;
import dev.gyre.net.Disclosure;
import dev.gyre.net.Target;
import dev.gyre.observe.RequestLogSettings;
import dev.gyre.outbound.OutboundSettings;
import dev.gyre.relay.TunnelLimits;
import dev.gyre.rotation.Every;
import dev.gyre.rotation.Pick;
import dev.gyre.rotation.ReuseDistance;
import dev.gyre.rotation.RotationSettings;
import dev.gyre.rotation.Secret;
import dev.gyre.rotation.SessionSettings;
import dev.gyre.rotation.Wish;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

class PoolFileTest {

    static final String FULL =
            """
            # Every key there is.
            listen: ["127.0.0.1:8080", "[::1]:0"]
            rotate: {every: connection, pick: round-robin, reuse-distance: 100, strict: true}
            sessions: {ttl: 1h, idle: 5m, max: 500, strength: hard, unknown: refuse, header: never, secret: "${SECRET}"}
            reveal: egress-id
            egress:
              - interface: any
              - interface: eth0
              - source: 203.0.113.10
                weight: 10000
                tags: [fast, "1.5", Home_2, fast]
                country: DE
                group: berlin-1
              - source: 203.0.113.20-203.0.113.29
              - {source: 2001:db8::/64, tags: slow}
              - proxy: socks5h://user:s3cr3t-w0rd@hop.example:1080
              - proxy: "http://user:${PASSWORD}@[2001:db8::1]"
              - {chain: [socks5h://a.example:1080, https://b.example], country: no}
            dns: {servers: [9.9.9.9, "1.1.1.1:5353", "[2620:fe::fe]:54", "2620:fe::9"]}
            targets: {allow: [127.0.0.0/8, "::1"], nat64: 2001:db8:64::/96}
            timeouts: {connect: 1m30s, head: 1s, response: 2s, body: 3s, handshake: 4s, idle: 500ms, shutdown: 5s}
            tunnels: {max-age: 10m, max-bytes: 3GiB, idle: 1m, quiet: 250ms, grace: 20s}
            limits: {line: 8000, head: 32KiB, fields: 100, connections: 50, waiting: 80}
            attempts: 7
            hedge: 300ms
            reuse: never
            headers: {anonymity: transparent, pseudonym: edge-1}
            """;

    @Test
    void fillsInEveryDefault() throws ConfigException {
        PoolFile file = read("egress: [{interface: any}]");
        assertThat(file.inbound().listen()).containsExactly(at("127.0.0.1", 8080));
        assertThat(file.inbound().timeouts())
                .isEqualTo(
                        new Timeouts(
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(10),
                                Duration.ofMinutes(5)));
        assertThat(file.inbound().tunnels())
                .isEqualTo(
                        new TunnelLimits(
                                Optional.empty(),
                                OptionalLong.empty(),
                                Duration.ofMinutes(5),
                                Duration.ofSeconds(2),
                                Duration.ofMinutes(5)));
        assertThat(file.inbound().heads()).isEqualTo(new HeadLimits(16 << 10, 64 << 10, 200));
        assertThat(file.inbound().connections()).isZero();
        assertThat(file.inbound().shutdown()).isEqualTo(Duration.ofSeconds(30));
        assertThat(file.rotation()).isEqualTo(new RotationSettings(Every.REQUEST, Pick.RANDOM));
        assertThat(file.egress()).containsExactly(new EgressEntry.Interface("any"));
        assertThat(file.dns().servers())
                .extracting(NameServer::address)
                .containsExactly(
                        at("9.9.9.9", 443),
                        at("1.1.1.1", 443),
                        at("2620:fe::fe", 443),
                        at("2606:4700:4700::1111", 443));
        assertThat(file.targets().allow()).isEmpty();
        assertThat(file.outbound())
                .isEqualTo(
                        new OutboundSettings(
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(10),
                                Duration.ofMinutes(5),
                                3,
                                Optional.empty(),
                                4096,
                                OutboundSettings.Reuse.SESSION));
    }

    @Test
    void readsEveryKey() throws ConfigException {
        PoolFile file = read(FULL);
        assertThat(file.inbound())
                .isEqualTo(
                        new InboundSettings(
                                List.of(
                                        DoorSettings.at(at("127.0.0.1", 8080)),
                                        DoorSettings.at(at("::1", 0))),
                                Optional.empty(),
                                new Policy(
                                        Rules.NONE,
                                        ConnectPorts.USUAL,
                                        DenialSettings.NONE,
                                        Optional.empty()),
                                DnsListening.NONE,
                                new Timeouts(
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(2),
                                        Duration.ofSeconds(3),
                                        Duration.ofSeconds(4),
                                        Duration.ofMillis(500)),
                                new TunnelLimits(
                                        Optional.of(Duration.ofMinutes(10)),
                                        OptionalLong.of(3L << 30),
                                        Duration.ofMinutes(1),
                                        Duration.ofMillis(250),
                                        Duration.ofSeconds(20)),
                                new HeadLimits(8000, 32 << 10, 100),
                                50,
                                LimitSettings.NONE,
                                Duration.ofSeconds(5),
                                new ClaimSettings(Claims.Unknown.REFUSE, HeaderUse.NEVER),
                                InboundSettings.Reveal.EGRESS_ID,
                                new HeaderSettings(
                                        Disclosure.TRANSPARENT,
                                        Optional.of("edge-1"),
                                        HeaderRules.NONE,
                                        List.of()),
                                RequestLogSettings.NONE));
        assertThat(file.rotation())
                .isEqualTo(
                        new RotationSettings(
                                new Every.Connection(),
                                Pick.ROUND_ROBIN,
                                new ReuseDistance.Others(100, true),
                                new SessionSettings(
                                        Duration.ofHours(1),
                                        Duration.ofMinutes(5),
                                        500,
                                        Wish.Strength.HARD,
                                        Optional.of(Secret.of("a secret of sessions")))));
        assertThat(file.egress())
                .containsExactly(
                        new EgressEntry.Interface("any"),
                        new EgressEntry.Interface("eth0"),
                        new EgressEntry.Source(
                                new AddressRange(address("203.0.113.10"), address("203.0.113.10")),
                                new Labels(
                                        10_000,
                                        Set.of("fast", "1.5", "home_2"),
                                        Optional.of("de"),
                                        Optional.of("berlin-1"))),
                        source("203.0.113.20", "203.0.113.29"),
                        new EgressEntry.Source(
                                new AddressRange(
                                        address("2001:db8::"),
                                        address("2001:db8::ffff:ffff:ffff:ffff")),
                                new Labels(1, Set.of("slow"), Optional.empty(), Optional.empty())),
                        through(
                                hop(
                                        HopScheme.SOCKS5H,
                                        "hop.example:1080",
                                        Optional.of(new Credentials("user", "s3cr3t-w0rd")))),
                        through(
                                hop(
                                        HopScheme.HTTP,
                                        "[2001:db8::1]:8080",
                                        Optional.of(new Credentials("user", "p@ss:w/rd%20 +")))),
                        new EgressEntry.Through(
                                List.of(
                                        hop(HopScheme.SOCKS5H, "a.example:1080", Optional.empty()),
                                        hop(HopScheme.HTTPS, "b.example:443", Optional.empty())),
                                new Labels(1, Set.of(), Optional.of("no"), Optional.empty())));
        assertThat(file.dns().servers())
                .extracting(NameServer::address)
                .containsExactly(
                        at("9.9.9.9", 53),
                        at("1.1.1.1", 5353),
                        at("2620:fe::fe", 54),
                        at("2620:fe::9", 53));
        assertThat(file.targets().allow())
                .containsExactly(
                        Cidr.parse("127.0.0.0/8").orElseThrow(), Cidr.parse("::1").orElseThrow());
        assertThat(file.outbound())
                .isEqualTo(
                        new OutboundSettings(
                                Duration.ofSeconds(90),
                                Duration.ofSeconds(4),
                                Duration.ofMillis(500),
                                7,
                                Optional.of(Duration.ofMillis(300)),
                                80,
                                OutboundSettings.Reuse.NEVER));
    }

    @Test
    void decodesCredentialsAndFillsInPortsByScheme() throws ConfigException {
        PoolFile file =
                read(
                        """
                        egress:
                          - proxy: SOCKS5://us%65r:p%40ss%3a@hop.example/
                          - proxy: socks4://me@192.0.2.1
                          - proxy: ${HOP}
                          - proxy: https://hop.example
                        """);
        assertThat(file.egress())
                .containsExactly(
                        through(
                                hop(
                                        HopScheme.SOCKS5,
                                        "hop.example:1080",
                                        Optional.of(new Credentials("user", "p@ss:")))),
                        through(
                                hop(
                                        HopScheme.SOCKS4,
                                        "192.0.2.1:1080",
                                        Optional.of(new Credentials("me", "")))),
                        through(
                                hop(
                                        HopScheme.HTTP,
                                        "env.example:3128",
                                        Optional.of(new Credentials("u", "p d")))),
                        through(hop(HopScheme.HTTPS, "hop.example:443", Optional.empty())));
    }

    @Test
    void acceptsLabelsOfUpTo64Characters() throws ConfigException {
        String word = "aZ9_.-".repeat(11).substring(0, 64);
        String file = "egress: [{interface: any, weight: 1, tags: %1$s, group: %1$s}]";
        assertThat(read(file.formatted(word)).egress().getFirst().labels())
                .isEqualTo(
                        new Labels(
                                1,
                                Set.of(word.toLowerCase(Locale.ROOT)),
                                Optional.empty(),
                                Optional.of(word.toLowerCase(Locale.ROOT))));
        assertThatThrownBy(() -> read(file.formatted(word + "a")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(":1:44: error: tags must be a word of up to 64 letters")
                .hasMessageContaining(":1:118: error: group must be a word of up to 64 letters");
    }

    @Test
    void acceptsWindowsLineEndsAndAByteOrderMark() throws ConfigException {
        assertThat(read("\ufeff" + FULL.replace("\n", "\r\n"))).isEqualTo(read(FULL));
    }

    @Test
    void acceptsAliases() throws ConfigException {
        assertThat(read("egress:\n  - &a {interface: any}\n  - *a\n").egress()).hasSize(2);
    }

    @Test
    void listensOnLoopbackForLocalhost() throws ConfigException {
        assertThat(read("listen: localhost:8081\negress: [{interface: any}]").inbound().listen())
                .containsExactly(at("127.0.0.1", 8081));
    }

    @Test
    void takesOtherAddressesToListenOn() throws Exception {
        PoolFile file = read(FULL).withListen(List.of(ListenAddress.parse("0.0.0.0:0")));
        assertThat(file.inbound().listen()).containsExactly(at("0.0.0.0", 0));
        assertThat(file.inbound().timeouts().idle()).isEqualTo(Duration.ofMillis(500));
        assertThat(file.egress()).isEqualTo(read(FULL).egress());
    }

    @Test
    void readsAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("egress-pool.yml"), FULL);
        assertThat(PoolFile.read(file, PoolFileTest::environment)).isEqualTo(read(FULL));
    }

    @Test
    void saysWhyAFileCannotBeRead(@TempDir Path folder) {
        Path missing = folder.resolve("none.yml");
        assertThatThrownBy(() -> PoolFile.read(missing, PoolFileTest::environment))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        missing
                                + ": error: there is no such file\n"
                                + "1 error. The proxy did not start.");
        assertThatThrownBy(() -> PoolFile.read(folder, PoolFileTest::environment))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        folder
                                + ": error: this is a directory, not a file\n"
                                + "1 error. The proxy did not start.");
    }

    @Test
    void printsEffectiveSettingsThatCanBeReadAgain() throws ConfigException {
        PoolFile file = read(FULL);
        List<BigInteger> counts =
                List.of("4", "1", "1", "10", "18446744073709551616", "1", "1", "1").stream()
                        .map(BigInteger::new)
                        .toList();
        String printed = EffectiveSettings.print(file, counts);
        assertThat(printed)
                .isEqualTo(
                        """
                        listen: ['127.0.0.1:8080', '[::1]:0']
                        headers: {anonymity: transparent, pseudonym: 'edge-1'}
                        connect: {ports: [443]}
                        rotate: {every: connection, pick: round-robin, reuse-distance: 100, strict: true}
                        sessions: {ttl: 1h, idle: 5m, max: 500, strength: hard, unknown: refuse, header: never}  # and a secret
                        egress:
                          - interface: 'any'  # 4 egresses
                          - interface: 'eth0'  # 1 egress
                          - {source: '203.0.113.10', weight: 10000, tags: ['1.5', 'fast', 'home_2'], country: 'de', group: 'berlin-1'}  # 1 egress
                          - source: '203.0.113.20-203.0.113.29'  # 10 egresses
                          - {source: '2001:db8::-2001:db8::ffff:ffff:ffff:ffff', tags: ['slow']}  # 18446744073709551616 egresses
                          - proxy: 'socks5h://user:***@hop.example:1080'  # 1 egress
                          - proxy: 'http://user:***@[2001:db8::1]:8080'  # 1 egress
                          - {chain: ['socks5h://a.example:1080', 'https://b.example:443'], country: 'no'}  # 1 egress
                        dns: {servers: ['9.9.9.9:53', '1.1.1.1:5353', '[2620:fe::fe]:54', '[2620:fe::9]:53'], order: in-turn, dnssec: off, prefer: ipv6, cache: {answers: 256, least: 0s, most: 1h, negative: 5m, stale: 0s, prefetch: false}}
                        targets: {allow: ['127.0.0.0/8', '::1/128'], nat64: ['2001:db8:64::/96']}
                        timeouts: {connect: 1m30s, head: 1s, response: 2s, body: 3s, handshake: 4s, idle: 500ms, shutdown: 5s}
                        tunnels: {max-age: 10m, max-bytes: 3GiB, idle: 1m, quiet: 250ms, grace: 20s}
                        limits: {line: 8000B, head: 32KiB, fields: 100, connections: 50, waiting: 80}
                        health: {failures: 3, rate: 50%, window: 20, out: 30s, most: 10m, floor: 10%}
                        cool-down: {statuses: {403: 1m, 429: 1m, 503: 30s}, ban: 5m, most: 1h, strict: false, sessions: stay}
                        caps: {wait: 1s, waiting: 1024}
                        anonymity: elite
                        attempts: 7
                        hedge: 300ms
                        reload: {watch: true, drain: keep}
                        reveal: egress-id
                        reuse: never
                        """);
        PoolFile again = read(printed);
        assertThat(again.egress())
                .extracting(EgressEntry::labels)
                .isEqualTo(file.egress().stream().map(EgressEntry::labels).toList());
        assertThat(EffectiveSettings.print(again, counts))
                .isEqualTo(printed.replace("  # and a secret", ""));
        assertThat(again.outbound()).isEqualTo(file.outbound());
        assertThat(again.inbound()).isEqualTo(file.inbound());
        assertThat(again.dns()).isEqualTo(file.dns());
        assertThat(again.targets()).isEqualTo(file.targets());
    }

    @Test
    void tunnelsMayBeIdleAsLongAsOtherConnectionsUnlessTheFileSaysOtherwise() throws Exception {
        String idle = "egress: [{interface: any}]\ntimeouts: {idle: 7s}\n";
        assertThat(read(idle).inbound().tunnels().idle()).hasSeconds(7);
        assertThat(read(idle + "tunnels: {max-age: 1m}").inbound().tunnels().idle()).hasSeconds(7);
        PoolFile own = read(idle + "tunnels: {idle: 9s}");
        assertThat(own.inbound().tunnels().idle()).hasSeconds(9);
        assertThat(own.inbound().timeouts().idle()).hasSeconds(7);
        assertThat(own.outbound().idle()).hasSeconds(7);
    }

    @Test
    void printsNoLimitWhereTunnelsHaveNone() throws Exception {
        PoolFile file = read("egress: [{interface: any}]\ntunnels: {quiet: 1s}");
        String printed = EffectiveSettings.print(file, List.of(BigInteger.ONE));
        assertThat(printed).contains("\ntunnels: {idle: 5m, quiet: 1s, grace: 5m}\n");
        assertThat(read(printed).inbound()).isEqualTo(file.inbound());
    }

    static PoolFile read(String text) throws ConfigException {
        return PoolFile.parse(
                "egress-pool.yml",
                text.getBytes(StandardCharsets.UTF_8),
                PoolFileTest::environment);
    }

    static Optional<String> environment(String name) {
        return Optional.ofNullable(
                Map.of(
                                "PASSWORD", "p@ss:w/rd%20 +",
                                "SECRET", "a secret of sessions",
                                "HOP", "http://u:p%20d@env.example:3128",
                                "TYPO", "sock5://u:hunter2@env.example:3128")
                        .get(name));
    }

    private static EgressEntry source(String first, String last) {
        return new EgressEntry.Source(new AddressRange(address(first), address(last)));
    }

    private static EgressEntry through(Hop... hops) {
        return new EgressEntry.Through(List.of(hops));
    }

    private static Hop hop(HopScheme scheme, String server, Optional<Credentials> credentials) {
        return new Hop(scheme, Target.parse(server).orElseThrow(), credentials);
    }

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(address(address), port);
    }

    private static InetAddress address(String literal) {
        return Addresses.parse(literal).orElseThrow();
    }
}
