package dev.gyre.config;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The text of a pool file, and the tree of YAML nodes in it. Bounded: size, depth, aliases.
final class YamlSource {

    private static final int MOST_BYTES = 8 << 20;
    private static final int MOST_ALIASES = 50;

    private YamlSource() {}

    static byte[] read(Path file) throws ConfigException {
        try (InputStream in = Files.newInputStream(file)) {
            if (Files.isDirectory(file)) {
                throw alone(file, "this is a directory, not a pool file");
            }
            byte[] content = in.readNBytes(MOST_BYTES + 1);
            if (content.length > MOST_BYTES) {
                throw alone(file, "the file is larger than 8 MiB");
            }
            return content;
        } catch (NoSuchFileException missing) {
            throw alone(file, "there is no such file");
        } catch (AccessDeniedException denied) {
            throw alone(file, "the file may not be read");
        } catch (IOException unreadable) {
            throw alone(
                    file,
                    Files.isDirectory(file)
                            ? "this is a directory, not a pool file"
                            : "the file can't be read");
        }
    }

    private static ConfigException alone(Path file, String message) {
        return new ConfigException(
                file + ": error: " + message + "\n1 error. The proxy did not start.\n");
    }

    /// The text, without a byte order mark.
    static String decode(String name, byte[] content) throws ConfigException {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException notUtf8) {
            throw alone(Path.of(name), "the file is not UTF-8 text");
        }
    }

    /// The one document in the text, or nothing, with the problem noted.
    static Optional<Node> compose(String text, Problems problems) {
        LoadSettings settings =
                LoadSettings.builder()
                        .setUseMarks(true)
                        .setMaxAliasesForCollections(MOST_ALIASES)
                        .setCodePointLimit(MOST_BYTES)
                        .build();
        try {
            List<Node> documents = new ArrayList<>();
            new Compose(settings).composeAllFromString(text).forEach(documents::add);
            if (documents.isEmpty()) {
                problems.add(0, 0, "the file is empty; it needs at least 'egress:'");
                return Optional.empty();
            }
            if (documents.size() > 1) {
                problems.add(documents.get(1), "a pool file is one document, not several");
                return Optional.empty();
            }
            return Optional.of(documents.getFirst());
        } catch (MarkedYamlEngineException broken) {
            Optional<Mark> mark = broken.getProblemMark().or(broken::getContextMark);
            problems.add(
                    mark.map(at -> at.getLine() + 1).orElse(0),
                    mark.map(at -> at.getColumn() + 1).orElse(0),
                    "this is not YAML: " + Problems.masked(String.valueOf(broken.getProblem())));
        } catch (ReaderException unprintable) {
            problems.add(0, 0, "the file has a character that no text file has");
        } catch (YamlEngineException tooMuch) {
            problems.add(0, 0, "the file nests or repeats too much");
        } catch (StackOverflowError tooDeep) {
            problems.add(0, 0, "the file nests too deeply");
        }
        return Optional.empty();
    }
}
