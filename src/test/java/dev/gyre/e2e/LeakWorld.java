package dev.gyre.e2e;

import dev.gyre.testkit.DnsStub;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.RecordingOrigin;
import dev.gyre.testkit.TestCertificates;
import dev.gyre.testkit.Unbound;
import dev.gyre.testkit.UnboundSettings;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/// What lies beyond the machine that is watched: name servers of all kinds, and an origin. The addresses are made by [ResolverLeakIT].
final class LeakWorld implements AutoCloseable {

    static final InetAddress MACHINE = Loopback.address("192.0.2.1");
    static final InetAddress SOURCE = Loopback.address("192.0.2.10");
    static final InetAddress SOURCE_6 = Loopback.address("2001:db8:1::10");
    static final InetAddress HOP = Loopback.address("198.51.100.90");

    static final InetSocketAddress LISTENER = new InetSocketAddress(MACHINE, 8080);
    static final InetSocketAddress SERVER = at("198.51.100.53", 53);
    static final InetSocketAddress SERVER_TLS = at("198.51.100.53", 853);
    static final InetSocketAddress SERVER_HTTPS = at("198.51.100.53", 443);
    static final InetSocketAddress SERVER_6 = at("2001:db8:2::53", 53);
    static final InetSocketAddress REFUSING = at("198.51.100.54", 53);
    static final InetSocketAddress SILENT = at("198.51.100.55", 53);
    static final InetSocketAddress OTHER = at("198.51.100.57", 53);
    static final InetSocketAddress ORIGIN = at("198.51.100.80", 80);
    static final InetSocketAddress ORIGIN_6 = at("2001:db8:2::80", 80);

    /// Of name servers, by its address.
    static final TestCertificates CERTIFICATES = TestCertificates.create();

    private static final Map<String, String> NAMES =
            Map.of("origin.test", "198.51.100.80", "hop.test", "198.51.100.90");

    private final Unbound unbound;
    private final Unbound unbound6;
    private final Unbound other;
    private final DnsStub truncating;
    private final DatagramSocket silent;
    private final RecordingOrigin origin;
    private final RecordingOrigin origin6;

    private LeakWorld() throws IOException {
        unbound =
                Unbound.start(
                        UnboundSettings.at(SERVER.getAddress(), 53)
                                .encrypted(853, 443, CERTIFICATES.serverPem("198.51.100.53"))
                                .addresses(NAMES));
        unbound6 =
                Unbound.start(
                        UnboundSettings.at(SERVER_6.getAddress(), 53)
                                .addresses(Map.of("origin.test", "2001:db8:2::80")));
        // Certified for another address, by an authority that is trusted.
        other =
                Unbound.start(
                        UnboundSettings.at(OTHER.getAddress(), 53)
                                .encrypted(853, 443, CERTIFICATES.serverPem("198.51.100.53"))
                                .addresses(NAMES));
        truncating = DnsStub.start(Loopback.address("198.51.100.56"));
        NAMES.forEach((name, address) -> truncating.address(name, address).truncated(name));
        silent = new DatagramSocket(SILENT);
        origin = RecordingOrigin.start(ORIGIN);
        origin6 = RecordingOrigin.start(ORIGIN_6);
    }

    static LeakWorld start() throws IOException {
        return new LeakWorld();
    }

    /// A name server that says by UDP that all is to be had by TCP.
    InetSocketAddress truncating() {
        return truncating.address();
    }

    /// How many requests the origin has seen.
    int seen() {
        return origin.seen().size() + origin6.seen().size();
    }

    @Override
    public void close() {
        unbound.close();
        unbound6.close();
        other.close();
        truncating.close();
        silent.close();
        origin.close();
        origin6.close();
    }

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(Loopback.address(address), port);
    }
}
