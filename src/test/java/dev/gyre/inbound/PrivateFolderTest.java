package dev.gyre.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

class PrivateFolderTest {

    @TempDir private Path parent;

    /// Whoever has the folder around has another folder in its place, with a link to what is not to be touched.
    @Test
    void whatIsDoneInItIsDoneNowhereElse() throws Exception {
        Path target = Files.writeString(parent.resolve("target"), "x");
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
        try (PrivateFolder folder = PrivateFolder.in(parent)) {
            Path place;
            try (var all = Files.list(parent)) {
                place = all.filter(Files::isDirectory).findFirst().orElseThrow();
            }
            Path aside = parent.resolve("aside");
            Files.move(place, aside);
            Files.createSymbolicLink(Files.createDirectory(place).resolve("s"), target);
            Files.createFile(folder.file());
            Files.setPosixFilePermissions(
                    folder.file(), PosixFilePermissions.fromString("rw-rw-rw-"));
            assertThat(aside.resolve("s")).exists();
            Files.move(folder.file(), parent.resolve("ready"));
            Files.delete(place.resolve("s"));
        }
        assertThat(Files.getPosixFilePermissions(target))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(parent.resolve("ready")))
                .isEqualTo(PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    @Test
    void oneThatOthersCanEnterIsNone() throws Exception {
        Path others = Files.createDirectory(parent.resolve("others"));
        Files.setPosixFilePermissions(others, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> PrivateFolder.in(parent, others))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("no folder of our own can be had in ");
    }

    @Test
    void isGoneWithWhatIsLeftInIt() throws Exception {
        try (PrivateFolder folder = PrivateFolder.in(parent)) {
            Files.createFile(folder.file());
        }
        assertThat(parent).isEmptyDirectory();
    }
}
