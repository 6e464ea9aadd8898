package dev.gyre.config;

import dev.gyre.access.TargetSettings;
import dev.gyre.dns.DnsSettings;
import dev.gyre.egress.EgressEntry;
import dev.gyre.inbound.InboundSettings;
import dev.gyre.net.Addresses;
import dev.gyre.net.Cidr;
import dev.gyre.outbound.OutboundSettings;
import dev.gyre.outbound.OutboundSettings.Reuse;
import dev.gyre.rotation.RotationSettings;
import dev.gyre.rotation.RotationSettings.Every;
import dev.gyre.rotation.RotationSettings.Pick;

import org.snakeyaml.engine.v2.nodes.Node;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The grammar of the pool file: its keys, how each is read, and its defaults.
final class PoolFileReader implements NodeReader<PoolFile> {

    private static final NodeReader<List<InetSocketAddress>> LISTEN =
            (reading, what, node) -> {
                Set<InetSocketAddress> seen = new HashSet<>();
                return ListReader.orSingle(
                                new ScalarReader<>(
                                        ListenAddress.EXPECTED,
                                        text -> ListenAddress.parse(text, seen)))
                        .read(reading, what, node);
            };
    private static final NodeReader<List<InetSocketAddress>> SERVERS =
            ListReader.of(new ScalarReader<>(NameServer.EXPECTED, NameServer::parse));
    private static final NodeReader<List<Cidr>> BLOCKS =
            ListReader.of(
                    new ScalarReader<>(
                            "an IP address or a CIDR block",
                            text ->
                                    Cidr.parse(text)
                                            .orElseThrow(() -> SourceAddresses.notABlock(text))));
    private static final NodeReader<Integer> ATTEMPTS = Sizes.number(1, 100);

    private static final List<InetSocketAddress> DEFAULT_LISTEN = List.of(at("127.0.0.1", 8080));
    private static final RotationSettings DEFAULT_ROTATION =
            new RotationSettings(Every.REQUEST, Pick.RANDOM);
    private static final DnsSettings DEFAULT_DNS =
            new DnsSettings(
                    Stream.of("9.9.9.9", "1.1.1.1", "2620:fe::fe", "2606:4700:4700::1111")
                            .map(server -> at(server, NameServer.DEFAULT_PORT))
                            .toList());

    @Override
    public Optional<PoolFile> read(Reading reading, String what, Node node) {
        return MappingReader.read(reading, what, node, PoolFileReader::file);
    }

    private static Optional<PoolFile> file(MappingReader keys) {
        List<InetSocketAddress> listen = keys.take("listen", LISTEN, DEFAULT_LISTEN);
        RotationSettings rotation =
                keys.take("rotate", MappingReader.of(PoolFileReader::rotation), DEFAULT_ROTATION);
        Optional<List<EgressEntry>> egress = keys.take("egress", ListReader.of(new EgressReader()));
        if (!keys.has("egress")) {
            keys.problem("'egress' is missing: there is no way out");
        }
        DnsSettings dns = keys.take("dns", MappingReader.of(PoolFileReader::dns), DEFAULT_DNS);
        TargetSettings targets =
                keys.take(
                        "targets",
                        MappingReader.of(inner ->
                                new TargetSettings(inner.take("allow", BLOCKS, List.of()))),
                        new TargetSettings(List.of()));
        ClientKeys.Times times =
                keys.take(
                        "timeouts", MappingReader.of(ClientKeys::times), ClientKeys.DEFAULT_TIMES);
        ClientKeys.Limits limits =
                keys.take(
                        "limits", MappingReader.of(ClientKeys::limits), ClientKeys.DEFAULT_LIMITS);
        int attempts = keys.take("attempts", ATTEMPTS, 3);
        Reuse reuse = keys.take("reuse", Choice.of(Reuse.values()), Reuse.SESSION);
        return egress.map(entries ->
                new PoolFile(
                        new InboundSettings(
                                listen,
                                times.clients(),
                                limits.heads(),
                                limits.connections(),
                                times.shutdown()),
                        rotation,
                        entries,
                        dns,
                        targets,
                        new OutboundSettings(
                                times.connect(),
                                times.clients().handshake(),
                                times.clients().idle(),
                                attempts,
                                limits.waiting(),
                                reuse)));
    }

    private static RotationSettings rotation(MappingReader keys) {
        return new RotationSettings(
                keys.take("every", Choice.of(Every.values()), DEFAULT_ROTATION.every()),
                keys.take("pick", Choice.of(Pick.values()), DEFAULT_ROTATION.pick()));
    }

    private static DnsSettings dns(MappingReader keys) {
        return new DnsSettings(keys.take("servers", SERVERS, DEFAULT_DNS.servers()));
    }

    private static InetSocketAddress at(String literal, int port) {
        InetAddress address = Addresses.parse(literal).orElseThrow();
        return new InetSocketAddress(address, port);
    }
}
