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
public record Hop(
        HopScheme scheme,
        Target server,
        Optional<Credentials> credentials,
        Optional<HopTrust> trust) {

    /// With nothing special about its certificate, if it has one.
    public Hop(HopScheme scheme, Target server, Optional<Credentials> credentials) {
        this(scheme, server, credentials, Optional.empty());
    }

    /// The hop as a URL with its password masked.
    @Override
    public String toString() {
        return scheme.text() + "://" + credentials.map(known -> known + "@").orElse("") + server;
    }
}
