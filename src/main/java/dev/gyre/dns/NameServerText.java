package dev.gyre.dns;

import dev.gyre.net.Addresses;
import dev.gyre.net.Host;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Name servers as they are told to people.
final class NameServerText {

    private static final int HTTPS = 443;

    private NameServerText() {}

    static String of(InetSocketAddress address) {
        String host = Addresses.text(address.getAddress());
        return (address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host)
                + ":"
                + address.getPort();
    }

    static String authority(Host name, int port) {
        String host =
                switch (name) {
                    case Host.Name(String text) -> text;
                    case Host.Address(Inet6Address address) -> "[" + Addresses.text(address) + "]";
                    case Host.Address(InetAddress address) -> Addresses.text(address);
                };
        return port == HTTPS ? host : host + ":" + port;
    }

    static String named(InetSocketAddress address, ServerIdentity identity) {
        return identity.name() instanceof Host.Name(String name)
                ? name + ":" + address.getPort()
                : of(address);
    }

    static String of(InetSocketAddress address, ServerIdentity identity) {
        return identity.name() instanceof Host.Name(String name)
                ? name + ":" + address.getPort() + "(" + Addresses.text(address.getAddress()) + ")"
                : of(address);
    }
}
