package dev.gyre.config;

import org.snakeyaml.engine.v2.nodes.Node;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Reads the path of another file: if relative, to the folder of the file that names it.
///
/// @param reads whether the file is read: it must not be written, too
record PathReader(String expected, boolean reads) implements NodeReader<Path> {

    @Override
    public Optional<Path> read(Reading reading, String what, Node node) {
        return new ScalarReader<>(expected, PathReader::path)
                .read(reading, what, node)
                .map(reading::beside)
                .map(path -> {
                    if (reads) {
                        reading.files().reads(path, what, node);
                    }
                    return path;
                });
    }

    /// @throws BadValue when no file can have this path
    static Path path(String text) throws BadValue {
        try {
            Path path = Path.of(text);
            if (path.getNameCount() == 0 || text.isBlank()) {
                throw new BadValue("is not the path of a file");
            }
            return path;
        } catch (InvalidPathException invalid) {
            throw new BadValue("is not the path of a file");
        }
    }
}
