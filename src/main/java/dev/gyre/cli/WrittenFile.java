package dev.gyre.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;

/// A file that a person has written and a command changes: its place holds the old version or the new one, whole, and whose it is and who may
/// read it stays as it was: where that can't be, nothing is written. A new one is for its owner only.
final class WrittenFile {

    private WrittenFile() {}

    /// Puts this in the place of what is there; where that is a link, of what it leads to. Blocks.
    static void replace(Path file, byte[] content) throws IOException {
        Path place = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path folder = place.getParent();
        if (folder == null) {
            throw new IOException(file + " is no file");
        }
        // Such a file is made with the mode 0600, where there are modes.
        Path fresh = Files.createTempFile(folder, ".gyre-", ".tmp");
        try {
            Files.write(fresh, content);
            PosixFileAttributeView mode =
                    Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
            if (mode != null && Files.exists(place)) {
                PosixFileAttributes before = Files.readAttributes(place, PosixFileAttributes.class);
                // Else a proxy that runs as somebody else could not read it any more, or others
                // could.
                if (!mode.readAttributes().owner().equals(before.owner())) {
                    mode.setOwner(before.owner());
                }
                if (!mode.readAttributes().group().equals(before.group())) {
                    mode.setGroup(before.group());
                }
                mode.setPermissions(before.permissions());
            }
            Files.move(
                    fresh,
                    place,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
