package dev.gyre.app.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

final class PrivateFileTest {

    @TempDir private Path directory;

    @Test
    void isReadableByItsOwnerOnlyEvenIfItWasNotBefore() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        PrivateFile.write(file, "new".getBytes(UTF_8));
        assertThat(file).content().isEqualTo("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aLinkStaysALink() throws Exception {
        Path real = Files.writeString(directory.resolve("real"), "old");
        Path link = Files.createSymbolicLink(directory.resolve("link"), real.getFileName());
        PrivateFile.write(link, "new".getBytes(UTF_8));
        assertThat(link).isSymbolicLink();
        assertThat(real).content().isEqualTo("new");
    }

    @Test
    void leavesNothingBehindWhereItFails() throws Exception {
        Path file = Files.createDirectory(directory.resolve("file"));
        Files.writeString(file.resolve("inside"), "");
        assertThatThrownBy(() -> PrivateFile.write(file, new byte[1]))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> PrivateFile.write(directory.resolve("no/file"), new byte[1]))
                .isInstanceOf(IOException.class);
        assertThat(directory).isDirectoryNotContaining(each -> !each.equals(file));
    }
}
