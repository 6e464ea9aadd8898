package dev.gyre.config;

import dev.gyre.net.Addresses;
import dev.gyre.net.Ports;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Reads the address of a name server, with its port if that is not 53.
final class NameServerAddress {

    static final String EXPECTED = "an IP address, such as 9.9.9.9 or 9.9.9.9:5353";
    static final int DEFAULT_PORT = 53;

    private NameServerAddress() {}

    static InetSocketAddress parse(String text) throws BadValue {
        boolean bracketed = text.startsWith("[");
        int close = text.lastIndexOf(']');
        int colon = text.lastIndexOf(':');
        boolean hasPort = bracketed ? colon > close : colon >= 0 && text.indexOf(':') == colon;
        String host = hasPort ? text.substring(0, colon) : text;
        if (bracketed) {
            if (!host.endsWith("]") || host.indexOf(':') < 0) {
                throw new BadValue("is not " + EXPECTED);
            }
            host = host.substring(1, host.length() - 1);
        }
        InetAddress address =
                Addresses.parse(host).orElseThrow(() -> new BadValue("is not " + EXPECTED));
        if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
            throw new BadValue("is an address that no server can have");
        }
        int port = hasPort ? Ports.parse(text.substring(colon + 1)) : DEFAULT_PORT;
        if (port < 0) {
            throw new BadValue("needs a port from 1 to 65535");
        }
        return new InetSocketAddress(address, port);
    }
}
