package dev.gyre.config;

import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a list.
///
/// @param items reads each item
/// @param single whether one item may stand for a list of one
/// @param mayBeEmpty whether there may be no item
record ListReader<T>(NodeReader<T> items, boolean single, boolean mayBeEmpty)
        implements NodeReader<List<T>> {

    /// A list of at least one item.
    static <T> ListReader<T> of(NodeReader<T> items) {
        return new ListReader<>(items, false, false);
    }

    /// One item, or a list of at least one.
    static <T> ListReader<T> orSingle(NodeReader<T> items) {
        return new ListReader<>(items, true, false);
    }

    /// All items, or nothing and a problem for each that cannot be read.
    @Override
    public Optional<List<T>> read(Reading reading, String what, Node node) {
        if (!(node instanceof SequenceNode sequence)) {
            if (single) {
                return items.read(reading, what, node).map(List::of);
            }
            reading.problem(node, what + " must be a list, found " + Reading.kind(node));
            return Optional.empty();
        }
        if (sequence.getValue().isEmpty() && !mayBeEmpty) {
            reading.problem(node, what + " is an empty list");
            return Optional.empty();
        }
        List<T> read = new ArrayList<>();
        boolean complete = true;
        for (Node item : sequence.getValue()) {
            if (!reading.mayRead(item)) {
                return Optional.empty();
            }
            Optional<T> value = items.read(reading, what, item);
            value.ifPresent(read::add);
            complete &= value.isPresent();
        }
        return complete ? Optional.of(List.copyOf(read)) : Optional.empty();
    }
}
