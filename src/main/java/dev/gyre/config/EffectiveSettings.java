package dev.gyre.config;

import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.GatewayTemplate;
import dev.gyre.egress.Hop;
import dev.gyre.egress.HopTrust;
import dev.gyre.http.HeadLimits;
import dev.gyre.inbound.client.Timeouts;
import dev.gyre.net.Addresses;
import dev.gyre.net.Credentials;
import dev.gyre.net.PercentEncoding;
import dev.gyre.rotation.SessionSettings;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/// Prints the settings that are in force, defaults included, as a pool file.
public final class EffectiveSettings {

    private EffectiveSettings() {}

    /// The settings as YAML that can be read again, with `***` for each password.
    ///
    /// @param counts for how many egresses each entry stands, in the order of the entries
    /// @throws IllegalArgumentException when there is not one count for each entry
    public static String print(PoolFile file, List<BigInteger> counts) {
        if (counts.size() != file.egress().size()) {
            throw new IllegalArgumentException(
                    counts.size() + " counts for " + file.egress().size() + " entries");
        }
        StringBuilder yaml = new StringBuilder(512);
        yaml.append("listen: ")
                .append(ListenKeys.text(file.inbound().doors(), file.inbound().names().listen()))
                .append('\n');
        yaml.append(UserKeys.print(file.inbound().users()));
        yaml.append(HeaderKeys.print(file.inbound().headers()));
        yaml.append(LogKeys.print(file.inbound().log()));
        yaml.append(PolicyKeys.print(file.inbound().policy()));
        yaml.append("rotate: {every: ").append(RotationKeys.text(file.rotation().every()));
        yaml.append(", pick: ").append(Choice.word(file.rotation().pick()));
        yaml.append(RotationKeys.text(file.rotation().distance())).append("}\n");
        SessionSettings sessions = file.rotation().sessions();
        yaml.append("sessions: {ttl: ").append(Durations.text(sessions.ttl()));
        yaml.append(", idle: ").append(Durations.text(sessions.idle()));
        yaml.append(", max: ").append(sessions.max());
        yaml.append(", strength: ").append(Choice.word(sessions.strength()));
        yaml.append(", unknown: ").append(Choice.word(file.inbound().claims().unknown()));
        yaml.append(", header: ").append(Choice.word(file.inbound().claims().header()));
        yaml.append("}").append(sessions.secret().isPresent() ? "  # and a secret\n" : "\n");
        yaml.append("egress:\n");
        Iterator<BigInteger> count = counts.iterator();
        for (EgressEntry entry : file.egress()) {
            yaml.append("  - ").append(entry(entry));
            yaml.append("  # ").append(egresses(count.next())).append('\n');
        }
        yaml.append(CountriesFile.print(file.upkeep()));
        yaml.append(DnsKeys.print(file.dns(), file.inbound().names().clients()));
        yaml.append(DomainListKeys.print(file.lists()));
        yaml.append(TargetKeys.print(file.targets()));
        Timeouts times = file.inbound().timeouts();
        yaml.append("timeouts: {connect: ").append(Durations.text(file.outbound().connect()));
        yaml.append(", head: ").append(Durations.text(times.head()));
        yaml.append(", response: ").append(Durations.text(times.response()));
        yaml.append(", body: ").append(Durations.text(times.body()));
        yaml.append(", handshake: ").append(Durations.text(times.handshake()));
        yaml.append(", idle: ").append(Durations.text(times.idle()));
        yaml.append(", shutdown: ").append(Durations.text(file.inbound().shutdown())).append("}\n");
        yaml.append(TunnelKeys.print(file.inbound().tunnels()));
        file.probes().map(ProbeKeys::print).ifPresent(yaml::append);
        HeadLimits heads = file.inbound().heads();
        yaml.append("limits: {line: ").append(Sizes.text(heads.line()));
        yaml.append(", head: ").append(Sizes.text(heads.head()));
        yaml.append(", fields: ").append(heads.fields());
        if (file.inbound().connections() > 0) {
            yaml.append(", connections: ").append(file.inbound().connections());
        }
        yaml.append(", waiting: ").append(file.outbound().waiting());
        yaml.append(TermKeys.print(file.inbound().limits())).append("}\n");
        yaml.append(HealthKeys.print(file.health()));
        yaml.append("attempts: ").append(file.outbound().attempts()).append('\n');
        yaml.append(DialKeys.print(file.outbound().hedge()));
        yaml.append(UpkeepKeys.print(file.upkeep()));
        yaml.append("reveal: ").append(Choice.word(file.inbound().reveal())).append('\n');
        return yaml.append("reuse: ")
                .append(Choice.word(file.outbound().reuse()))
                .append('\n')
                .toString();
    }

