package dev.gyre.egress;

import dev.gyre.net.Host;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// Which certificate an https hop has to show, where it is not one that this machine trusts, for the hop's own name.
///
/// @param authorities who must have issued it, and nobody else
/// @param name for which it must be good, which is also what the hop is asked for (SNI)
public record HopTrust(Optional<Authorities> authorities, Optional<Host.Name> name) {

    /// Certificates of authorities, and where they were read.
    ///
    /// @param certificates never empty
    public record Authorities(Path file, List<X509Certificate> certificates) {
        public Authorities {
            certificates = List.copyOf(certificates);
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException(file + " holds no certificate");
            }
        }
    }
}
