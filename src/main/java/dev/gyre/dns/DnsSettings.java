package dev.gyre.dns;

import dev.gyre.net.Host;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Which name servers are asked, and what becomes of their answers.
///
/// @param servers whom targets' names are asked of; never empty
/// @param order which of them first
/// @param bootstrap whom the names of hops are asked of, from whatever address of this machine; never empty
/// @param hosts names that nobody is asked for, with their addresses: never none
/// @param dnssec whether signatures are checked
/// @param anchors the keys that validation begins with, instead of the root's that are shipped
/// @param keeping for how long answers are kept
/// @param prefer which family is tried first where both reach the target
public record DnsSettings(
        List<NameServer> servers,
        Order order,
        List<NameServer> bootstrap,
        Map<Host.Name, List<InetAddress>> hosts,
        Dnssec dnssec,
        Optional<Anchors> anchors,
        Keeping keeping,
        Prefer prefer) {

    public DnsSettings {
        servers = List.copyOf(servers);
        bootstrap = List.copyOf(bootstrap);
        hosts = Map.copyOf(hosts);
        if (servers.isEmpty() || bootstrap.isEmpty()) {
            throw new IllegalArgumentException("no name server");
        }
    }

    /// The keys that validation begins with.
    ///
    /// @param file where they are from
    /// @param records DS or DNSKEY records as in a zone file
    public record Anchors(Path file, List<String> records) {
        public Anchors {
            records = List.copyOf(records);
            if (records.isEmpty()) {
                // Nothing would be signed then, and all of it taken.
                throw new IllegalArgumentException("validation with nothing to begin with");
            }
        }
    }

    /// Which server is asked.
    public enum Order {
        /// The first that is not known to be down; the next when it fails or is slow.
        IN_TURN,
        /// Two at a time; the first usable answer is taken.
        RACE
    }

    /// Whether signatures are checked (RFC 4035).
    public enum Dnssec {
        OFF,
        /// What is signed must be right; what is not signed is taken.
        VALIDATE,
        /// What is not signed is not taken either.
        REQUIRE
    }

    /// Which family is tried first.
    public enum Prefer {
        IPV6,
        IPV4
    }

    /// These servers for all, and defaults else.
    public static DnsSettings of(List<NameServer> servers) {
        return new DnsSettings(
                servers,
                Order.IN_TURN,
                servers,
                Map.of(),
                Dnssec.OFF,
                Optional.empty(),
                Keeping.STANDARD,
                Prefer.IPV6);
    }

    /// The files that these settings are from, beside the pool file.
    public Set<Path> files() {
        Set<Path> files = new HashSet<>();
        anchors.ifPresent(own -> files.add(own.file()));
        Stream.concat(servers.stream(), bootstrap.stream())
                .flatMap(server ->
                        switch (server) {
                            case NameServer.Tls tls -> tls.identity().authorities().stream();
                            case NameServer.Https https -> https.identity().authorities().stream();
                            case NameServer.Datagram _, NameServer.Stream _ ->
                                    Stream.<ServerIdentity.Authorities>empty();
                        })
                .forEach(authorities -> files.add(authorities.file()));
        return files;
    }

    /// The same with other fixed answers.
    public DnsSettings withHosts(Map<Host.Name, List<InetAddress>> others) {
        return new DnsSettings(servers, order, bootstrap, others, dnssec, anchors, keeping, prefer);
    }

    /// The same with another rule for signatures.
    public DnsSettings withDnssec(Dnssec other) {
        return new DnsSettings(servers, order, bootstrap, hosts, other, anchors, keeping, prefer);
    }

    /// Servers that are asked by UDP, for all, and defaults else.
    public static DnsSettings plain(List<InetSocketAddress> servers) {
        return of(servers.stream().<NameServer>map(NameServer.Datagram::new).toList());
    }
}
