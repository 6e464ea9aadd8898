package dev.gyre.config;

import dev.gyre.dns.NameServer;
import dev.gyre.dns.ServerIdentity;
import dev.gyre.net.Addresses;
import dev.gyre.net.Host;
import dev.gyre.net.Ports;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/// A name server as it is written: an address, or a URL whose scheme says how it is spoken to.
///
/// @param scheme how it is spoken to
/// @param host its address, or a name that its certificate is made out to
/// @param port where it is asked
/// @param path of HTTPS
record NameServerText(Scheme scheme, Host host, int port, String path) {

    static final String EXPECTED =
            "a name server, such as 9.9.9.9, tls://1.1.1.1 or https://9.9.9.9/dns-query";

    /// The path that servers have by custom.
    private static final String PATH = "/dns-query";

    /// How a server is spoken to.
    enum Scheme {
        UDP("udp://", 53),
        TCP("tcp://", 53),
        TLS("tls://", 853),
        HTTPS("https://", 443);

        private final String prefix;
        private final int port;

        Scheme(String prefix, int port) {
            this.prefix = prefix;
            this.port = port;
        }

        boolean isEncrypted() {
            return this == TLS || this == HTTPS;
        }
    }

    static NameServerText parse(String text) throws BadValue {
        Scheme scheme = Scheme.UDP;
        String rest = text;
        int colon = text.indexOf("://");
        if (colon >= 0) {
            scheme = scheme(text);
            rest = text.substring(scheme.prefix.length());
        }
        int slash = rest.indexOf('/');
        String path = slash < 0 ? "" : rest.substring(slash);
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        if (scheme != Scheme.HTTPS && !path.isEmpty()) {
            throw new BadValue("has a path, which only https:// has");
        }
        if (path.contains("?") || path.contains("#") || path.contains("{")) {
            throw new BadValue("must end with its path: questions are sent with POST");
        }
        if (!path.chars().allMatch(each -> each > ' ' && each < 0x7f)) {
            throw new BadValue("has a path with characters that no URL has");
        }
        if (authority.contains("@")) {
            throw new BadValue("has credentials, which name servers don't take");
        }
        return parse(scheme, authority, path.isEmpty() ? PATH : path);
    }

    private static Scheme scheme(String text) throws BadValue {
        for (Scheme each : Scheme.values()) {
            if (text.startsWith(each.prefix)) {
                return each;
            }
        }
        throw new BadValue(
                "has a scheme that is none of udp, tcp, tls, https",
                Optional.of("DNS over QUIC and DNSCrypt are not spoken"));
    }

    private static NameServerText parse(Scheme scheme, String authority, String path)
            throws BadValue {
        boolean bracketed = authority.startsWith("[");
        int close = authority.lastIndexOf(']');
        int colon = authority.lastIndexOf(':');
        boolean hasPort = bracketed ? colon > close : colon >= 0 && authority.indexOf(':') == colon;
        String text = hasPort ? authority.substring(0, colon) : authority;
        if (bracketed) {
            if (!text.endsWith("]") || text.indexOf(':') < 0) {
                throw new BadValue("is not " + EXPECTED);
            }
            text = text.substring(1, text.length() - 1);
        }
        int port = hasPort ? Ports.parse(authority.substring(colon + 1)) : scheme.port;
        if (port < 0) {
            throw new BadValue("needs a port from 1 to 65535");
        }
        Optional<InetAddress> address = Addresses.parse(text);
        if (address.isPresent()) {
            return new NameServerText(scheme, new Host.Address(usable(address.get())), port, path);
        }
        Host host =
                (bracketed ? Optional.<Host>empty() : Host.written(text))
                        .orElseThrow(() -> new BadValue("is not " + EXPECTED));
        return new NameServerText(scheme, host, port, path);
    }

    static InetAddress usable(InetAddress address) throws BadValue {
        if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
            throw new BadValue("is an address that no server can have");
        }
        return address;
    }

    /// The server at this address.
    NameServer at(InetAddress address, ServerIdentity identity) {
        InetSocketAddress socket = new InetSocketAddress(address, port);
        return switch (scheme) {
            case UDP -> new NameServer.Datagram(socket);
            case TCP -> new NameServer.Stream(socket);
            case TLS -> new NameServer.Tls(socket, identity);
            case HTTPS -> new NameServer.Https(socket, identity, path);
        };
    }

    /// The server, if its address is known from its text.
    Optional<NameServer> alone() {
        return host instanceof Host.Address(InetAddress address)
                ? Optional.of(at(address, ServerIdentity.of(host)))
                : Optional.empty();
    }

    /// All of a server's addresses, its own first, or none that it has no other.
    List<InetAddress> own() {
        return host instanceof Host.Address(InetAddress address) ? List.of(address) : List.of();
    }
}
