package dev.gyre.config;

import dev.gyre.access.TargetSettings;
import dev.gyre.access.Users;
import dev.gyre.access.rules.Policy;
import dev.gyre.anonymity.HeaderSettings;
import dev.gyre.dns.DnsSettings;
import dev.gyre.egress.EgressEntry;
import dev.gyre.health.HealthSettings;
import dev.gyre.inbound.InboundSettings;
import dev.gyre.inbound.InboundSettings.Reveal;
import dev.gyre.inbound.dns.DnsListening;
import dev.gyre.inbound.identity.ClaimSettings;
import dev.gyre.net.Cidr;
import dev.gyre.observe.RequestLogSettings;
import dev.gyre.outbound.OutboundSettings;
import dev.gyre.outbound.OutboundSettings.Reuse;
import dev.gyre.probe.ProbeSettings;
import dev.gyre.relay.TunnelLimits;
import dev.gyre.rotation.SessionSettings;

import org.snakeyaml.engine.v2.nodes.Node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The grammar of the pool file: its keys, how each is read, and its defaults.
final class PoolFileReader implements NodeReader<PoolFile> {

    static final NodeReader<Cidr> BLOCK =
            new ScalarReader<>(
                    "an IP address or a CIDR block",
                    text -> Cidr.parse(text).orElseThrow(() -> SourceAddresses.notABlock(text)));
    static final NodeReader<List<Cidr>> BLOCKS = ListReader.of(BLOCK);
    private static final NodeReader<Integer> ATTEMPTS = Sizes.number(1, 100);

    @Override
    public Optional<PoolFile> read(Reading reading, String what, Node node) {
        Optional<PoolFile> file = MappingReader.read(reading, what, node, PoolFileReader::file);
        reading.checkFiles();
        return file;
    }

    private static Optional<PoolFile> file(MappingReader keys) {
        ListenKeys.Places listen = ListenKeys.take(keys);
        Optional<Users> users = UserKeys.take(keys);
        RotationKeys.Rotate rotate =
                keys.take("rotate", MappingReader.of(RotationKeys::rotate), RotationKeys.DEFAULT);
        RotationKeys.SessionKeys sessions =
                keys.take(
                        "sessions",
                        MappingReader.of(RotationKeys::sessions),
                        new RotationKeys.SessionKeys(
                                SessionSettings.DEFAULT, ClaimSettings.DEFAULT));
        Reveal reveal = keys.take("reveal", Choice.of(Reveal.values()), Reveal.NOTHING);
        HeaderSettings headers = HeaderKeys.take(keys);
        RequestLogSettings log = LogKeys.take(keys);
        Optional<List<EgressEntry>> egress = keys.take("egress", ListReader.of(new EgressReader()));
        if (!keys.has("egress")) {
            keys.problem("'egress' is missing: there is no way out");
        }
        DnsSettings dns = DnsKeys.take(keys);
        DomainListings lists = DomainListKeys.take(keys);
        TargetSettings targets = TargetKeys.take(keys);
        ClientKeys.Times times =
                keys.take(
                        "timeouts", MappingReader.of(ClientKeys::times), ClientKeys.DEFAULT_TIMES);
        Duration idle = times.clients().idle();
        TunnelLimits tunnels =
                keys.take(
                        "tunnels",
                        MappingReader.of(inner -> TunnelKeys.limits(inner, idle)),
                        TunnelKeys.without(idle));
        ClientKeys.Limits limits =
                keys.take(
                        "limits", MappingReader.of(ClientKeys::limits), ClientKeys.DEFAULT_LIMITS);
        if (limits.shares().perUser().isAny() && !keys.has(UserKeys.KEY)) {
            keys.problem("limits", "'per-user' needs 'users': without, anybody may say any name");
        }
        Optional<ProbeSettings> probes = keys.take("probes", MappingReader.of(ProbeKeys::probes));
        int attempts = keys.take("attempts", ATTEMPTS, 3);
        Optional<Path> countries = keys.take("countries", CountriesFile.READER);
        Policy policy =
                PolicyKeys.take(
                        keys, users, egress.orElse(List.of()), countries.isPresent(), lists);
        HealthSettings health = HealthKeys.take(keys);
        Optional<Duration> hedge = DialKeys.hedge(keys);
        Reuse reuse = keys.take("reuse", Choice.of(Reuse.values()), Reuse.SESSION);
        Upkeep upkeep = UpkeepKeys.read(keys);
        return egress.map(entries ->
                new PoolFile(
                        new InboundSettings(
                                listen.proxies(),
                                users,
                                policy,
                                new DnsListening(listen.names(), DnsClientKeys.take(keys)),
                                times.clients(),
                                tunnels,
                                limits.heads(),
                                limits.connections(),
                                limits.shares(),
                                times.shutdown(),
                                sessions.claims(),
                                reveal,
                                headers,
                                log),
                        rotate.with(sessions.settings()),
                        entries,
                        dns,
                        lists,
                        targets,
                        new OutboundSettings(
                                times.connect(),
                                times.clients().handshake(),
                                idle,
                                attempts,
                                hedge,
                                limits.waiting(),
                                reuse),
                        health,
                        probes,
                        upkeep.withCountries(countries)));
    }
}
