package dev.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gyre.testkit.TestCertificates;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What the proxy writes is never what the user wrote.
final class WrittenFilesTest {

    private static final String URL = "url: 'https://lists.example/', via: 127.0.0.1";

    @TempDir private Path directory;

    private PoolFile read(String text) throws Exception {
        return PoolFile.read(
                Files.writeString(directory.resolve("pool.yml"), text), _ -> Optional.empty());
    }

    private void refused(String text, String problem) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        problem + "; it needs one of its own, since it is written anew\n");
    }

    @Test
    void noFileIsWrittenThatIsRead() throws Exception {
        Files.writeString(directory.resolve("list.txt"), "127.0.5.1\n");
        Files.writeString(directory.resolve("ca.pem"), TestCertificates.create().pem());
        Files.createSymbolicLink(directory.resolve("link"), Path.of("list.txt"));
        Files.createDirectory(directory.resolve("folder"));
        String source = "egress: [{source: 127.0.5.1}]\n";
        refused("state: pool.yml\n" + source, ":1:8: error: state is the pool file itself");
        refused(
                "state: folder/../pool.yml\n" + source,
                ":1:8: error: state is the pool file itself");
        refused(
                "egress: [{" + URL + ", copy: pool.yml}]\n",
                ": error: copy is the pool file itself");
        refused(
                "egress:\n  - file: list.txt\nstate: list.txt\n",
                ":3:8: error: state is the file of 'file' in line 2");
        refused(
                "egress:\n  - file: list.txt\nstate: link\n",
                ":3:8: error: state is the file of 'file' in line 2");
        refused(
                "state: ca.pem\negress:\n  - {proxy: 'https://h:1', ca: ca.pem}\n",
                ":1:8: error: state is the file of 'ca' in line 3");
    }

    @Test
    void noFileIsWrittenForTwoPurposes() throws Exception {
        String kept = "egress:\n  - {" + URL + ", copy: kept.txt}\n";
        refused(
                kept + "state: ./kept.txt\n",
                ":3:8: error: state is also that of 'copy' in line 2");
        refused(
                kept + "  - {url: 'https://other.example/', via: 127.0.0.1, copy: kept.txt}\n",
                ":3:59: error: copy is also that of 'copy' in line 2");
        assertThat(
                        read(kept + "  - {" + URL + ", copy: kept.txt, group: g}\nstate: s.json\n")
                                .egress())
                .as("the same list twice")
                .hasSize(2);
    }

    @Test
    void whatABrokenFileDependsOnIsKnown() throws Exception {
        Files.writeString(directory.resolve("list.txt"), "bad\n");
        assertThatThrownBy(() ->
                        read("state: s.json\n" + "egress: [{file: list.txt, bad-lines: fail}]\n"))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        broken ->
                                assertThat(broken.files())
                                        .containsExactly(directory.resolve("list.txt")));
    }
}
