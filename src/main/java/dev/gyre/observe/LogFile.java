package dev.gyre.observe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A file that lines are appended to, for its owner only. One that would become too large is put aside, as `name.1`; what was put aside
/// before moves on, and the last is gone.
///
/// On one thread. Blocks.
final class LogFile implements AutoCloseable {

    private static final FileAttribute<?>[] MODE =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------"))
                    }
                    : new FileAttribute<?>[0];

    private final Path path;
    private final boolean regular;
    private FileChannel out;

    LogFile(Path path) throws IOException {
        this.path = path;
        this.out = opened(path);
        this.regular = Files.isRegularFile(path);
    }

    private static FileChannel opened(Path path) throws IOException {
        return FileChannel.open(
                path,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND),
                MODE);
    }

    Path path() {
        return path;
    }

    /// Appends a line with its end. Of one that does not fit on the disk, nothing is left.
    void write(byte[] line, long maxSize, int keep) throws IOException {
        long size = regular ? out.size() : 0;
        if (regular && size > 0 && size + line.length > maxSize) {
            putAside(keep);
            size = 0;
        }
        try {
            ByteBuffer rest = ByteBuffer.wrap(line);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
        } catch (IOException full) {
            if (regular) {
                out.truncate(size);
            }
            throw full;
        }
    }

    private void putAside(int keep) throws IOException {
        out.close();
        for (int i = keep; i > 1; i--) {
            move(aside(i - 1), aside(i));
        }
        move(path, aside(1));
        out = opened(path);
    }

    private Path aside(int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException none) {
            // Not so many have been put aside yet, or somebody else did it.
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
