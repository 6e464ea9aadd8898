package dev.gyre.access;

import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

/// IPv6 addresses that stand for IPv4 addresses, since a network translates between the two (RFC 6052).
public final class Nat64 {

    /// The prefix that is the same everywhere.
    static final Cidr WELL_KNOWN = Cidr.parse("64:ff9b::/96").orElseThrow();

    private static final Set<Integer> LENGTHS = Set.of(32, 40, 48, 56, 64, 96);
    private static final int OCTETS = 16;

    /// Bits 64 to 71, which are zero, whatever the prefix is.
    private static final int ZERO = 8;

    private Nat64() {}

    /// Whether a network can translate by it.
    public static boolean isPrefix(Cidr block) {
        byte[] octets = block.network().getAddress();
        return octets.length == OCTETS && LENGTHS.contains(block.prefix()) && octets[ZERO] == 0;
    }

    /// The IPv4 address that one within a prefix stands for (RFC 6052 2.2); nothing when it stands for none. What comes behind it does not
    /// count, as it doesn't for those who translate.
    static Optional<InetAddress> embedded(Cidr prefix, InetAddress address) {
        byte[] octets = address.getAddress();
        if (octets[ZERO] != 0) {
            return Optional.empty();
        }
        byte[] ipv4 = new byte[4];
        int from = prefix.prefix() / 8;
        for (int i = 0; i < ipv4.length; i++) {
            if (from == ZERO) {
                from++;
            }
            ipv4[i] = octets[from++];
        }
        return Optional.of(Addresses.of(ipv4));
    }
}
