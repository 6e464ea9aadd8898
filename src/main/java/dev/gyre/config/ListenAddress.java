package dev.gyre.config;

import dev.gyre.net.Addresses;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// Reads `address:port`.
public final class ListenAddress {

    private ListenAddress() {}

    /// Where to listen: an address and a port, 0 for any free one; `localhost` is 127.0.0.1. Nothing when the text is neither.
    public static Optional<InetSocketAddress> parse(String text) {
        return parse(text, -1);
    }

    /// An address with a port, or with this port when it says none and there is one; `localhost` is 127.0.0.1.
    static Optional<InetSocketAddress> parse(String text, int otherwise) {
        Optional<InetAddress> bare = address(text);
        if (bare.isPresent() && otherwise >= 0) {
            return bare.map(address -> new InetSocketAddress(address, otherwise));
        }
        int colon = text.lastIndexOf(':');
        if (colon < 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            return Optional.empty();
        }
        int port = Integer.parseInt(text.substring(colon + 1));
        String host = text.substring(0, colon);
        if (host.indexOf(':') >= 0 && !host.startsWith("[")) {
            return Optional.empty();
        }
        return port > 65535
                ? Optional.empty()
                : address(host).map(address -> new InetSocketAddress(address, port));
    }

    private static Optional<InetAddress> address(String text) {
        if (text.equals("localhost")) {
            return Addresses.parse("127.0.0.1");
        }
        return text.startsWith("[") && text.endsWith("]")
                ? Addresses.parse(text.substring(1, text.length() - 1))
                        .filter(address -> address.getAddress().length == 16)
                : Addresses.parse(text);
    }
}
