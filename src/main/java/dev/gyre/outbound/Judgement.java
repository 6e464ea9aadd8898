package dev.gyre.outbound;

import dev.gyre.access.rules.Denial;
import dev.gyre.access.rules.DeniedException;
import dev.gyre.access.rules.Pending;
import dev.gyre.egress.Egress;
import dev.gyre.egress.Labels;
import dev.gyre.net.Host;

import io.netty.channel.Channel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/// What rules have yet to say of a request, once it is known by which egress it would leave.
///
/// @param labels of that egress
record Judgement(Pending pending, Labels labels) {

    /// That it must not leave by this egress.
    Optional<DeniedException> ofEgress() {
        return pending.by(labels::has).map(DeniedException::new);
    }

    /// That this address must not be connected to.
    Optional<Denial> of(InetAddress address) {
        return pending.by(labels::has, address);
    }

    /// That whoever resolves names must not be asked for this host.
    Optional<DeniedException> ofUnresolved(Host host) {
        return switch (host) {
            case Host.Address(InetAddress address) -> of(address).map(DeniedException::new);
            case Host.Name _ -> pending.byOneThatResolves(labels::has).map(DeniedException::new);
        };
    }

    /// Those of the addresses that may be connected to.
    ///
    /// @throws DeniedException when there are none
    List<InetAddress> allowed(List<InetAddress> addresses) throws DeniedException {
        List<InetAddress> kept =
                addresses.stream().filter(address -> of(address).isEmpty()).toList();
        if (kept.isEmpty()) {
            throw new DeniedException(of(addresses.getFirst()).orElseThrow());
        }
        return kept;
    }

    /// Whether it can be told of an open connection that it may be used. Behind hops nobody knows to which address it goes, unless that
    /// was never known here.
    ///
    /// @param fixed whether the operator has set the host's addresses, so that hops are told these
    boolean isKnownOf(Egress egress, Host host, boolean fixed) {
        return switch (egress) {
            case Egress.Direct _ -> true;
            case Egress.Chain chain ->
                    host instanceof Host.Address || (chain.last().resolvesNames() && !fixed);
        };
    }

    /// That an open connection must not be used.
    Optional<DeniedException> of(Channel open, Egress egress, Host host) {
        return egress instanceof Egress.Direct
                        && open.remoteAddress() instanceof InetSocketAddress remote
                ? of(remote.getAddress()).map(DeniedException::new)
                : ofUnresolved(host);
    }
}
