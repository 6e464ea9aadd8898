package dev.gyre.app.upkeep;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The last good version of a list on the disk, for when it can't be had. Blocks.
///
/// @param file where it is kept
record ListCopy(Path file) {

    /// What it holds, if it is there.
    ///
    /// @param most octets that it may have
    Optional<String> read(int most) throws BadList {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(most);
            if (in.read() >= 0) {
                throw new BadList("has a copy that is too large: " + file);
            }
            return Optional.of(new String(content, StandardCharsets.UTF_8));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new BadList("has a copy that can't be read: " + file);
        }
    }

    void write(String text) throws BadList {
        try {
            PrivateFile.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException unwritable) {
            throw new BadList("can't be copied to " + file);
        }
    }

    /// It is still what the server has.
    ///
    /// @return whether it is there
    boolean renew() {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return true;
        } catch (NoSuchFileException gone) {
            return false;
        } catch (IOException denied) {
            // The list is asked for earlier than need be at the next start.
            return true;
        }
    }

    /// How old it is; no less than nothing, and as old as can be when it is not there.
    Duration age() {
        try {
            Duration age =
                    Duration.between(Files.getLastModifiedTime(file).toInstant(), Instant.now());
            return age.isNegative() ? Duration.ZERO : age;
        } catch (IOException none) {
            return Duration.ofDays(Integer.MAX_VALUE);
        }
    }
}
