package dev.gyre.config;

import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads values of the kinds that are wanted, and notes what is not of its kind. What can't be read is left out, so that
/// reading goes on to the next problem.
final class Reading {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    private final Problems problems;
    private final Function<String, Optional<String>> environment;

    Reading(Problems problems, Function<String, Optional<String>> environment) {
        this.problems = problems;
        this.environment = environment;
    }

    void error(Node at, String message) {
        problems.add(at, message);
    }

    /// The text of a scalar, with `${NAME}` replaced from the environment.
    Optional<String> text(Node node, String what) {
        if (!(node instanceof ScalarNode scalar)) {
            error(node, what + " must be one value, not " + kind(node));
            return Optional.empty();
        }
        if (scalar.getTag().getValue().endsWith(":null") && scalar.getValue().length() < 2) {
            error(node, what + " has no value");
            return Optional.empty();
        }
        Matcher variables = VARIABLE.matcher(scalar.getValue());
        StringBuilder text = new StringBuilder();
        while (variables.find()) {
            Optional<String> value = environment.apply(variables.group(1));
            if (value.isEmpty()) {
                error(node, "the environment variable " + variables.group(1) + " is not set");
                return Optional.empty();
            }
            variables.appendReplacement(text, Matcher.quoteReplacement(value.get()));
        }
        return Optional.of(variables.appendTail(text).toString());
    }

    /// The elements of a list; a single value is a list of one where that is allowed.
    List<Node> list(Node node, String what, boolean orOne) {
        if (node instanceof SequenceNode sequence) {
            if (sequence.getValue().isEmpty()) {
                error(node, what + " is an empty list");
            }
            return sequence.getValue();
        }
        if (orOne && node instanceof ScalarNode) {
            return List.of(node);
        }
        error(node, what + " must be a list, not " + kind(node));
        return List.of();
    }

    /// Hands each value of a mapping to the reader of its key. Unknown and repeated keys are problems.
    void mapping(Node node, String what, Map<String, KeyReader> keys) {
        if (!(node instanceof MappingNode mapping)) {
            error(node, what + " must be keys with values, not " + kind(node));
            return;
        }
        Set<String> seen = new HashSet<>();
        for (NodeTuple entry : mapping.getValue()) {
            Node key = entry.getKeyNode();
            String name = key instanceof ScalarNode scalar ? scalar.getValue() : "";
            KeyReader reader = keys.get(name);
            if (reader == null) {
                error(
                        key,
                        "unknown key '"
                                + Problems.masked(name)
                                + "'"
                                + Suggestion.of(name, keys.keySet()));
            } else if (!seen.add(name)) {
                error(key, "'" + name + "' is given twice");
            } else {
                reader.read(entry.getValueNode());
            }
        }
    }

    /// One of some words.
    <T> Optional<T> word(Node node, String what, Map<String, T> words) {
        Optional<String> text = text(node, what);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        T meaning = words.get(text.get());
        if (meaning == null) {
            List<String> known = new ArrayList<>(words.keySet());
            known.sort(null);
            error(
                    node,
                    what
                            + " is "
                            + String.join(" or ", known)
                            + ", not '"
                            + text.get()
                            + "'"
                            + Suggestion.of(text.get(), known));
        }
        return Optional.ofNullable(meaning);
    }

    private static String kind(Node node) {
        return switch (node) {
            case MappingNode _ -> "keys with values";
            case SequenceNode _ -> "a list";
            default -> "a single value";
        };
    }

    /// Reads the value of a key.
    @FunctionalInterface
    interface KeyReader {
        void read(Node value);
    }
}
