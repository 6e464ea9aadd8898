package dev.gyre.config;

import dev.gyre.inbound.DoorTls;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLException;

/// The key `tls` of a listener: which files hold what it shows its clients, and whom it asks to vouch for them.
final class TlsKeys {

    private static final String CERTIFICATE = "certificate";
    private static final String KEY = "key";
    private static final String CLIENTS = "clients";

    /// What a file holds.
    private record Held<T>(Path file, T content) {}

    private static final NodeReader<Held<List<X509Certificate>>> CERTIFICATES =
            reader("a file with certificates in PEM form", TrustKeys::certificates);

    private static final NodeReader<Held<PrivateKey>> PRIVATE_KEY =
            reader("a file with a private key in PEM form", PrivateKeyFile::read);

    static final NodeReader<DoorTls> READER =
            (reading, what, node) -> MappingReader.read(reading, what, node, TlsKeys::tls);

    private TlsKeys() {}

    /// Reads a file.
    private interface Content<T> {
        T of(Path file) throws BadValue;
    }

    private static <T> NodeReader<Held<T>> reader(String expected, Content<T> content) {
        return (reading, what, node) ->
                new ScalarReader<>(
                                expected,
                                text -> {
                                    Path file = TrustKeys.named(reading, text, what, node);
                                    return new Held<>(file, content.of(file));
                                })
                        .read(reading, what, node);
    }

    private static Optional<DoorTls> tls(MappingReader keys) {
        Optional<Held<List<X509Certificate>>> chain = keys.take(CERTIFICATE, CERTIFICATES);
        Optional<Held<PrivateKey>> key = keys.take(KEY, PRIVATE_KEY);
        Optional<Held<List<X509Certificate>>> clients = keys.take(CLIENTS, CERTIFICATES);
        for (String each : List.of(CERTIFICATE, KEY)) {
            if (!keys.has(each)) {
                keys.problem("'" + each + "' is missing");
            }
        }
        if (chain.isEmpty() || key.isEmpty() || (keys.has(CLIENTS) && clients.isEmpty())) {
            return Optional.empty();
        }
        X509Certificate first = chain.get().content().getFirst();
        if (!PrivateKeyFile.fits(key.get().content(), first.getPublicKey())) {
            keys.problem(KEY, "key is not that of the first certificate in " + chain.get().file());
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new DoorTls(
                            new DoorTls.Sources(
                                    chain.get().file(), key.get().file(), clients.map(Held::file)),
                            chain.get().content(),
                            key.get().content(),
                            clients.map(Held::content).orElse(List.of())));
        } catch (SSLException | IllegalArgumentException unusable) {
            keys.problem("can't be used: " + unusable.getMessage());
            return Optional.empty();
        }
    }

    /// As it is written in the file.
    static String text(DoorTls tls) {
        List<String> words = new ArrayList<>();
        words.add(CERTIFICATE + ": " + ListKeys.quoted(tls.sources().certificate()));
        words.add(KEY + ": " + ListKeys.quoted(tls.sources().key()));
        tls.sources()
                .clients()
                .ifPresent(file -> words.add(CLIENTS + ": " + ListKeys.quoted(file)));
        return "tls: {" + String.join(", ", words) + "}";
    }
}
