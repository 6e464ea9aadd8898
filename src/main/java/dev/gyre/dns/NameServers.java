package dev.gyre.dns;

import dev.gyre.net.Addresses;

import java.net.InetAddress;
import java.util.List;

/// The name servers, and which of them a route gets to.
///
/// @param all whom targets' names are asked of
/// @param bootstrap whom hops' names are asked of
record NameServers(List<NameServer> all, List<NameServer> bootstrap) {

    NameServers {
        all = List.copyOf(all);
        bootstrap = List.copyOf(bootstrap);
    }

    /// In the order in which they are to be asked.
    List<NameServer> by(Route route) {
        return switch (route) {
            case Route.FromSource(InetAddress source, _, _) ->
                    all.stream()
                            .filter(server -> reaches(source, server.address().getAddress()))
                            .toList();
            case Route.Unbound() -> bootstrap;
            case Route.Through _ -> all;
        };
    }

    /// Who would hear of a name that is asked for by this route.
    SpecialNames.Audience audience(Route route) {
        boolean ours = by(route).stream().allMatch(NameServers::isOurs);
        return switch (route) {
            case Route.Unbound() ->
                    ours ? SpecialNames.Audience.OUR_HOPS : SpecialNames.Audience.OUTSIDE;
            case Route.FromSource _ ->
                    ours ? SpecialNames.Audience.OURS : SpecialNames.Audience.OUTSIDE;
            // Wherever they are, it is not our network.
            case Route.Through _ -> SpecialNames.Audience.OUTSIDE;
        };
    }

    private static boolean isOurs(NameServer server) {
        InetAddress address = server.address().getAddress();
        return address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || Addresses.isPrivate(address);
    }

    /// A loopback source gets to loopback only.
    private static boolean reaches(InetAddress source, InetAddress server) {
        return Addresses.sameFamily(source, server)
                && (!source.isLoopbackAddress() || server.isLoopbackAddress());
    }
}
