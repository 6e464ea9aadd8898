package dev.gyre.testkit;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an [Unbound] is to be: which way it can be asked, and what it knows.
///
/// With `zones` it looks names up in these, from the root on, as a resolver does that asks their servers; signatures are passed on to
/// those who want them. Without, it has the records alone.
///
/// @param listen where by UDP and TCP
/// @param tls where by TLS (RFC 7858)
/// @param https where by HTTPS (RFC 8484), at `/dns-query`
/// @param server the certificate of these two
/// @param records in the words of a zone file
/// @param settings more lines of its `server:` clause
/// @param anchors in the words of a zone file; with any, it checks signatures itself
public record UnboundSettings(
        InetSocketAddress listen,
        Optional<InetSocketAddress> tls,
        Optional<InetSocketAddress> https,
        Optional<TestCertificates.Pem> server,
        List<String> records,
        List<String> settings,
        List<SignedZone> zones,
        List<String> anchors,
        boolean log) {

    public UnboundSettings {
        records = List.copyOf(records);
        settings = List.copyOf(settings);
        zones = List.copyOf(zones);
        anchors = List.copyOf(anchors);
    }

    public static UnboundSettings at(InetAddress listen, int port) {
        return new UnboundSettings(
                new InetSocketAddress(listen, port),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                true);
    }

    /// Speaks TLS and HTTPS, too, at other ports of the same address.
    public UnboundSettings encrypted(int tls, int https, TestCertificates.Pem server) {
        return new UnboundSettings(
                listen,
                Optional.of(new InetSocketAddress(listen.getAddress(), tls)),
                Optional.of(new InetSocketAddress(listen.getAddress(), https)),
                Optional.of(server),
                records,
                settings,
                zones,
                anchors,
                log);
    }

    /// @param addresses literals by name
    public UnboundSettings addresses(Map<String, String> addresses) {
        List<String> more = new ArrayList<>();
        addresses.forEach((name, literal) -> {
            boolean four = InetAddress.ofLiteral(literal) instanceof Inet4Address;
            more.add(name + ". 300 IN " + (four ? "A " : "AAAA ") + literal);
        });
        return records(more);
    }

    /// @param more in the words of a zone file: `alias.test. 60 IN CNAME name.test.`
    public UnboundSettings records(List<String> more) {
        List<String> all = new ArrayList<>(records);
        all.addAll(more);
        return new UnboundSettings(listen, tls, https, server, all, settings, zones, anchors, log);
    }

    public UnboundSettings zones(List<SignedZone> zones) {
        return new UnboundSettings(
                listen, tls, https, server, records, settings, zones, anchors, log);
    }

    /// @param anchors such as those of [SignedTree#anchors]
    public UnboundSettings validating(List<String> anchors) {
        return new UnboundSettings(
                listen, tls, https, server, records, settings, zones, anchors, log);
    }

    /// Gives every name of a zone this address.
    ///
    /// @param zone absolute, such as `any.test.`
    public UnboundSettings anyNameOf(String zone, String address) {
        List<String> lines = new ArrayList<>(settings);
        lines.add("local-zone: '" + zone + "' redirect");
        return new UnboundSettings(listen, tls, https, server, records, lines, zones, anchors, log)
                .records(List.of(zone + " 300 IN A " + address));
    }

    /// Writes no line for a query: for measurements.
    public UnboundSettings quiet() {
        return new UnboundSettings(
                listen, tls, https, server, records, settings, zones, anchors, false);
    }

    /// Writes all files into a directory.
    ///
    /// @return the one to start with
    Path writeTo(Path dir, Path log) throws IOException {
        StringBuilder text =
                new StringBuilder(
                        """
                        server:
                          interface: %s
                          port: %d
                          outgoing-interface: %s
                          access-control: 0.0.0.0/0 allow
                          access-control: ::/0 allow
                          do-not-query-localhost: no
                          do-daemonize: no
                          chroot: ""
                          username: ""
                          directory: "%s"
                          pidfile: "%s"
                          use-syslog: no
                          logfile: "%s"
                          log-queries: %s
                          log-tag-queryreply: yes
                          module-config: "%s"
                          num-threads: 1
                        """
                                .formatted(
                                        listen.getAddress().getHostAddress(),
                                        listen.getPort(),
                                        listen.getAddress().getHostAddress(),
                                        dir,
                                        dir.resolve("unbound.pid"),
                                        log,
                                        this.log ? "yes" : "no",
                                        anchors.isEmpty() ? "iterator" : "validator iterator"));
        // What is not known does not exist. With zones it is the root that says so; and `test.` is
        // a name like any other.
        text.append(
                zones.isEmpty()
                        ? "  local-zone: \".\" static\n"
                        : "  local-zone: \"test.\" nodefault\n");
        for (InetSocketAddress other : tls.stream().toList()) {
            text.append(interfaceAt(other)).append("  tls-port: " + other.getPort() + "\n");
        }
        for (InetSocketAddress other : https.stream().toList()) {
            text.append(interfaceAt(other)).append("  https-port: " + other.getPort() + "\n");
        }
        if (server.isPresent()) {
            text.append("  tls-service-pem: \"")
                    .append(Files.writeString(dir.resolve("server.pem"), server.get().chain()))
                    .append("\"\n  tls-service-key: \"")
                    .append(Files.writeString(dir.resolve("server.key"), server.get().key()))
                    .append("\"\n");
        }
        settings.forEach(line -> text.append("  ").append(line).append("\n"));
        records.forEach(record -> text.append("  local-data: '").append(record).append("'\n"));
        anchors.forEach(anchor -> text.append("  trust-anchor: '").append(anchor).append("'\n"));
        text.append("remote-control:\n  control-enable: no\n");
        for (SignedZone zone : zones) {
            Path file = dir.resolve("zone-" + zone.origin());
            Files.writeString(file, zone.text());
            text.append(
                    """
                    auth-zone:
                      name: "%s"
                      zonefile: "%s"
                      for-downstream: no
                      for-upstream: yes
                      fallback-enabled: no
                    """
                            .formatted(zone.origin(), file));
        }
        return Files.writeString(dir.resolve("unbound.conf"), text);
    }

    private static String interfaceAt(InetSocketAddress address) {
        return "  interface: "
                + address.getAddress().getHostAddress()
                + "@"
                + address.getPort()
                + "\n";
    }
}
