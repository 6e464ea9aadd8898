package dev.gyre.config;

import dev.gyre.access.TargetSettings;
import dev.gyre.dns.DnsSettings;
import dev.gyre.egress.EgressEntry;
import dev.gyre.health.HealthSettings;
import dev.gyre.inbound.DoorSettings;
import dev.gyre.inbound.InboundSettings;
import dev.gyre.outbound.OutboundSettings;
import dev.gyre.probe.ProbeSettings;
import dev.gyre.rotation.RotationSettings;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What a pool file says, defaults filled in: the settings of each room.
///
/// @param egress the entries in the order of the file; never empty
/// @param lists of domains, and what they are for
public record PoolFile(
        InboundSettings inbound,
        RotationSettings rotation,
        List<EgressEntry> egress,
        DnsSettings dns,
        DomainListings lists,
        TargetSettings targets,
        OutboundSettings outbound,
        HealthSettings health,
        Optional<ProbeSettings> probes,
        Upkeep upkeep) {

    public PoolFile {
        egress = List.copyOf(egress);
        if (egress.isEmpty()) {
            throw new IllegalArgumentException("a pool without an egress");
        }
    }

    /// Reads a file of at most 8 MiB. Blocks.
    ///
    /// @param environment the value of an environment variable, which `${NAME}` stands for; one that
    ///     stands in the credentials of a URL is taken as it is, without percent-encoding
    /// @throws ConfigException with all that is wrong with the file, or why it cannot be read
    public static PoolFile read(Path file, Function<String, Optional<String>> environment)
            throws ConfigException {
        return parse(file.toString(), SourceReader.bytes(file), environment);
    }

    /// Reads what a file holds; see [#read].
    ///
    /// @param name the file as the user gave it, for messages
    public static PoolFile parse(
            String name, byte[] content, Function<String, Optional<String>> environment)
            throws ConfigException {
        YamlSource source = SourceReader.text(name, content);
        Problems problems = new Problems(source);
        Reading reading = new Reading(source, problems, environment);
        Optional<PoolFile> file =
                new YamlReader(source, problems)
                        .read()
                        .flatMap(root -> new PoolFileReader().read(reading, "a pool file", root));
        if (!problems.none()) {
            throw new ConfigException(problems, reading.files().read());
        }
        return file.orElseThrow(() -> new IllegalStateException("no settings and no problem"));
    }

    /// Looks at where it listens, when that isn't written in the file itself.
    ///
    /// @param file what it was read from
    /// @throws ConfigException when there is a listener that anybody could use, or nobody
    public void checkListeners(Path file) throws ConfigException {
        for (DoorSettings door : inbound.doors()) {
            Optional<String> problem = ListenKeys.problem(door, inbound.users().isPresent());
            if (problem.isPresent()) {
                throw new ConfigException(
                        Problems.ofFile(file.toString(), "--listen " + problem.get()));
            }
        }
    }

    /// The same with other addresses to listen on, and none for DNS.
    public PoolFile withListen(List<InetSocketAddress> listen) {
        return new PoolFile(
                inbound.withListen(listen),
                rotation,
                egress,
                dns,
                lists,
                targets,
                outbound,
                health,
                probes,
                upkeep);
    }

    /// The same with other addresses to listen on, for whoever gets there and wherever they want to go, and none for DNS.
    public PoolFile forAllAt(List<InetSocketAddress> listen) {
        return new PoolFile(
                inbound.forAllAt(listen),
                rotation,
                egress,
                dns,
                DomainListings.NONE,
                targets,
                outbound,
                health,
                probes,
                upkeep);
    }

    /// The same with other egresses; never none.
    public PoolFile withEgress(List<EgressEntry> entries) {
        return new PoolFile(
                inbound, rotation, entries, dns, lists, targets, outbound, health, probes, upkeep);
    }

    /// The same with other name servers.
    public PoolFile withDns(DnsSettings settings) {
        return new PoolFile(
                inbound, rotation, egress, settings, lists, targets, outbound, health, probes,
                upkeep);
    }

    /// The same with other exceptions from the target guard.
    public PoolFile withTargets(TargetSettings settings) {
        return new PoolFile(
                inbound, rotation, egress, dns, lists, settings, outbound, health, probes, upkeep);
    }
}
