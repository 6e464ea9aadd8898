package dev.gyre.app.upkeep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/// By what two versions of a file can be told apart without reading them. Links are followed.
///
/// @param identity what the file system knows it by: another after a save by renaming
/// @param modified when it was written last
/// @param size in octets
record Stamp(Optional<Object> identity, FileTime modified, long size) {

    private static final Stamp NONE = new Stamp(Optional.empty(), FileTime.from(Instant.EPOCH), -1);

    /// As the file is now, whether it is there or not. Blocks.
    static Stamp of(Path file) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(
                    Optional.ofNullable(found.fileKey()), found.lastModifiedTime(), found.size());
        } catch (IOException absent) {
            return NONE;
        }
    }
}
