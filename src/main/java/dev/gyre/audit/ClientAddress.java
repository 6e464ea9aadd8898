package dev.gyre.audit;

import dev.gyre.net.Addresses;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.SecureRandom;

/// The address of the audit's clients. One of 127.0.0.0/8 that nobody else has, where the system lets it be bound, so that it is
/// known again wherever it turns up.
final class ClientAddress {

    private static final InetAddress PLAIN = Addresses.parse("127.0.0.1").orElseThrow();
    private static final InetAddress IPV6 = Addresses.parse("::1").orElseThrow();

    private ClientAddress() {}

    /// A new one of IPv4.
    static InetAddress pick() {
        SecureRandom random = new SecureRandom();
        InetAddress own =
                Addresses.of(
                        new byte[] {
                            127,
                            (byte) (64 + random.nextInt(128)),
                            (byte) random.nextInt(256),
                            (byte) (1 + random.nextInt(254))
                        });
        try (Socket probe = new Socket()) {
            probe.bind(new InetSocketAddress(own, 0));
            return own;
        } catch (IOException refused) {
            return PLAIN;
        }
    }

    /// The address by which a client of this one gets to a listener.
    static InetAddress towards(InetSocketAddress listener, InetAddress ipv4) {
        return listener.getAddress() instanceof Inet6Address ? IPV6 : ipv4;
    }
}
