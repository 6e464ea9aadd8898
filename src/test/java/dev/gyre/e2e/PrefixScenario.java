package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.net.Cidr;
import dev.gyre.testkit.DnsStub;
import dev.gyre.testkit.Gyre;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.RawClient;
import dev.gyre.testkit.RecordingOrigin;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Run by [PrefixIT] in a network namespace of which the loopback interface has the addresses 2001:db8:ffff::1 and 198.51.100.1.
final class PrefixScenario {

    private static final String SETTINGS =
            """
            targets: {allow: ["2001:db8::/32", 198.51.100.0/24]}
            timeouts: {connect: 2s}
            attempts: 1
            """;

    private static final String PREFIX = "prefix: 2001:db8::/48";
    private static final String BLOCK = "source: 203.0.113.16/28";

    private PrefixScenario() {}

    public static void main(String[] arguments) throws Exception {
        InetAddress six = Loopback.address("2001:db8:ffff::1");
        InetAddress four = Loopback.address("198.51.100.1");
        try (RecordingOrigin origin = RecordingOrigin.start(six, four);
                DnsStub dns = DnsStub.start(six)) {
            dns.address("origin.test", "2001:db8:ffff::1");
            saysWhatIsMissing(origin);
            eachFromAnother64(origin);
            namesAreAskedForFromTheSameAddress(origin, dns);
            aSessionKeepsItsAddress(origin);
            blocksOfSources(origin);
            aMistypedSourceIsNotBound(origin);
        }
        System.out.println("all was seen");
        System.exit(0);
    }

    /// Follows what the proxy says, to the letter.
    private static void saysWhatIsMissing(RecordingOrigin origin) throws Exception {
        try (Gyre gyre = Gyre.start(SETTINGS + "egress: [{" + PREFIX + "}, {" + BLOCK + "}]\n")) {
            String[] notice = gyre.notices().getFirst().split("; as root: ");
            assertThat(notice[0])
                    .isEqualTo(
                            "answers to some addresses of the pool won't come back to this"
                                    + " machine");
            assertThat(notice[1])
                    .isEqualTo(
                            "ip -6 route add local 2001:db8::/48 dev lo && ip route add local"
                                    + " 203.0.113.16/28 dev lo");
            assertThat(get(gyre, origin, 0, "")).isNotEqualTo(200);
            assertThat(new ProcessBuilder("sh", "-c", notice[1]).inheritIO().start().waitFor())
                    .isZero();
        }
        try (Gyre gyre = Gyre.start(SETTINGS + "egress: [{" + PREFIX + "}, {" + BLOCK + "}]\n")) {
            assertThat(gyre.notices()).isEmpty();
        }
    }

    private static void eachFromAnother64(RecordingOrigin origin) throws Exception {
        int before = origin.connections();
        try (Gyre gyre = Gyre.start(SETTINGS + "egress: [{" + PREFIX + "}]\n")) {
            for (int i = 0; i < 20; i++) {
                assertThat(get(gyre, origin, 0, "")).isEqualTo(200);
            }
            try (RawClient client = gyre.client()) {
                assertThat(client.socks5("2001:db8:ffff::1", origin.port())).isZero();
            }
        }
        List<InetAddress> peers = peers(origin, before);
        assertThat(peers).hasSize(21).doesNotHaveDuplicates();
        Set<Cidr> networks = new HashSet<>();
        for (InetAddress peer : peers) {
            assertThat(Cidr.parse("2001:db8::/48").orElseThrow().contains(peer)).isTrue();
            networks.add(new Cidr(peer, 64));
        }
        assertThat(networks).hasSize(21);
    }

    private static void namesAreAskedForFromTheSameAddress(RecordingOrigin origin, DnsStub dns)
            throws Exception {
        int before = origin.connections();
        try (Gyre gyre =
                        Gyre.start(
                                SETTINGS
                                        + "dns: {servers: [\""
                                        + Loopback.authority(dns.address())
                                        + "\"]}\negress: [{"
                                        + PREFIX
                                        + "}]\n");
                RawClient client = gyre.client()) {
            client.send(
                    "GET http://origin.test:" + origin.port() + "/ HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.readResponse().status()).isEqualTo(200);
        }
        assertThat(dns.asked("origin.test"))
                .isNotEmpty()
                .allSatisfy(asked ->
                        assertThat(asked.source()).isEqualTo(peers(origin, before).getFirst()));
    }

    private static void aSessionKeepsItsAddress(RecordingOrigin origin) throws Exception {
        int before = origin.connections();
        try (Gyre gyre = Gyre.start(SETTINGS + "reuse: never\negress: [{" + PREFIX + "}]\n")) {
            for (int i = 0; i < 6; i++) {
                assertThat(get(gyre, origin, 0, "Gyre-Session: s" + i % 2 + "\r\n")).isEqualTo(200);
            }
        }
        List<InetAddress> peers = peers(origin, before);
        assertThat(peers).hasSize(6);
        assertThat(new HashSet<>(peers)).hasSize(2);
        assertThat(peers.get(4)).isEqualTo(peers.get(0));
        assertThat(peers.get(5)).isEqualTo(peers.get(1));
    }

    private static void blocksOfSources(RecordingOrigin origin) throws Exception {
        int before = origin.connections();
        try (Gyre gyre = Gyre.start(SETTINGS + "egress: [{" + BLOCK + "}]\n")) {
            for (int i = 0; i < 10; i++) {
                assertThat(get(gyre, origin, 1, "")).isEqualTo(200);
            }
        }
        Cidr block = Cidr.parse("203.0.113.16/28").orElseThrow();
        assertThat(peers(origin, before)).hasSize(10).allMatch(block::contains);
    }

    private static void aMistypedSourceIsNotBound(RecordingOrigin origin) throws Exception {
        int before = origin.connections();
        try (Gyre gyre =
                Gyre.start(
                        SETTINGS
                                + "egress: [{source: 203.0.114.7}, {source:"
                                + " \"2001:db8:7::7\"}]\n")) {
            assertThat(get(gyre, origin, 0, "")).isEqualTo(503);
            assertThat(get(gyre, origin, 1, "")).isEqualTo(503);
            assertThat(gyre.log())
                    .hasSize(2)
                    .allSatisfy(
                            record -> assertThat(record.toString()).contains("SOURCE_UNAVAILABLE"));
        }
        assertThat(origin.connections()).isEqualTo(before);
    }

    private static List<InetAddress> peers(RecordingOrigin origin, int from) {
        return origin.peers().stream().skip(from).map(peer -> peer.getAddress()).toList();
    }

    /// The status of an answer of the origin at one of its addresses.
    private static int get(Gyre gyre, RecordingOrigin origin, int address, String field)
            throws Exception {
        String authority = Loopback.authority(origin.addresses().get(address));
        try (RawClient client = gyre.client()) {
            client.send("GET http://" + authority + "/ HTTP/1.1\r\nHost: x\r\n" + field + "\r\n");
            return client.readResponse().status();
        }
    }
}
