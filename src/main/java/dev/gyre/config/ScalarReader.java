package dev.gyre.config;

import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

import java.util.Optional;

/// Reads a value that is written as one piece of text.
///
/// @param expected what is expected, for messages
record ScalarReader<T>(String expected, TextReader<T> reader) implements NodeReader<T> {

    @Override
    public Optional<T> read(Reading reading, String what, Node node) {
        if (!reading.mayRead(node)) {
            return Optional.empty();
        }
        if (!(node instanceof ScalarNode scalar) || Reading.isNothing(scalar)) {
            reading.problem(node, what + " must be " + expected + ", found " + Reading.kind(node));
            return Optional.empty();
        }
        Optional<String> text = new Variables(reading, scalar).replaced();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.read(text.get()));
        } catch (BadValue bad) {
            // What a variable stands for is never shown, nor what can be learned from a hint.
            boolean secret = scalar.getValue().contains(Variables.OPENING);
            String hint = secret ? "" : bad.hint().map(words -> "; " + words).orElse("");
            reading.problem(
                    node, what + ' ' + bad.getMessage() + ": " + shown(scalar.getValue()) + hint);
            return Optional.empty();
        }
    }

    private static String shown(String raw) {
        return raw.isEmpty() ? "''" : Excerpt.value(raw);
    }
}
