package dev.gyre.config;

import dev.gyre.dns.ServerIdentity;
import dev.gyre.egress.Hop;
import dev.gyre.egress.HopScheme;
import dev.gyre.egress.HopTrust;
import dev.gyre.net.Host;

import org.snakeyaml.engine.v2.nodes.Node;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// The keys beside an https hop that say which certificate it has to show: `ca`, `sni`.
final class TrustKeys {

    private static final String CA = "ca";
    private static final String SNI = "sni";

    private static final int MOST_BYTES = 1 << 20;

    private static final String EXPECTED = "a file with certificates in PEM form";

    private static final NodeReader<HopTrust.Authorities> AUTHORITIES =
            (reading, what, node) ->
                    new ScalarReader<>(
                                    EXPECTED,
                                    text -> {
                                        Path file = named(reading, text, what, node);
                                        return new HopTrust.Authorities(file, certificates(file));
                                    })
                            .read(reading, what, node);

    /// Who must have signed a name server's certificate.
    static final NodeReader<ServerIdentity.Authorities> NAME_SERVERS =
            (reading, what, node) ->
                    new ScalarReader<>(
                                    EXPECTED,
                                    text -> {
                                        Path file = named(reading, text, what, node);
                                        return new ServerIdentity.Authorities(
                                                file, certificates(file));
                                    })
                            .read(reading, what, node);

    private static final NodeReader<Host.Name> NAME =
            new ScalarReader<>(
                    "a host name",
                    text ->
                            Host.written(text)
                                    .filter(host ->
                                            host instanceof Host.Name name
                                                    && name.text().indexOf('_') < 0)
                                    .map(Host.Name.class::cast)
                                    .orElseThrow(() -> new BadValue("is not a host name")));

    private TrustKeys() {}

    /// The hop with what the mapping says of its certificate.
    static Optional<Hop> read(MappingReader keys, Optional<Hop> hop) {
        Optional<HopTrust.Authorities> authorities = keys.take(CA, AUTHORITIES);
        Optional<Host.Name> name = keys.take(SNI, NAME);
        if (hop.isPresent() && hop.get().scheme() != HopScheme.HTTPS) {
            for (String key : List.of(CA, SNI)) {
                if (keys.has(key)) {
                    keys.problem(key, key + " is for https hops, and this one is not");
                }
            }
        }
        return authorities.isEmpty() && name.isEmpty()
                ? hop
                : hop.map(known -> known.with(new HopTrust(authorities, name)));
    }

    static Path named(Reading reading, String text, String what, Node node) throws BadValue {
        Path file = reading.beside(PathReader.path(text));
        reading.files().reads(file, what, node);
        return file;
    }

    /// What a file of certificates holds; never nothing. Blocks.
    static List<X509Certificate> certificates(Path file) throws BadValue {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MOST_BYTES + 1);
        } catch (IOException unreadable) {
            throw new BadValue("is a file that can't be read");
        }
        if (content.length > MOST_BYTES) {
            throw new BadValue("is a file of more than 1 MiB");
        }
        try {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(content))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (certificates.isEmpty()) {
                throw new BadValue("is a file that holds no certificate");
            }
            return certificates;
        } catch (CertificateException broken) {
            throw new BadValue("is a file that holds no certificates in PEM form");
        }
    }
}
