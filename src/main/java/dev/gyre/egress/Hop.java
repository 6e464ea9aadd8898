package dev.gyre.egress;

import dev.gyre.net.Credentials;
import dev.gyre.net.Target;

import java.util.Optional;

/// One upstream proxy.
///
/// @param scheme what it speaks
/// @param server where it listens
/// @param credentials what it asks for; for SOCKS4 only the user is sent
/// @param trust what is special about its certificate; only for https
/// @param resolvesNames whether names are handed to it as they are, else it is told addresses only: the name servers of the pool file
///     are asked through it. A way on which others are asked is another way
public record Hop(
        HopScheme scheme,
        Target server,
        Optional<Credentials> credentials,
        Optional<HopTrust> trust,
        boolean resolvesNames) {

    /// @throws IllegalArgumentException when it is to resolve names, and its protocol has no words for them
    public Hop {
        if (resolvesNames && !scheme.resolvesNames()) {
            throw new IllegalArgumentException(scheme.text() + " takes addresses only");
        }
    }

    /// One that resolves names if its protocol has words for them.
    public Hop(
            HopScheme scheme,
            Target server,
            Optional<Credentials> credentials,
            Optional<HopTrust> trust) {
        this(scheme, server, credentials, trust, scheme.resolvesNames());
    }

    /// The same, with nothing special about its certificate, if it has one.
    public Hop(HopScheme scheme, Target server, Optional<Credentials> credentials) {
        this(scheme, server, credentials, Optional.empty());
    }

    /// The same with other credentials.
    public Hop with(Optional<Credentials> others) {
        return new Hop(scheme, server, others, trust, resolvesNames);
    }

    /// The same with something special about its certificate.
    public Hop with(HopTrust special) {
        return new Hop(scheme, server, credentials, Optional.of(special), resolvesNames);
    }

    /// The same, but that it is told addresses only.
    public Hop toldAddresses() {
        return new Hop(scheme, server, credentials, trust, false);
    }

    /// Whether it is told addresses though its protocol has words for names.
    public boolean isToldAddressesByChoice() {
        return scheme.resolvesNames() && !resolvesNames;
    }

    /// The hop as a URL with its password masked; with a word on who resolves names, where that is not as its scheme says.
    @Override
    public String toString() {
        return scheme.text()
                + "://"
                + credentials.map(known -> known + "@").orElse("")
                + server
                + (isToldAddressesByChoice() ? " (resolve: through)" : "");
    }
}
