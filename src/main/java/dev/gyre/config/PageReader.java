package dev.gyre.config;

import dev.gyre.access.rules.Page;

import org.snakeyaml.engine.v2.nodes.Node;

import java.nio.file.Path;
import java.util.Optional;

/// Reads a page of HTML out of the file that a key names.
final class PageReader {

    private static final PathReader PATH = new PathReader("the path of a page of HTML", true);

    static final NodeReader<Page> READER =
            (reading, what, node) ->
                    PATH.read(reading, what, node).flatMap(file -> read(file, reading, what, node));

    private PageReader() {}

    private static Optional<Page> read(Path file, Reading reading, String what, Node node) {
        try {
            byte[] content = SourceReader.bytes(file);
            if (content.length > Page.MOST_OCTETS) {
                reading.problem(
                        node,
                        what + " is larger than " + Sizes.text(Page.MOST_OCTETS) + ": " + file);
                return Optional.empty();
            }
            return Optional.of(new Page(file, SourceReader.text(file.toString(), content).text()));
        } catch (ConfigException unreadable) {
            reading.problem(node, what + " can't be read from there: " + unreadable.first());
            return Optional.empty();
        }
    }
}
