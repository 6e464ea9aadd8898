package dev.gyre.config;

import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.Hop;
import dev.gyre.net.Cidr;

import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The settings that a pool file comes to, as YAML, with passwords masked.
public final class EffectiveSettings {

    private EffectiveSettings() {}

    /// Prints them.
    ///
    /// @param counts how many egresses each entry stands for, in their order
    public static String print(PoolFile file, List<BigInteger> counts) {
        StringBuilder out = new StringBuilder();
        out.append("listen: ").append(addresses(file.inbound().listen())).append('\n');
        out.append("rotate: {every: ")
                .append(word(file.rotation().every()))
                .append(", pick: ")
                .append(word(file.rotation().pick()))
                .append("}\negress:\n");
        for (int i = 0; i < file.egress().size(); i++) {
            BigInteger count = counts.get(i);
            out.append("  - ")
                    .append(entry(file.egress().get(i)))
                    .append(String.format(Locale.ROOT, "  # %,d ", count))
                    .append(count.equals(BigInteger.ONE) ? "egress" : "egresses")
                    .append('\n');
        }
        out.append("dns: {servers: ").append(addresses(file.dns().servers())).append("}\n");
        out.append("targets: {allow: ")
                .append(
                        file.targets().allow().stream()
                                .map(Cidr::toString)
                                .map(EffectiveSettings::quoted)
                                .collect(Collectors.joining(", ", "[", "]")))
                .append("}\n");
        out.append("timeouts: {connect: ")
                .append(Durations.print(file.outbound().connect()))
                .append(", idle: ")
                .append(Durations.print(file.outbound().idle()))
                .append("}\n");
        out.append("attempts: ").append(file.outbound().attempts()).append('\n');
        out.append("reuse: ").append(word(file.outbound().reuse())).append('\n');
        return out.toString();
    }

    private static String entry(EgressEntry entry) {
        return switch (entry) {
            case EgressEntry.Interface(String name) -> "interface: " + name;
            case EgressEntry.Source(var range) -> "source: " + quoted(range.toString());
            case EgressEntry.Through(List<Hop> hops) ->
                    hops.size() == 1
                            ? "proxy: " + quoted(hops.getFirst().toString())
                            : hops.stream()
                                    .map(hop -> quoted(hop.toString()))
                                    .collect(Collectors.joining(", ", "chain: [", "]"));
        };
    }

    private static String addresses(List<InetSocketAddress> addresses) {
        return addresses.stream()
                .map(address -> {
                    String host = address.getAddress().getHostAddress();
                    return quoted(
                            (host.indexOf(':') >= 0 ? "[" + host + "]" : host)
                                    + ":"
                                    + address.getPort());
                })
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
