package dev.gyre.dns;

import java.net.InetAddress;

/// The way by which questions leave: that of the connection for which the name is looked up, so
/// that the name servers see nobody whom the target won't see. What is learned by one route is
/// never told to another: a route is the key of its cache.
public sealed interface Route {

    /// From an address of this machine: the sockets are bound to it, and to nothing else when that
    /// fails.
    ///
    /// @param source an address of this machine, never the wildcard
    record FromSource(InetAddress source) implements Route {
        public FromSource {
            if (source.isAnyLocalAddress()) {
                throw new IllegalArgumentException("the wildcard is no source address");
            }
        }
    }

    /// From whatever address the routing table gives: for the names of hops only, never for a
    /// target's.
    record Unbound() implements Route {}

    /// Over TCP through a chain of hops.
    ///
    /// @param key tells chains apart; two routes with equal keys are one
    /// @param opener opens the connections to name servers
    record Through(Object key, StreamOpener opener) implements Route {
        @Override
        public boolean equals(Object other) {
            return other instanceof Through(Object otherKey, _) && key.equals(otherKey);
        }

        @Override
        public int hashCode() {
            return key.hashCode();
        }
    }
}
