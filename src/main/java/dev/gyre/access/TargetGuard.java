package dev.gyre.access;

import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;
import dev.gyre.net.Host;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Keeps clients out of what only this machine and its networks should get to: loopback, private, link-local and metadata
/// addresses, and those that no target can have.
///
/// An address is judged after resolution, and the connection is made to that very address: a name that answers differently the
/// second time (DNS rebinding) gets nowhere. Of several addresses of a name, those that are refused are left out.
///
/// An IPv4 address that an IPv6 address stands for is judged as what it is: within the prefixes that networks translate from
/// (64:ff9b::/96, and those of the settings; RFC 6052), and in an ISATAP interface identifier (RFC 5214). Other such prefixes are refused
/// as a whole, where they are known for that.
public final class TargetGuard {

    /// IANA's special-purpose registries (RFC 6890), less what is globally reachable; all of IPv6 that is not global unicast
    /// (2000::/3): loopback, mapped and compatible IPv4, private, link-local, multicast, and what is reserved; and 168.63.129.16,
    /// where a cloud keeps what only its machine should read.
    private static final List<Cidr> PROHIBITED =
            Stream.of(
                            "0.0.0.0/8",
                            "10.0.0.0/8",
                            "100.64.0.0/10",
                            "127.0.0.0/8",
                            "169.254.0.0/16",
                            "172.16.0.0/12",
                            "168.63.129.16/32",
                            "192.0.0.0/24",
                            "192.0.2.0/24",
                            "192.88.99.0/24",
                            "192.168.0.0/16",
                            "198.18.0.0/15",
                            "198.51.100.0/24",
                            "203.0.113.0/24",
                            "224.0.0.0/4",
                            "240.0.0.0/4",
                            "::/3",
                            "2001::/32",
                            "2001:2::/48",
                            "2001:10::/28",
                            "2001:db8::/32",
                            "2002::/16",
                            "3fff::/20",
                            "4000::/2",
                            "8000::/1")
                    .map(text -> Cidr.parse(text).orElseThrow())
                    .toList();

    private static final InetAddress LOOPBACK = Cidr.parse("127.0.0.1").orElseThrow().network();
    private static final InetAddress METADATA =
            Cidr.parse("169.254.169.254").orElseThrow().network();

    /// What hosts files call this machine, of which a hop knows as well.
    private static final Set<String> LOOPBACK_NAMES =
            Set.of(
                    "localhost",
                    "localhost.localdomain",
                    "localhost4",
                    "localhost6",
                    "ip6-localhost",
                    "ip6-loopback");

    /// Where clouds have their machines find 169.254.169.254.
    private static final Set<String> METADATA_NAMES =
            Set.of(
                    "metadata",
                    "metadata.google.internal",
                    "instance-data",
                    "instance-data.ec2.internal");

    /// What may change while the proxy runs, in one piece.
    private record Rules(List<Cidr> allowed, List<Cidr> translated, Set<InetAddress> own) {

        static Rules of(TargetSettings settings, Set<InetAddress> own) {
            return new Rules(
                    settings.allow(),
                    Stream.concat(Stream.of(Nat64.WELL_KNOWN), settings.nat64().stream()).toList(),
                    Set.copyOf(own));
        }
    }

    private volatile Rules rules;

    /// @param own the addresses of this machine: its other services trust what comes from it
    public TargetGuard(TargetSettings settings, Set<InetAddress> own) {
        this.rules = Rules.of(settings, own);
    }

    /// Goes by other settings from now on. Connections that are open stay.
    public void use(TargetSettings settings, Set<InetAddress> addresses) {
        rules = Rules.of(settings, addresses);
    }

    /// Whether a connection may be made to this address.
    public boolean allows(InetAddress address) {
        return allows(address, false);
    }

    /// Whether a connection may be made to this address of a name.
    ///
    /// @param fixed whether the pool file says that it is the name's: then it may be of a private network, but not of this machine
    public boolean allows(InetAddress address, boolean fixed) {
        Rules now = rules;
        if (now.allowed.stream().anyMatch(block -> block.contains(address))) {
            return true;
        }
        if (now.own.contains(address)) {
            return false;
        }
        List<Cidr> translated =
                now.translated.stream().filter(block -> block.contains(address)).toList();
        if (!translated.isEmpty()) {
            // Where prefixes are within each other, nobody knows by which it is translated.
            return translated.stream()
                    .allMatch(prefix ->
                            Nat64.embedded(prefix, address)
                                    .map(ipv4 -> allows(ipv4, fixed))
                                    .orElse(false));
        }
        if (isIsatap(address) && !allows(last32Bits(address), fixed)) {
            return false;
        }
        return (fixed && Addresses.isPrivate(address))
                || PROHIBITED.stream().noneMatch(block -> block.contains(address));
    }

    private static InetAddress last32Bits(InetAddress address) {
        return Addresses.of(Arrays.copyOfRange(address.getAddress(), 12, 16));
    }

    private static boolean isIsatap(InetAddress address) {
        return address instanceof Inet6Address
                && (Addresses.low(address) >>> 32 & 0xfdff_ffffL) == 0x5efe;
    }

    /// Whether a hop may be asked for this host, which it resolves itself if it is a name: an address is judged as it is, a
    /// name that always means loopback (RFC 6761 6.3), or metadata of a cloud, as that.
    public boolean allows(Host host) {
        return switch (host) {
            case Host.Address(InetAddress address) -> allows(address);
            case Host.Name(String name) -> {
                if (LOOPBACK_NAMES.contains(name) || name.endsWith(".localhost")) {
                    yield allows(LOOPBACK);
                }
                yield !METADATA_NAMES.contains(name) || allows(METADATA);
            }
        };
    }

    /// Those of the addresses that may be connected to, or nothing when there are none.
    public Optional<List<InetAddress>> allowed(List<InetAddress> addresses) {
        return allowed(addresses, false);
    }

    /// The same of a name.
    ///
    /// @param fixed whether the pool file says that they are the name's
    public Optional<List<InetAddress>> allowed(List<InetAddress> addresses, boolean fixed) {
        List<InetAddress> kept =
                addresses.stream().filter(address -> allows(address, fixed)).toList();
        return kept.isEmpty() ? Optional.empty() : Optional.of(kept);
    }
}
