package dev.gyre.lists;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Gets a list as text: UTF-8; what is not becomes U+FFFD, so that only its line is bad.
public final class ListFile {

    /// The largest list that is read, in octets.
    public static final int MOST_OCTETS = 64 << 20;

    private ListFile() {}

    /// What a file holds. Blocks.
    public static String read(Path file) throws UnreadableList {
        return new String(octets(file), StandardCharsets.UTF_8);
    }

    /// The same, as it is. Blocks.
    public static byte[] octets(Path file) throws UnreadableList {
        if (Files.isDirectory(file)) {
            throw new UnreadableList("it is a directory, not a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return checked(in.readNBytes(MOST_OCTETS + 1));
        } catch (UnreadableList unreadable) {
            throw unreadable;
        } catch (NoSuchFileException missing) {
            throw new UnreadableList("there is no such file");
        } catch (AccessDeniedException denied) {
            throw new UnreadableList("it cannot be read: permission denied");
        } catch (IOException failed) {
            throw new UnreadableList("it cannot be read");
        }
    }

    /// What comes until the end. Blocks.
    public static String read(InputStream in) throws IOException {
        return text(in.readNBytes(MOST_OCTETS + 1));
    }

    /// A list that is here already.
    public static String text(byte[] octets) throws UnreadableList {
        return new String(checked(octets), StandardCharsets.UTF_8);
    }

    private static byte[] checked(byte[] octets) throws UnreadableList {
        if (octets.length > MOST_OCTETS) {
            throw new UnreadableList("it is larger than " + (MOST_OCTETS >> 20) + " MiB");
        }
        if (octets.length >= 2
                && ((octets[0] == (byte) 0xff && octets[1] == (byte) 0xfe)
                        || (octets[0] == (byte) 0xfe && octets[1] == (byte) 0xff))) {
            throw new UnreadableList("it is UTF-16; save it as UTF-8");
        }
        return octets;
    }
}
