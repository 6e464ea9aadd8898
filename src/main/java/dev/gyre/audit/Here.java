package dev.gyre.audit;

import dev.gyre.egress.Hop;
import dev.gyre.egress.Interfaces;
import dev.gyre.net.Host;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/// What is on this machine: the judges can be reached from there, and from nowhere else.
///
/// @param addresses those of this machine, but loopback's
record Here(Set<InetAddress> addresses) {

    static Here now() {
        return new Here(Interfaces.own());
    }

    boolean has(InetAddress address) {
        return address.isLoopbackAddress() || addresses.contains(address);
    }

    /// Whether all these hops are here. A hop's name is not looked up for that: only `localhost` is known to be.
    boolean has(List<Hop> hops) {
        return hops.stream()
                .allMatch(hop ->
                        switch (hop.server().host()) {
                            case Host.Address(InetAddress address) -> has(address);
                            case Host.Name(String name) ->
                                    name.equals("localhost") || name.endsWith(".localhost");
                        });
    }
}
