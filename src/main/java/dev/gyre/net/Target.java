package dev.gyre.net;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// The host and port that a client wants.
///
/// @param host the host, spelled one way
/// @param port 1 to 65535
public record Target(Host host, int port) {

    public Target {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not from 1 to 65535");
        }
    }

    /// The target that `host:port` spells, or nothing. A port is required, in digits only.
    public static Optional<Target> parse(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon < 0
                ? Optional.empty()
                : of(authority.substring(0, colon), authority.substring(colon + 1));
    }

    /// The target of an authority whose port may be left out, or nothing when it is none.
    public static Optional<Target> parse(String authority, int defaultPort) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']')
                ? parse(authority)
                : of(authority, Integer.toString(defaultPort));
    }

    private static Optional<Target> of(String host, String port) {
        if (host.indexOf(':') >= 0 && !host.startsWith("[")) {
            return Optional.empty();
        }
        int number = Ports.parse(port);
        return number < 0
                ? Optional.empty()
                : Host.parse(host).map(parsed -> new Target(parsed, number));
    }

    // Those two by hand: what a record has made is slower, and targets are keys on the way of each
    // request.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Target target && port == target.port && host.equals(target.host);
    }

    @Override
    public int hashCode() {
        return 31 * host.hashCode() + port;
    }

    /// `host:port`, as an authority.
    @Override
    public String toString() {
        return host.text() + ":" + port;
    }
}
