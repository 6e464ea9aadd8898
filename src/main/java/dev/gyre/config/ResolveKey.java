package dev.gyre.config;

import dev.gyre.egress.Hop;
import dev.gyre.egress.HopScheme;

import java.util.Optional;

/// The key `resolve` beside a hop: who looks up the names that are behind it.
final class ResolveKey {

    static final String NAME = "resolve";

    /// Who does.
    enum Resolve {
        /// The hop, or whom it asks.
        HOP,
        /// The name servers of the pool file, asked through the hop.
        THROUGH
    }

    private static final NodeReader<Resolve> READER = Choice.of(Resolve.values());

    private ResolveKey() {}

    /// The hop with what the mapping says of names.
    static Optional<Hop> read(MappingReader keys, Optional<Hop> hop) {
        Optional<Resolve> who = keys.take(NAME, READER);
        if (hop.isEmpty() || who.isEmpty()) {
            return hop;
        }
        return switch (who.get()) {
            case THROUGH -> hop.map(Hop::toldAddresses);
            case HOP -> {
                HopScheme scheme = hop.get().scheme();
                if (!scheme.resolvesNames()) {
                    keys.problem(
                            NAME,
                            scheme.text()
                                    + " takes addresses only; for 'resolve: hop' write "
                                    + (scheme == HopScheme.SOCKS4 ? "socks4a://" : "socks5h://"));
                }
                yield hop.map(known ->
                        new Hop(
                                known.scheme(),
                                known.server(),
                                known.credentials(),
                                known.trust()));
            }
        };
    }

    /// Whether hops of a list are told addresses only.
    static boolean isThrough(MappingReader keys) {
        return keys.take(NAME, READER, Resolve.HOP) == Resolve.THROUGH;
    }
}
