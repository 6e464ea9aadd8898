package dev.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.TestCertificates;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

final class PoolSourceTest {

    @TempDir Path directory;

    private Path write(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text);
    }

    @Test
    void dependsOnListsAndCertificatesToo() throws Exception {
        Path list = write("list.txt", "127.0.0.1:3128\n");
        String pem = TestCertificates.create().pem();
        Path one = write("one.pem", pem);
        Path two = write("two.pem", pem);
        Path pool =
                write(
                        "pool.yml",
                        """
                        egress:
                          - {file: %s}
                          - {proxy: "https://127.0.0.1:3128", ca: %s}
                          - {gateway: "https://u-{session}:x@127.0.0.1:3128", sessions: 2, ca: %s}
                        """
                                .formatted(list, one, two));
        PoolSource source = new PoolSource(pool, _ -> Optional.empty(), List.of());
        assertThat(source.files(source.read())).containsExactlyInAnyOrder(pool, list, one, two);
    }
}
