package dev.gyre.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file with passwords: for its owner's eyes only, and whole or not there.
final class PrivateFile {

    private PrivateFile() {}

    /// Puts this in the place of what is there.
    static void write(Path file, String text) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException(file + " is no file");
        }
        // Such a file is made with the mode 0600, where there are modes.
        Path whole = Files.createTempFile(directory, ".gyre-", ".tmp");
        try {
            Files.writeString(whole, text, StandardCharsets.UTF_8);
            Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }
}
