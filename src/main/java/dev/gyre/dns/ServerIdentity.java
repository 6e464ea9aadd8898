package dev.gyre.dns;

import dev.gyre.net.Host;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the certificate of a name server must show. There is no way to have none of it checked.
///
/// @param name the host that it must be made out to: a name, which is also told as SNI, or an address
/// @param pins when there are any, the SHA-256 of the public key (SubjectPublicKeyInfo, as in RFC 7858 section 4.2), in Base64: the
///     server's own key must be one of them; then nobody has to have signed for it, and the name is not looked at
/// @param authorities who must have signed it, instead of those the platform trusts
public record ServerIdentity(Host name, Set<String> pins, Optional<Authorities> authorities) {
    public ServerIdentity {
        pins = Set.copyOf(pins);
    }

    /// Who may sign, and the file that says so.
    public record Authorities(Path file, List<X509Certificate> certificates) {
        public Authorities {
            certificates = List.copyOf(certificates);
        }
    }

    /// By name alone, signed by somebody whom the platform trusts.
    public static ServerIdentity of(Host name) {
        return new ServerIdentity(name, Set.of(), Optional.empty());
    }
}
