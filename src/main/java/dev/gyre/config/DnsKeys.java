package dev.gyre.config;

import dev.gyre.dns.DnsSettings;
import dev.gyre.dns.DnsSettings.Dnssec;
import dev.gyre.dns.DnsSettings.Order;
import dev.gyre.dns.DnsSettings.Prefer;
import dev.gyre.dns.Keeping;
import dev.gyre.dns.NameServer;
import dev.gyre.dns.ServerIdentity;
import dev.gyre.dns.TrustAnchors;
import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;
import dev.gyre.net.Host;

import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The keys `dns` and `hosts`: whom names are asked of, and what becomes of the answers.
final class DnsKeys {

    private static final NodeReader<List<List<NameServer>>> SERVERS =
            ListReader.of(new NameServerReader());
    private static final NodeReader<Duration> DURATION =
            new ScalarReader<>(Durations.EXPECTED, Durations::parseOrZero);
    private static final NodeReader<List<InetAddress>> ADDRESSES =
            ListReader.orSingle(new ScalarReader<>("an IP address", DnsKeys::address));
    private static final NodeReader<Host.Name> NAME =
            new ScalarReader<>("a host name, or *. and one", DnsKeys::name);
    private static final String BELOW = "*.";

    private static final int MOST_ANSWERS = 100_000;
    private static final int MOST_ANCHOR_BYTES = 64 << 10;

    /// Two public resolvers by their addresses, asked so that nobody on the way can read along.
    private static final List<NameServer> DEFAULT =
            Stream.of("9.9.9.9", "1.1.1.1", "[2620:fe::fe]", "[2606:4700:4700::1111]")
                    .map(address -> known("https://" + address))
                    .toList();

    private DnsKeys() {}

