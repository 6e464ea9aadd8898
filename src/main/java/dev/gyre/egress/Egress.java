package dev.gyre.egress;

import dev.gyre.net.Addresses;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.List;

/// One way out: what a target sees as the peer of a connection.
///
/// An immutable value, free of runtime state. Two that are equal are the same egress. A pool may stand for millions of
/// addresses: only those that are picked come into being.
public sealed interface Egress {

    /// What this egress can get to.
    Reach reach();

    /// Leaves from an address of this machine; the target sees `source`.
    record Direct(InetAddress source) implements Egress {

        @Override
        public Reach reach() {
            return Reach.ofSource(source);
        }

        // By hand: what a record has made is slower, and these are keys on the way of each request.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Direct direct && source.equals(direct.source);
        }

        @Override
        public int hashCode() {
            return source.hashCode();
        }

        @Override
        public String toString() {
            return Addresses.text(source);
        }
    }

    /// Leaves through upstream proxies, first to last; the target sees the last of them. Two of the same hops are equal.
    final class Chain implements Egress {

        private final List<Hop> hops;

        /// Kept: chains are keys wherever something is known of an egress.
        private final int hash;

        public Chain(List<Hop> hops) {
            this.hops = List.copyOf(hops);
            if (this.hops.isEmpty()) {
                throw new IllegalArgumentException("a chain without a hop");
            }
            this.hash = KeyedHash.of(this.hops);
        }

        /// First to last; never empty.
        public List<Hop> hops() {
            return hops;
        }

        /// The hop that the target sees.
        public Hop last() {
            return hops.getLast();
        }

        /// What lies behind a hop is not known here: everything may, that its protocol has words for.
        @Override
        public Reach reach() {
            return switch (last().scheme()) {
                case SOCKS4, SOCKS4A -> Reach.LOOPBACK_IPV4.plus(Reach.IPV4).plus(Reach.NAME);
                case HTTP, HTTPS, SOCKS5, SOCKS5H -> Reach.ALL;
            };
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other
                    || (other instanceof Chain chain
                            && hash == chain.hash
                            && hops.equals(chain.hops));
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            for (Hop hop : hops) {
                text.append(text.isEmpty() ? "" : " > ").append(hop);
            }
            return text.toString();
        }
    }
}
