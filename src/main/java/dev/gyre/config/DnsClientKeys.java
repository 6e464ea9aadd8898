package dev.gyre.config;

import dev.gyre.net.Cidr;

import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The key `clients` within `dns`: who may ask a DNS listener, beside this machine. It is of the listeners, not of the resolver, whose
/// the other keys there are.
final class DnsClientKeys {

    /// What whoever reads the other keys is to know.
    static final List<String> KEYS = List.of("clients");

    private DnsClientKeys() {}

    /// @param keys of the whole file
    static List<Cidr> take(MappingReader keys) {
        return keys.take("dns", DnsClientKeys::clients, List.of());
    }

    private static Optional<List<Cidr>> clients(Reading reading, String what, Node dns) {
        if (dns instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key && KEYS.contains(key.getValue())) {
                    return PoolFileReader.BLOCKS.read(
                            reading, key.getValue(), entry.getValueNode());
                }
            }
        }
        return Optional.empty();
    }

    /// To stand among the other keys; empty when there is nothing to say.
    static String text(List<Cidr> clients) {
        return clients.isEmpty() ? "" : ", " + blocks("clients", clients);
    }

    /// A key with a list of blocks as they are written in the file.
    static String blocks(String key, List<Cidr> blocks) {
        return blocks.stream()
                .map(block -> "'" + block + "'")
                .collect(Collectors.joining(", ", key + ": [", "]"));
    }
}
