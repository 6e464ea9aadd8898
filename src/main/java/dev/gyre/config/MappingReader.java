package dev.gyre.config;

import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Reads a mapping key by key. The keys that are asked for are those that are known: all others are
/// problems.
final class MappingReader {

    private final Reading reading;
    private final Node node;
    private final Map<String, NodeTuple> entries;

    /// Looked at only when there is a key that is not known: one may be in it twice.
    private final List<String> known = new ArrayList<>(32);

    private MappingReader(Reading reading, MappingNode node) {
        this.reading = reading;
        this.node = node;
        this.entries = LinkedHashMap.newLinkedHashMap(node.getValue().size());
        for (NodeTuple entry : node.getValue()) {
            if (reading.mayRead(entry.getKeyNode())) {
                add(entry);
            }
        }
    }

    /// Reads a mapping with `body`; nothing and a problem when the node is none.
    static <T> Optional<T> read(
            Reading reading, String what, Node node, Function<MappingReader, Optional<T>> body) {
        if (!(node instanceof MappingNode mapping)) {
            reading.problem(node, what + " must be a mapping, found " + Reading.kind(node));
            return Optional.empty();
        }
        MappingReader reader = new MappingReader(reading, mapping);
        Optional<T> value = body.apply(reader);
        reader.refuseUnknown();
        return value;
    }

    /// A reader of mappings whose keys `body` takes; what it leaves out has a default there.
    static <T> NodeReader<T> of(Function<MappingReader, T> body) {
        return (reading, what, node) ->
                read(reading, what, node, keys -> Optional.of(body.apply(keys)));
    }

    /// The value of a key, or nothing when there is none or it cannot be read.
    <T> Optional<T> take(String key, NodeReader<T> reader) {
        known.add(key);
        return Optional.ofNullable(entries.get(key))
                .flatMap(entry -> reader.read(reading, key, entry.getValueNode()));
    }

    /// The value of a key, or a default.
    <T> T take(String key, NodeReader<T> reader, T otherwise) {
        return take(key, reader).orElse(otherwise);
    }

    /// Has these suggested for an unknown key, though none of them is asked for.
    void knows(Collection<String> keys) {
        known.addAll(keys);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /// How many keys there are, known or not.
    int size() {
        return entries.size();
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    /// The value of a key is a file that is written.
    ///
    /// @param purpose what is kept there
    void writes(String key, Path file, Object purpose) {
        Optional.ofNullable(entries.get(key))
                .ifPresent(
                        entry -> reading.files().writes(file, key, entry.getValueNode(), purpose));
    }

    /// A problem with the mapping as a whole.
    void problem(String message) {
        reading.problem(node, message);
    }

    /// A problem with one key.
    void problem(String key, String message) {
        reading.problem(
                Optional.ofNullable(entries.get(key)).map(NodeTuple::getKeyNode).orElse(node),
                message);
    }

    private void add(NodeTuple entry) {
        if (!(entry.getKeyNode() instanceof ScalarNode key)) {
            reading.problem(
                    entry.getKeyNode(),
                    "a key must be text, found " + Reading.kind(entry.getKeyNode()));
            return;
        }
        NodeTuple first = entries.putIfAbsent(key.getValue(), entry);
        if (first != null) {
            reading.problem(
                    key,
                    "key '"
                            + Excerpt.value(key.getValue())
                            + "' is already in line "
                            + Reading.line(first.getKeyNode()));
        }
    }

    private void refuseUnknown() {
        entries.forEach((key, entry) -> {
            if (!known.contains(key)) {
                reading.problem(
                        entry.getKeyNode(),
                        "unknown key '"
                                + Excerpt.value(key)
                                + "'; "
                                + Suggestion.orAll(new LinkedHashSet<>(known), key));
            }
        });
    }
}
