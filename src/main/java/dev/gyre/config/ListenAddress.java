package dev.gyre.config;

import dev.gyre.net.Addresses;
import dev.gyre.net.Ports;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;

/// Addresses to listen on, such as `127.0.0.1:8080`.
public final class ListenAddress {

    static final String EXPECTED = "an address with a port, such as 127.0.0.1:8080";

    private ListenAddress() {}

    /// The address and port that the text spells: `127.0.0.1:8080`, `[::1]:8080`, or `localhost:8080`
    /// for `127.0.0.1:8080`. Port 0 stands for any that is free. No name is ever looked up.
    ///
    /// @throws BadValue with a message that goes on after the name of the value
    public static InetSocketAddress parse(String text) throws BadValue {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw new BadValue("is not " + EXPECTED);
        }
        String port = text.substring(colon + 1);
        int number = port.equals("0") ? 0 : Ports.parse(port);
        InetAddress host = host(text.substring(0, colon));
        if (number < 0) {
            throw new BadValue("needs a port from 0 to 65535");
        }
        if (host.isMulticastAddress()) {
            throw new BadValue("is a multicast address");
        }
        return new InetSocketAddress(host, number);
    }

    /// As [#parse], for a list: no address may be in it twice. Port 0 is another port each time.
    static InetSocketAddress parse(String text, Set<InetSocketAddress> others) throws BadValue {
        InetSocketAddress address = parse(text);
        if (address.getPort() != 0 && !others.add(address)) {
            throw new BadValue("has the same address twice");
        }
        return address;
    }

    private static InetAddress host(String host) throws BadValue {
        boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.length() > 2;
        String literal =
                bracketed
                        ? host.substring(1, host.length() - 1)
                        : host.equalsIgnoreCase("localhost") ? "127.0.0.1" : host;
        if (bracketed != (literal.indexOf(':') >= 0)) {
            throw new BadValue("is not " + EXPECTED + " or [::1]:8080");
        }
        return Addresses.parse(literal)
                .orElseThrow(
                        () -> new BadValue("is not " + EXPECTED + "; names are not looked up"));
    }
}
