package dev.gyre.config;

import dev.gyre.access.TargetSettings;
import dev.gyre.dns.DnsSettings;
import dev.gyre.egress.EgressEntry;
import dev.gyre.inbound.InboundSettings;
import dev.gyre.outbound.OutboundSettings;
import dev.gyre.rotation.RotationSettings;

import org.snakeyaml.engine.v2.nodes.Node;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Everything that a pool file says, as each room's settings.
///
/// @param egress the entries of the pool, in their order; never empty
public record PoolFile(
        InboundSettings inbound,
        RotationSettings rotation,
        List<EgressEntry> egress,
        DnsSettings dns,
        TargetSettings targets,
        OutboundSettings outbound) {

    public PoolFile {
        egress = List.copyOf(egress);
    }

    /// Reads a pool file.
    ///
    /// @param environment the values of environment variables
    /// @throws ConfigException says everything that is wrong with it
    public static PoolFile read(Path file, Function<String, Optional<String>> environment)
            throws ConfigException {
        return parse(file.toString(), YamlSource.read(file), environment);
    }

    /// Reads the content of a pool file.
    ///
    /// @param name what the file is called in problems
    /// @throws ConfigException says everything that is wrong with it
    public static PoolFile parse(
            String name, byte[] content, Function<String, Optional<String>> environment)
            throws ConfigException {
        String text = YamlSource.decode(name, content);
        Problems problems = new Problems(name, text);
        Optional<Node> root = YamlSource.compose(text, problems);
        problems.raise();
        PoolReader reader = new PoolReader(new Reading(problems, environment));
        PoolFile file = reader.read(root.orElseThrow());
        problems.raise();
        return file;
    }

    /// The same, but for where it listens.
    public PoolFile withListen(List<InetSocketAddress> listen) {
        return new PoolFile(
                new InboundSettings(listen, inbound.idle()),
                rotation,
                egress,
                dns,
                targets,
                outbound);
    }
}
