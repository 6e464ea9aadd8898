package dev.gyre.app;

import dev.gyre.access.Users;
import dev.gyre.config.PoolFile;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.Hop;
import dev.gyre.inbound.DoorSettings;
import dev.gyre.inbound.DoorTls;
import dev.gyre.net.Credentials;
import dev.gyre.net.PercentEncoding;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What works, but should not be so: secrets that others on this machine can read, and certificates that clients won't take.
final class Cautions {

    private Cautions() {}

    /// A notice for each. Blocks.
    ///
    /// @param path the pool file's
    static List<String> of(PoolFile file, Path path) {
        List<String> all = new ArrayList<>();
        if (isOpen(path) && hasSecrets(file, path)) {
            all.add(readable(path, "its secrets"));
        }
        file.inbound()
                .users()
                .flatMap(Users::file)
                .filter(Cautions::isOpen)
                .ifPresent(users -> all.add(readable(users, "its hashes of passwords")));
        file.inbound().doors().stream()
                .map(DoorSettings::tls)
                .flatMap(tls -> tls.stream())
                .distinct()
                .forEach(tls -> addOf(tls, all));
        return all;
    }

    private static void addOf(DoorTls tls, List<String> all) {
        if (isOpen(tls.sources().key())) {
            all.add(readable(tls.sources().key(), "its key"));
        }
        try {
            tls.certificate().checkValidity();
        } catch (CertificateExpiredException expired) {
            all.add("the certificate in " + tls.sources().certificate() + " has expired");
        } catch (CertificateNotYetValidException early) {
            all.add("the certificate in " + tls.sources().certificate() + " is not valid yet");
        }
    }

    private static String readable(Path file, String what) {
        return "everybody on this machine can read "
                + file
                + ", and "
                + what
                + ": chmod o-r "
                + file;
    }

    /// Whether everybody can read it: it, and all folders on the way to it.
    private static boolean isOpen(Path file) {
        try {
            Path real = file.toRealPath();
            if (!Files.getPosixFilePermissions(real).contains(PosixFilePermission.OTHERS_READ)) {
                return false;
            }
            for (Path folder = real.getParent(); folder != null; folder = folder.getParent()) {
                if (!Files.getPosixFilePermissions(folder)
                        .contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    return false;
                }
            }
            return true;
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }

    /// Whether there are any in the file itself: those in variables are elsewhere.
    private static boolean hasSecrets(PoolFile file, Path path) {
        boolean users =
                file.inbound()
                        .users()
                        .filter(all -> all.file().isEmpty() && !all.all().isEmpty())
                        .isPresent();
        if (users) {
            return true;
        }
        try {
            String text = Files.readString(path, StandardCharsets.UTF_8);
            return (file.rotation().sessions().secret().isPresent()
                            && !text.matches("(?s).*\\bsecret:\\s*[\"']?\\$\\{.*"))
                    || file.egress().stream()
                            .flatMap(Cautions::hops)
                            .flatMap(hop -> hop.credentials().stream())
                            .map(Cautions::secret)
                            .anyMatch(secret ->
                                    !secret.isEmpty()
                                            && (text.contains(secret)
                                                    || text.contains(
                                                            PercentEncoding.encode(secret))));
        } catch (IOException gone) {
            return false;
        }
    }

    private static String secret(Credentials credentials) {
        return credentials.password().isEmpty() ? credentials.user() : credentials.password();
    }

    private static Stream<Hop> hops(EgressEntry entry) {
        return switch (entry) {
            case EgressEntry.Through through -> through.hops().stream();
            case EgressEntry.Gateway gateway -> Stream.of(gateway.template().hop());
            case EgressEntry.Listing _,
                    EgressEntry.Interface _,
                    EgressEntry.Source _,
                    EgressEntry.Prefix _,
                    EgressEntry.Tor _ ->
                    Stream.empty();
        };
    }
}
