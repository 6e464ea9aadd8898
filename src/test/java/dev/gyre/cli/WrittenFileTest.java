package dev.gyre.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Whose a file is that a command has changed.
final class WrittenFileTest {

    private static final int NOBODY = 65534;

    @TempDir private Path folder;

    static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    private static void replace(Path file) throws IOException {
        WrittenFile.replace(file, "new".getBytes(StandardCharsets.UTF_8));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private Path written(String name, String mode) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "old");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @Test
    void staysReadableForTheSame() throws Exception {
        Path file = written("a", "rw-r----x");
        replace(file);
        assertThat(file).hasContent("new");
        assertThat(mode(file)).isEqualTo("rw-r----x");
    }

    @Test
    void aNewOneIsForItsOwnerOnly() throws Exception {
        replace(folder.resolve("a"));
        assertThat(mode(folder.resolve("a"))).isEqualTo("rw-------");
    }

    @Test
    @EnabledIf("isRoot")
    void staysItsOwnersAndItsGroups() throws Exception {
        Path file = written("a", "rw-r-----");
        Files.setAttribute(file, "unix:uid", NOBODY);
        Files.setAttribute(file, "unix:gid", NOBODY - 1);
        replace(file);
        assertThat(file).hasContent("new");
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(NOBODY);
        assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(NOBODY - 1);
        assertThat(mode(file)).isEqualTo("rw-r-----");
    }

    @Test
    void aLinkStaysOneAndLeadsToWhatIsNew() throws Exception {
        Path file = written("a", "rw-rw-rw-");
        Path link = Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));
        replace(link);
        assertThat(Files.readAttributes(link, "*", LinkOption.NOFOLLOW_LINKS))
                .containsEntry("isSymbolicLink", true);
        assertThat(file).hasContent("new");
        assertThat(mode(file)).isEqualTo("rw-rw-rw-");
        try (var all = Files.list(folder)) {
            assertThat(all).containsExactlyInAnyOrder(file, link);
        }
    }
}
