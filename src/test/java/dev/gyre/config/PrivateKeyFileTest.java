package dev.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.testkit.Program;
import dev.gyre.testkit.TestPeers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Private keys as OpenSSL writes them.
final class PrivateKeyFileTest {

    @TempDir private Path dir;

    private void openssl(String... arguments) {
        List<String> command = new ArrayList<>(List.of(TestPeers.require("openssl").toString()));
        command.addAll(List.of(arguments));
        Program.Result result = Program.run(dir, Map.of(), command);
        assertThat(result.exit()).as(result.err()).isZero();
    }

    private void make(String command, String file) {
        openssl(command.replaceFirst(" ", " -out " + file + " ").split(" "));
    }

    private PublicKey certified() throws Exception {
        openssl(
                "req",
                "-x509",
                "-key",
                "key.pem",
                "-passin",
                "pass:x",
                "-subj",
                "/CN=test",
                "-out",
                "cert.pem");
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(Files.readAllBytes(dir.resolve("cert.pem"))))
                .getPublicKey();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048",
                "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256",
                "genpkey -algorithm ED25519",
                "genrsa -traditional 2048",
                "ecparam -name prime256v1 -genkey",
                "ecparam -name secp384r1 -genkey",
                "ecparam -name secp521r1 -genkey -noout",
            })
    void readsEachKind(String command) throws Exception {
        make(command, "key.pem");
        PublicKey its = certified();
        Path key = dir.resolve("key.pem");
        assertThat(PrivateKeyFile.fits(PrivateKeyFile.read(key), its)).isTrue();
        make(command, "other.pem");
        assertThat(PrivateKeyFile.fits(PrivateKeyFile.read(dir.resolve("other.pem")), its))
                .as("another")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "genpkey -algorithm RSA -aes256 -pass pass:secret",
                "genrsa -traditional -aes256 -passout pass:secret 2048",
            })
    void refusesAnEncryptedOne(String command) {
        make(command, "key.pem");
        assertThatThrownBy(() -> PrivateKeyFile.read(dir.resolve("key.pem")))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("encrypted");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nothing | holds no private key",
                "-----BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY----- | is broken",
                "-----BEGIN EC PRIVATE KEY-----AAAA-----END EC PRIVATE KEY----- | holds no",
                "-----BEGIN EC PRIVATE KEY-----MIH///8=-----END EC PRIVATE KEY----- | holds no",
                "-----BEGIN RSA PRIVATE KEY-----AAAA-----END RSA PRIVATE KEY----- | is broken",
                "-----BEGIN DSA PRIVATE KEY-----AAAA-----END DSA PRIVATE KEY----- | kind",
            })
    void saysWhatIsWrong(String content, String problem) throws Exception {
        Path file = Files.writeString(dir.resolve("key.pem"), content, StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> PrivateKeyFile.read(file))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining(problem);
    }

    @Test
    void saysThatThereIsNone() {
        assertThatThrownBy(() -> PrivateKeyFile.read(dir.resolve("none.pem")))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("can't be read");
    }
}
