package dev.gyre.config;

import org.snakeyaml.engine.v2.nodes.Node;

import java.util.Optional;

/// Reads one kind of value out of a node.
interface NodeReader<T> {

    /// The value, or nothing and at least one problem.
    ///
    /// @param what the key that the value belongs to, for messages
    Optional<T> read(Reading reading, String what, Node node);
}
