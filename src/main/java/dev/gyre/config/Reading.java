package dev.gyre.config;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/// One reading of one file: where its problems go, and what `${NAME}` stands for.
final class Reading {

    /// More than a file of the largest size holds, unless aliases repeat what it holds.
    private static final int MOST_VALUES = 4_000_000;

    private final YamlSource source;
    private final Problems problems;
    private final Function<String, Optional<String>> environment;
    private final NamedFiles files = new NamedFiles();
    private int values;

    Reading(YamlSource source, Problems problems, Function<String, Optional<String>> environment) {
        this.source = source;
        this.problems = problems;
        this.environment = environment;
    }

    /// The reading of another file that this one names, with the same environment.
    Reading of(YamlSource other, Problems itsProblems) {
        return new Reading(other, itsProblems, environment);
    }

    /// The path of another file that the file names: if relative, to the folder of the file itself.
    Path beside(Path other) {
        return Path.of(source.name()).resolveSibling(other);
    }

    /// The other files that the file names.
    NamedFiles files() {
        return files;
    }

    /// Has files told of that are read and written, or written twice. Blocks.
    void checkFiles() {
        files.check(Path.of(source.name()), this);
    }

    /// The value of an environment variable.
    Optional<String> variable(String name) {
        return environment.apply(name);
    }

    /// A problem with what the node says; its line is shown.
    void problem(Node node, String message) {
        add(line(node), column(node), message, true);
    }

    /// A problem with a secret: its line is not shown.
    void problemWithSecret(Node node, String message) {
        add(line(node), column(node), message, false);
    }

    /// A problem at a piece of text within a scalar.
    void problemWithin(Node node, String piece, String message) {
        int line = line(node);
        int column = column(node);
        if (line > 0) {
            String text = source.line(line);
            int points = text.codePointCount(0, text.length());
            int from = text.offsetByCodePoints(0, Math.min(column - 1, points));
            int found = text.indexOf(piece, from);
            if (found > from) {
                column = text.codePointCount(0, found) + 1;
            }
        }
        add(line, column, message, true);
    }

    /// Counts one value. False when aliases make the file stand for more than is sensible.
    boolean mayRead(Node node) {
        values++;
        if (values == MOST_VALUES) {
            problem(node, "aliases make this file stand for too many values");
        }
        return values < MOST_VALUES;
    }

    static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }

    /// What a node is, in words.
    static String kind(Node node) {
        return switch (node) {
            case MappingNode mapping -> "a mapping";
            case ScalarNode scalar ->
                    isNothing(scalar) ? "nothing" : Excerpt.value(scalar.getValue());
            default -> "a list";
        };
    }

    /// Whether a key was left without a value.
    static boolean isNothing(ScalarNode scalar) {
        return scalar.getTag().equals(Tag.NULL)
                || (scalar.isPlain() && scalar.getValue().isEmpty());
    }

    private static int column(Node node) {
        return node.getStartMark().map(Mark::getColumn).orElse(-1) + 1;
    }

    private void add(int line, int column, String message, boolean quoted) {
        problems.add(new Problem(line, column, message, quoted && line > 0));
    }
}