    private static NameServer known(String text) {
        try {
            return NameServerText.parse(text).alone().orElseThrow();
        } catch (BadValue impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    /// Both keys, at the top of the file.
    static DnsSettings take(MappingReader keys) {
        Map<Host.Name, List<InetAddress>> hosts = keys.take("hosts", DnsKeys::hosts, Map.of());
        return keys.take(
                "dns",
                MappingReader.of(inner -> dns(inner, hosts)),
                DnsSettings.of(DEFAULT).withHosts(hosts));
    }

    private static DnsSettings dns(MappingReader keys, Map<Host.Name, List<InetAddress>> hosts) {
        keys.knows(DnsClientKeys.KEYS);
        List<NameServer> servers = servers(keys, "servers").orElse(DEFAULT);
        Optional<List<NameServer>> bootstrap = servers(keys, "bootstrap");
        return new DnsSettings(
                servers,
                keys.take("order", Choice.of(Order.values()), Order.IN_TURN),
                bootstrap.orElse(servers),
                hosts,
                keys.take("dnssec", Choice.of(Dnssec.values()), Dnssec.OFF),
                keys.take("trust-anchors", DnsKeys::anchors),
                keys.take("cache", MappingReader.of(DnsKeys::keeping), Keeping.STANDARD),
                keys.take("prefer", Choice.of(Prefer.values()), Prefer.IPV6));
    }

    private static Optional<List<NameServer>> servers(MappingReader keys, String key) {
        Optional<List<NameServer>> servers =
                keys.take(key, SERVERS)
                        .map(all ->
                                List.copyOf(
                                        all.stream()
                                                .flatMap(Collection::stream)
                                                .collect(
                                                        Collectors.toCollection(
                                                                LinkedHashSet::new))));
        servers.ifPresent(all -> {
            long encrypted = all.stream().filter(NameServer::isEncrypted).count();
            if (encrypted > 0 && encrypted < all.size()) {
                keys.problem(
                        key,
                        key
                                + " has servers that anybody can listen to beside those over TLS:"
                                + " an encrypted server is never replaced by one that is not");
            }
        });
        return servers.filter(all -> !all.isEmpty());
    }

    private static Keeping keeping(MappingReader keys) {
        Keeping otherwise = Keeping.STANDARD;
        Duration least = keys.take("least", DURATION, otherwise.least());
        Duration most = keys.take("most", DURATION, otherwise.most());
        if (most.compareTo(least) < 0) {
            keys.problem("least", "least is more than most, " + Durations.text(most));
        }
        return new Keeping(
                keys.take("answers", Sizes.number(0, MOST_ANSWERS), otherwise.answers()),
                least,
                most,
                keys.take("negative", DURATION, otherwise.negative()),
                keys.take("stale", DURATION, otherwise.stale()),
                keys.take("prefetch", Flag.READER, otherwise.prefetch()));
    }

    private static Optional<DnsSettings.Anchors> anchors(Reading reading, String what, Node node) {
        return new ScalarReader<>(
                        "a file of DS or DNSKEY records",
                        text -> {
                            Path file = reading.beside(PathReader.path(text));
                            reading.files().reads(file, what, node);
                            return anchors(file);
                        })
                .read(reading, what, node);
    }

    private static DnsSettings.Anchors anchors(Path file) throws BadValue {
        byte[] content;
        try (var in = Files.newInputStream(file)) {
            content = in.readNBytes(MOST_ANCHOR_BYTES + 1);
        } catch (IOException unreadable) {
            throw new BadValue("is a file that can't be read");
        }
        if (content.length > MOST_ANCHOR_BYTES) {
            throw new BadValue("is a file of more than 64 KiB");
        }
        return TrustAnchors.parse(new String(content, StandardCharsets.UTF_8))
                .map(records -> new DnsSettings.Anchors(file, records))
                .orElseThrow(() ->
                        new BadValue(
                                "is a file that holds other than DS or DNSKEY records of the root,"
                                        + " or none that can be used"));
    }

    private static Host.Name name(String text) throws BadValue {
        boolean below = text.startsWith(BELOW);
        Optional<Host> host = Host.written(below ? text.substring(BELOW.length()) : text);
        if (host.isPresent() && host.get() instanceof Host.Name name) {
            return below ? new Host.Name(BELOW + name.text()) : name;
        }
        throw new BadValue("is not a host name, or *. and one");
    }

    private static InetAddress address(String text) throws BadValue {
        InetAddress address =
                Addresses.parse(text).orElseThrow(() -> new BadValue("is not an IP address"));
        if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
            throw new BadValue("is an address that no host can have");
        }
        return address;
    }

    private static Optional<Map<Host.Name, List<InetAddress>>> hosts(
            Reading reading, String what, Node node) {
        if (!(node instanceof MappingNode mapping)) {
            reading.problem(
                    node,
                    what + " must be a mapping of names to addresses, found " + Reading.kind(node));
            return Optional.empty();
        }
        Map<Host.Name, List<InetAddress>> hosts = new LinkedHashMap<>();
        for (NodeTuple each : mapping.getValue()) {
            Optional<Host.Name> name = NAME.read(reading, "a host", each.getKeyNode());
            Optional<List<InetAddress>> addresses =
                    ADDRESSES.read(
                            reading,
                            name.map(Host.Name::text).orElse("a host"),
                            each.getValueNode());
            if (name.isPresent()
                    && addresses.isPresent()
                    && hosts.put(name.get(), addresses.get()) != null) {
                reading.problem(each.getKeyNode(), name.get().text() + " is there twice");
            }
        }
        return Optional.of(hosts);
    }

    /// The keys and their values as lines of YAML.
    ///
    /// @param clients who may ask by DNS
    static String print(DnsSettings settings, List<Cidr> clients) {
        StringBuilder yaml = new StringBuilder("dns: {servers: ").append(list(settings.servers()));
        if (!settings.bootstrap().equals(settings.servers())) {
            yaml.append(", bootstrap: ").append(list(settings.bootstrap()));
        }
        yaml.append(", order: ").append(Choice.word(settings.order()));
        yaml.append(", dnssec: ").append(Choice.word(settings.dnssec()));
        settings.anchors()
                .ifPresent(anchors ->
                        yaml.append(", trust-anchors: ").append(quoted(anchors.file().toString())));
        yaml.append(", prefer: ").append(Choice.word(settings.prefer()));
        Keeping keeping = settings.keeping();
        yaml.append(", cache: {answers: ").append(keeping.answers());
        yaml.append(", least: ").append(Durations.text(keeping.least()));
        yaml.append(", most: ").append(Durations.text(keeping.most()));
        yaml.append(", negative: ").append(Durations.text(keeping.negative()));
        yaml.append(", stale: ").append(Durations.text(keeping.stale()));
        yaml.append(", prefetch: ").append(keeping.prefetch()).append('}');
        yaml.append(DnsClientKeys.text(clients)).append("}\n");
        if (!settings.hosts().isEmpty()) {
            Map<String, List<InetAddress>> sorted = new TreeMap<>();
            settings.hosts().forEach((name, addresses) -> sorted.put(name.text(), addresses));
            yaml.append(
                    sorted.entrySet().stream()
                            .map(each ->
                                    quoted(each.getKey())
                                            + ": "
                                            + each.getValue().stream()
                                                    .map(address -> quoted(Addresses.text(address)))
                                                    .collect(Collectors.joining(", ", "[", "]")))
                            .collect(Collectors.joining(", ", "hosts: {", "}\n")));
        }
        return yaml.toString();
    }

    private static String list(List<NameServer> servers) {
        return servers.stream().map(DnsKeys::text).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String text(NameServer server) {
        Optional<ServerIdentity> identity =
                switch (server) {
                    case NameServer.Tls tls -> Optional.of(tls.identity());
                    case NameServer.Https https -> Optional.of(https.identity());
                    case NameServer.Datagram _, NameServer.Stream _ -> Optional.empty();
                };
        boolean plain =
                identity.filter(each ->
                                each.name() instanceof Host.Name
                                        || !each.pins().isEmpty()
                                        || each.authorities().isPresent())
                        .isEmpty();
        if (plain) {
            return quoted(server.toString());
        }
        List<String> words = new ArrayList<>();
        words.add("url: " + quoted(server.url()));
        ServerIdentity its = identity.orElseThrow();
        if (its.name() instanceof Host.Name) {
            words.add("address: " + quoted(Addresses.text(server.address().getAddress())));
        }
        its.authorities().ifPresent(known -> words.add("ca: " + quoted(known.file().toString())));
        if (!its.pins().isEmpty()) {
            words.add(
                    its.pins().stream()
                            .sorted()
                            .map(DnsKeys::quoted)
                            .collect(Collectors.joining(", ", "pin: [", "]")));
        }
        return "{" + String.join(", ", words) + "}";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
