package dev.gyre.config;

import dev.gyre.access.TargetSettings;
import dev.gyre.dns.DnsSettings;
import dev.gyre.egress.EgressEntry;
import dev.gyre.inbound.InboundSettings;
import dev.gyre.net.Cidr;
import dev.gyre.outbound.OutboundSettings;
import dev.gyre.outbound.OutboundSettings.Reuse;
import dev.gyre.rotation.RotationSettings;
import dev.gyre.rotation.RotationSettings.Every;
import dev.gyre.rotation.RotationSettings.Pick;

import org.snakeyaml.engine.v2.nodes.Node;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Reads the keys of a pool file, each with its default.
final class PoolReader {

    private static final int DNS_PORT = 53;
    private static final int MOST_ATTEMPTS = 100;

    private final Reading reading;
    private List<InetSocketAddress> listen = List.of(address("127.0.0.1:8080", 0));
    private Every every = Every.REQUEST;
    private Pick pick = Pick.RANDOM;
    private List<EgressEntry> egress = List.of();
    private boolean egressGiven;
    private List<InetSocketAddress> servers =
            Stream.of("9.9.9.9", "1.1.1.1", "2620:fe::fe", "2606:4700:4700::1111")
                    .map(server -> address(server, DNS_PORT))
                    .toList();
    private List<Cidr> allow = List.of();
    private Duration connect = Duration.ofSeconds(10);
    private Duration idle = Duration.ofMinutes(5);
    private int attempts = 3;
    private Reuse reuse = Reuse.SESSION;

    PoolReader(Reading reading) {
        this.reading = reading;
    }

    private static InetSocketAddress address(String text, int port) {
        return ListenAddress.parse(text, port).orElseThrow();
    }

    PoolFile read(Node root) {
        reading.mapping(
                root,
                "a pool file",
                Map.of(
                        "listen", this::listen,
                        "rotate", this::rotate,
                        "egress", this::egress,
                        "dns", this::dns,
                        "targets", this::targets,
                        "timeouts", this::timeouts,
                        "attempts", this::attempts,
                        "reuse", this::reuse));
        if (!egressGiven) {
            reading.error(root, "'egress' is missing: without a way out nothing can leave");
        }
        return new PoolFile(
                new InboundSettings(listen, idle),
                new RotationSettings(every, pick),
                egress,
                new DnsSettings(servers),
                new TargetSettings(allow),
                new OutboundSettings(connect, idle, attempts, reuse));
    }

    private void listen(Node node) {
        listen =
                addresses(
                        reading.list(node, "listen", true),
                        -1,
                        "listen takes an address and a port, such as 127.0.0.1:8080, not ");
    }

    private void dns(Node node) {
        reading.mapping(
                node,
                "dns",
                Map.of(
                        "servers",
                        value ->
                                servers =
                                        addresses(
                                                reading.list(value, "servers", true),
                                                DNS_PORT,
                                                "a name server is an address, such as 9.9.9.9,"
                                                        + " not ")));
    }

    private List<InetSocketAddress> addresses(List<Node> nodes, int port, String otherwise) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        Set<InetSocketAddress> seen = new HashSet<>();
        for (Node each : nodes) {
            Optional<String> text = reading.text(each, "an address");
            if (text.isEmpty()) {
                continue;
            }
            Optional<InetSocketAddress> address = ListenAddress.parse(text.get(), port);
            if (address.isEmpty() || (port >= 0 && address.get().getPort() == 0)) {
                reading.error(each, otherwise + "'" + text.get() + "'");
            } else if (address.get().getPort() != 0 && !seen.add(address.get())) {
                reading.error(each, text.get() + " is given twice");
            } else {
                addresses.add(address.get());
            }
        }
        return addresses;
    }

    private void rotate(Node node) {
        reading.mapping(
                node,
                "rotate",
                Map.of(
                        "every",
                        value ->
                                reading.word(
                                                value,
                                                "every",
                                                Map.of(
                                                        "request",
                                                        Every.REQUEST,
                                                        "connection",
                                                        Every.CONNECTION))
                                        .ifPresent(word -> every = word),
                        "pick",
                        value ->
                                reading.word(
                                                value,
                                                "pick",
                                                Map.of(
                                                        "random",
                                                        Pick.RANDOM,
                                                        "round-robin",
                                                        Pick.ROUND_ROBIN))
                                        .ifPresent(word -> pick = word)));
    }

    private void egress(Node node) {
        egressGiven = true;
        egress = new EgressReader(reading).entries(node);
    }

    private void targets(Node node) {
        reading.mapping(
                node,
                "targets",
                Map.of(
                        "allow",
                        value -> {
                            List<Cidr> blocks = new ArrayList<>();
                            for (Node each : reading.list(value, "allow", true)) {
                                reading.text(each, "a block")
                                        .ifPresent(text -> block(each, text, blocks));
                            }
                            allow = blocks;
                        }));
    }

    private void block(Node node, String text, List<Cidr> blocks) {
        Cidr.parse(text)
                .ifPresentOrElse(
                        blocks::add,
                        () ->
                                reading.error(
                                        node,
                                        "not an address or a block such as 192.168.0.0/16, with no"
                                                + " bit set behind the prefix: "
                                                + text));
    }

    private void timeouts(Node node) {
        reading.mapping(
                node,
                "timeouts",
                Map.of(
                        "connect", value -> duration(value, "connect", read -> connect = read),
                        "idle", value -> duration(value, "idle", read -> idle = read)));
    }

    private void duration(Node node, String what, Consumer<Duration> then) {
        reading.text(node, what)
                .ifPresent(text ->
                        Durations.parse(text)
                                .ifPresentOrElse(
                                        then,
                                        () ->
                                                reading.error(
                                                        node,
                                                        what
                                                                + " is a time with its unit,"
                                                                + " such as 500ms, 10s or"
                                                                + " 1m30s, not '"
                                                                + text
                                                                + "'")));
    }

    private void attempts(Node node) {
        reading.text(node, "attempts")
                .ifPresent(text -> {
                    if (text.matches("[0-9]{1,3}")
                            && Integer.parseInt(text) >= 1
                            && Integer.parseInt(text) <= MOST_ATTEMPTS) {
                        attempts = Integer.parseInt(text);
                    } else {
                        reading.error(
                                node, "attempts is a number from 1 to 100, not '" + text + "'");
                    }
                });
    }

    private void reuse(Node node) {
        reading.word(
                        node,
                        "reuse",
                        Map.of(
                                "session",
                                Reuse.SESSION,
                                "egress",
                                Reuse.EGRESS,
                                "never",
                                Reuse.NEVER))
                .ifPresent(word -> reuse = word);
    }
}
