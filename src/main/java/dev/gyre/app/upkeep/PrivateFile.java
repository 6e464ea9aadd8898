package dev.gyre.app.upkeep;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files that nobody but their owner may read, and of which there is always one whole version on the disk.
final class PrivateFile {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private PrivateFile() {}

    /// Puts this in the place of what the file holds: written beside it, on the disk, then renamed. Where the file is a link, what that
    /// leads to is replaced. Blocks. When it fails, the file is as it was.
    static void write(Path file, byte[] content) throws IOException {
        Path place = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path fresh = temporary(place);
        boolean moved = false;
        try {
            try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
                out.force(true);
            }
            move(fresh, place);
            moved = true;
            force(place.getParent());
        } finally {
            if (!moved) {
                Files.deleteIfExists(fresh);
            }
        }
    }

    /// Has the disk know of the new name, too, where the system lets a folder be opened.
    private static void force(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException _) {
            // The file itself is whole all the same.
        }
    }

    private static Path temporary(Path place) throws IOException {
        Path folder = place.getParent();
        String prefix = "." + place.getFileName() + ".";
        FileAttribute<?>[] mode =
                POSIX
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    Set.copyOf(PosixFilePermissions.fromString("rw-------")))
                        }
                        : new FileAttribute<?>[0];
        return folder == null
                ? Files.createTempFile(prefix, ".tmp", mode)
                : Files.createTempFile(folder, prefix, ".tmp", mode);
    }

    private static void move(Path fresh, Path place) throws IOException {
        try {
            Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException without) {
            Files.move(fresh, place, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
