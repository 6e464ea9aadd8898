package dev.gyre.dns;

import dev.gyre.net.Isolation;

import java.net.InetAddress;

/// The way by which questions leave: that of the connection for which the name is looked up, so
/// that the name servers see nobody whom the target won't see. What is learned by one route is
/// never told to another, nor to another session by the same way: a route is the key of its cache.
public sealed interface Route {

    /// Who may use again what is learned by this route.
    Isolation isolation();

    /// The way alone, whoever goes it: two of the same way reach the same servers.
    default Object way() {
        return switch (this) {
            case FromSource from -> from.source();
            case Unbound _ -> Unbound.class;
            case Through through -> through.key();
        };
    }

    /// From an address of this machine: the sockets are bound to it, and to nothing else when that
    /// fails.
    ///
    /// @param source an address of this machine, never the wildcard
    /// @param free whether it may be one that no interface has
    record FromSource(InetAddress source, Isolation isolation, boolean free) implements Route {

        /// From an address that an interface must have.
        public FromSource(InetAddress source, Isolation isolation) {
            this(source, isolation, false);
        }

        public FromSource {
            if (source.isAnyLocalAddress()) {
                throw new IllegalArgumentException("the wildcard is no source address");
            }
        }
    }

    /// From whatever address the routing table gives: for the names of hops only, never for a
    /// target's.
    record Unbound() implements Route {
        @Override
        public Isolation isolation() {
            return Isolation.SHARED;
        }
    }

    /// Over TCP through a chain of hops.
    ///
    /// @param key tells chains apart; two routes with equal keys are one, within one isolation
    /// @param opener opens the connections to name servers
    record Through(Object key, Isolation isolation, StreamOpener opener) implements Route {
        @Override
        public boolean equals(Object other) {
            return other instanceof Through(Object otherKey, Isolation otherIsolation, _)
                    && key.equals(otherKey)
                    && isolation == otherIsolation;
        }

        @Override
        public int hashCode() {
            return key.hashCode();
        }
    }
}
