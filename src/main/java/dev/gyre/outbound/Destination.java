package dev.gyre.outbound;

import dev.gyre.access.rules.Pending;
import dev.gyre.egress.Labels;
import dev.gyre.egress.Reach;
import dev.gyre.net.Host;
import dev.gyre.net.Target;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Where a connection is to end.
///
/// @param target what the client asked for
/// @param addresses where a target that Gyre runs itself listens, of each family at most one; empty for every other target,
///     which is resolved and judged
/// @param judgement what rules have yet to say of it
public record Destination(
        Target target, List<InetAddress> addresses, Optional<Judgement> judgement) {

    public Destination {
        addresses = List.copyOf(addresses);
    }

    /// One of which rules say no more.
    public Destination(Target target, List<InetAddress> addresses) {
        this(target, addresses, Optional.empty());
    }

    /// A target out there.
    public static Destination of(Target target) {
        return new Destination(target, List.of());
    }

    /// A target out there, of which rules have yet to say more.
    public static Destination of(Target target, Optional<Pending> pending) {
        return new Destination(
                target, List.of(), pending.map(each -> new Judgement(each, Labels.NONE)));
    }

    /// The same by an egress.
    ///
    /// @param labels of that egress
    Destination leavingBy(Supplier<Labels> labels) {
        return judgement.isEmpty()
                ? this
                : new Destination(
                        target,
                        addresses,
                        Optional.of(new Judgement(judgement.get().pending(), labels.get())));
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
