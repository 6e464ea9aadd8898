package dev.gyre.dns;

import dev.gyre.net.Addresses;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/// The name servers, and which of them a route gets to.
record NameServers(List<InetSocketAddress> all) {

    NameServers {
        all = List.copyOf(all);
        for (InetSocketAddress server : all) {
            if (server.isUnresolved()) {
                throw new IllegalArgumentException("a name server is an address: " + server);
            }
        }
    }

    /// In the order in which they are to be asked.
    List<InetSocketAddress> by(Route route) {
        return switch (route) {
            case Route.FromSource(InetAddress source, _, _) ->
                    all.stream().filter(server -> reaches(source, server.getAddress())).toList();
            case Route.Unbound() -> all;
            case Route.Through _ -> all;
        };
    }

    /// A loopback source gets to loopback only.
    private static boolean reaches(InetAddress source, InetAddress server) {
        return Addresses.sameFamily(source, server)
                && (!source.isLoopbackAddress() || server.isLoopbackAddress());
    }
}
