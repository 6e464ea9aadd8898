package dev.gyre.outbound;

import dev.gyre.net.Host;
import dev.gyre.net.Target;

import java.net.InetSocketAddress;

/// Addresses as words of a hop's protocol, and back. A name stays a name.
final class Authority {

    private Authority() {}

    /// `host:port`, checked once more before it is written anywhere: an address, or a name of harmless characters.
    static String of(InetSocketAddress address) {
        return target(address).toString();
    }

    /// The target that an address spells.
    static Target target(InetSocketAddress address) {
        Host host =
                address.isUnresolved()
                        ? Host.parse(address.getHostString())
                                .orElseThrow(() -> new IllegalArgumentException("not a host name"))
                        : new Host.Address(address.getAddress());
        return new Target(host, address.getPort());
    }

    /// The address of a target, unresolved when it is a name.
    static InetSocketAddress address(Target target) {
        return switch (target.host()) {
            case Host.Address(var address) -> new InetSocketAddress(address, target.port());
            case Host.Name(String name) -> InetSocketAddress.createUnresolved(name, target.port());
        };
    }
}