    /// An address and port as they are written in the file.
    public static String text(InetSocketAddress address) {
        String host = Addresses.text(address.getAddress());
        return (address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host)
                + ":"
                + address.getPort();
    }

    private static String entry(EgressEntry entry) {
        List<String> words = new ArrayList<>(words(entry));
        words.addAll(LabelKeys.text(entry.labels()));
        boolean oneKey = words.size() == 1 && !(entry instanceof EgressEntry.Listing);
        return oneKey ? words.getFirst() : "{" + String.join(", ", words) + "}";
    }

    /// Each key that is no label, with its value.
    private static List<String> words(EgressEntry entry) {
        return switch (entry) {
            case EgressEntry.Interface all -> List.of("interface: " + quoted(all.name()));
            case EgressEntry.Source source ->
                    List.of("source: " + quoted(source.range().toString()));
            case EgressEntry.Prefix prefix -> PrefixKeys.text(prefix);
            case EgressEntry.Tor tor -> tor(tor);
            case EgressEntry.Gateway gateway -> gateway(gateway);
            case EgressEntry.Through through when through.hops().size() == 1 ->
                    hop("proxy", through.hops().getFirst());
            case EgressEntry.Through through ->
                    List.of(
                            through.hops().stream()
                                    .map(EffectiveSettings::hopOfChain)
                                    .collect(Collectors.joining(", ", "chain: [", "]")));
            case EgressEntry.Listing listing -> List.of(ListKeys.text(listing.source()));
        };
    }

    private static List<String> gateway(EgressEntry.Gateway gateway) {
        List<String> words = new ArrayList<>(hop("gateway", gateway.template().hop()));
        words.add("sessions: " + gateway.sessions());
        gateway.template().user().ifPresent(user -> words.add("user: " + quoted(user)));
        if (!gateway.countries().isEmpty()) {
            words.add(
                    gateway.countries().stream()
                            .map(EffectiveSettings::quoted)
                            .collect(Collectors.joining(", ", "country: [", "]")));
        }
        return words;
    }

    private static List<String> tor(EgressEntry.Tor tor) {
        String server = "tor: " + quoted(tor.server().toString());
        return tor.hop().resolvesNames() ? List.of(server) : List.of(server, "resolve: through");
    }

    private static String hopOfChain(Hop hop) {
        return hop.trust().isEmpty() && !hop.isToldAddressesByChoice()
                ? quoted(url(hop))
                : "{" + String.join(", ", hop("proxy", hop)) + "}";
    }

    /// Its URL, and what is said of its certificate.
    private static List<String> hop(String key, Hop hop) {
        List<String> words = new ArrayList<>();
        words.add(key + ": " + quoted(url(hop)));
        hop.trust()
                .flatMap(HopTrust::authorities)
                .ifPresent(known -> words.add("ca: " + quoted(known.file().toString())));
        hop.trust()
                .flatMap(HopTrust::name)
                .ifPresent(name -> words.add("sni: " + quoted(name.text())));
        if (hop.isToldAddressesByChoice()) {
            words.add("resolve: through");
        }
        return words;
    }

    private static String url(Hop hop) {
        String credentials = hop.credentials().map(EffectiveSettings::masked).orElse("");
        return hop.scheme().text() + "://" + credentials + hop.server();
    }

    /// What stands for another text in a gateway's credentials is no secret.
    private static String masked(Credentials credentials) {
        String user = credentials.user();
        String password = credentials.password();
        return password.isEmpty()
                ? "***" + placeholders(user) + "@"
                : PercentEncoding.encode(user).replace("%7B", "{").replace("%7D", "}")
                        + ":***"
                        + placeholders(password)
                        + "@";
    }

    private static String placeholders(String text) {
        return GatewayTemplate.PLACEHOLDERS.stream()
                .filter(text::contains)
                .collect(Collectors.joining());
    }

    private static String egresses(BigInteger count) {
        return count + (count.equals(BigInteger.ONE) ? " egress" : " egresses");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
