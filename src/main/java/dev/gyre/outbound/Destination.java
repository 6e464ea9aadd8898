package dev.gyre.outbound;

import dev.gyre.egress.Reach;
import dev.gyre.net.Host;
import dev.gyre.net.Target;

import java.net.InetAddress;
import java.util.List;

/// Where a connection is to end.
///
/// @param target what the client asked for
/// @param addresses where a target that Gyre runs itself listens, of each family at most one; empty for every other target,
///     which is resolved and judged
public record Destination(Target target, List<InetAddress> addresses) {

    public Destination {
        addresses = List.copyOf(addresses);
    }

    /// A target out there.
    public static Destination of(Target target) {
        return new Destination(target, List.of());
    }

    /// Whether Gyre runs the target itself.
    boolean isOurs() {
        return !addresses.isEmpty();
    }

    /// What an egress must be able to get to.
    Reach wanted(Reach names) {
        if (isOurs()) {
            return Reach.kindsOf(addresses);
        }
        return switch (target.host()) {
            case Host.Address(InetAddress address) -> Reach.kindOf(address);
            case Host.Name _ -> names;
        };
    }
}
