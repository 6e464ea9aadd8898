package dev.gyre.inbound;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/// A folder that only we can enter, for as long as something is made ready in it. It is held open, and what is done with [#file] is done
/// in it and nowhere else: whoever has the folder around may rename it, or put another or a link in its place, and nothing follows.
///
/// Linux only: files in it are named by way of its descriptor. Not thread-safe; blocks.
final class PrivateFolder implements Closeable {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int FOLDER_OF_ONE = 040700;

    private final Path place;
    private final DirectoryStream<Path> held;
    private final Path file;

    private PrivateFolder(Path place, DirectoryStream<Path> held, Path file) {
        this.place = place;
        this.held = held;
        this.file = file;
    }

    /// Makes one.
    ///
    /// @throws IOException when it can't be made, or somebody has put another in its place
    static PrivateFolder in(Path parent) throws IOException {
        Path place =
                Files.createTempDirectory(
                        parent,
                        ".",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        return in(parent, place);
    }

    /// @param place just made
    @SuppressWarnings("StreamResourceLeak") // it is held until this is closed
    static PrivateFolder in(Path parent, Path place) throws IOException {
        DirectoryStream<Path> held = Files.newDirectoryStream(place);
        try {
            return new PrivateFolder(place, held, descriptor(place).resolve("s"));
        } catch (IOException | RuntimeException failed) {
            held.close();
            Files.deleteIfExists(place);
            throw new IOException("no folder of our own can be had in " + parent, failed);
        }
    }

    /// The descriptor by which it is held.
    private static Path descriptor(Path place) throws IOException {
        Map<String, Object> its = Files.readAttributes(place, "unix:dev,ino");
        try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path each : all) {
                if (isIt(each, its)) {
                    return each;
                }
            }
        }
        throw new IOException("another is in its place");
    }

    private static boolean isIt(Path descriptor, Map<String, Object> its) throws IOException {
        try {
            return Files.isDirectory(descriptor)
                    && Files.readAttributes(descriptor, "unix:dev,ino").equals(its)
                    && isOurs(descriptor);
        } catch (NoSuchFileException closed) {
            return false; // meanwhile, by another thread
        }
    }

    private static boolean isOurs(Path folder) throws IOException {
        return Files.getAttribute(folder, "unix:uid")
                        .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                && Files.getAttribute(folder, "unix:mode").equals(FOLDER_OF_ONE);
    }

    /// Where a file is made ready.
    Path file() {
        return file;
    }

    /// Takes it away, with what is still in it.
    @Override
    public void close() throws IOException {
        try {
            Files.deleteIfExists(file);
        } finally {
            held.close();
            Files.deleteIfExists(place);
        }
    }
}
