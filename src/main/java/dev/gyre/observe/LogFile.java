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
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// A file that lines are appended to, for its owner only. One that would become too large is put aside, as `name.1`; what was put aside
/// before moves on, and the last is gone. As long as it can't be put aside it grows.
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

    /// After how long it is tried again to put one aside.
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Path path;
    private final Consumer<IOException> stuck;
    private final LongSupplier nanoTime;
    private final boolean regular;
    private FileChannel out;

    /// Whether it could not be put aside the last time, and when that was.
    private boolean isStuck;

    private long triedNanos;

    /// @param stuck is told why it can't be put aside, once until it can be
    /// @param nanoTime a clock that never goes back
    LogFile(Path path, Consumer<IOException> stuck, LongSupplier nanoTime) throws IOException {
        this.path = path;
        this.stuck = stuck;
        this.nanoTime = nanoTime;
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
        if (regular && out.size() > 0 && out.size() + line.length > maxSize && isDue()) {
            tryToPutAside(keep);
        }
        long size = regular ? out.size() : 0;
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

    private boolean isDue() {
        return !isStuck || nanoTime.getAsLong() - triedNanos >= AGAIN_NANOS;
    }

    private void tryToPutAside(int keep) {
        try {
            putAside(keep);
            isStuck = false;
        } catch (IOException stays) {
            triedNanos = nanoTime.getAsLong();
            if (!isStuck) {
                isStuck = true;
                stuck.accept(stays);
            }
        }
    }

    /// When it fails, the file is the same as before, and where it was.
    private void putAside(int keep) throws IOException {
        int free = 1;
        while (free < keep && Files.exists(aside(free))) {
            free++;
        }
        // Only up to the first gap: what fails is tried again, and none is to be lost by that.
        for (int i = free; i > 1; i--) {
            var _ = move(aside(i - 1), aside(i));
        }
        boolean moved = move(path, aside(1));
        FileChannel full = out;
        try {
            out = opened(path);
        } catch (IOException unopened) {
            if (moved) {
                var _ = move(aside(1), path);
            }
            throw unopened;
        }
        full.close();
    }

    private Path aside(int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }

    /// @return false when there was nothing to move
    private static boolean move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (NoSuchFileException none) {
            return false; // somebody else did it
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
