package dev.gyre.dns;

import java.net.InetSocketAddress;

/// A name server, and how it is spoken to. Its address is known: nothing is looked up to reach it.
public sealed interface NameServer {

    /// Where it is; never unresolved.
    InetSocketAddress address();

    /// Whether nobody on the way can read along.
    default boolean isEncrypted() {
        return switch (this) {
            case Datagram _, Stream _ -> false;
            case Tls _, Https _ -> true;
        };
    }

    /// As it is written in a pool file: by its name, if it has one.
    default String url() {
        return switch (this) {
            case Datagram _, Stream _ -> toString();
            case Tls(InetSocketAddress address, ServerIdentity identity) ->
                    "tls://" + NameServerText.named(address, identity);
            case Https(InetSocketAddress address, ServerIdentity identity, String path) ->
                    "https://" + NameServerText.named(address, identity) + path;
        };
    }

    /// By UDP, and by TCP what UDP can't carry (RFC 1035, 7766). Anybody on the way can read along.
    record Datagram(InetSocketAddress address) implements NameServer {
        public Datagram {
            requireResolved(address);
        }

        /// `192.0.2.53:53`
        @Override
        public String toString() {
            return NameServerText.of(address);
        }
    }

    /// By TCP only (RFC 7766). Anybody on the way can read along.
    record Stream(InetSocketAddress address) implements NameServer {
        public Stream {
            requireResolved(address);
        }

        /// `tcp://192.0.2.53:53`
        @Override
        public String toString() {
            return "tcp://" + NameServerText.of(address);
        }
    }

    /// By TLS (RFC 7858).
    ///
    /// @param identity what its certificate must show
    record Tls(InetSocketAddress address, ServerIdentity identity) implements NameServer {
        public Tls {
            requireResolved(address);
        }

        /// `tls://192.0.2.53:853`, with its name where it is known by one.
        @Override
        public String toString() {
            return "tls://" + NameServerText.of(address, identity);
        }
    }

    /// By HTTPS (RFC 8484).
    ///
    /// @param identity what its certificate must show
    /// @param path what is asked for there, with a leading slash and no query
    record Https(InetSocketAddress address, ServerIdentity identity, String path)
            implements NameServer {
        public Https {
            requireResolved(address);
            if (!path.startsWith("/")) {
                throw new IllegalArgumentException("no path: " + path);
            }
        }

        /// As whom it is asked: host, and port where that is another than 443.
        String authority() {
            return NameServerText.authority(identity.name(), address.getPort());
        }

        /// `https://192.0.2.53:443/dns-query`, with its name where it is known by one.
        @Override
        public String toString() {
            return "https://" + NameServerText.of(address, identity) + path;
        }
    }

    private static void requireResolved(InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("a name server is an address: " + address);
        }
    }
}
