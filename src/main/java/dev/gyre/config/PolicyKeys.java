package dev.gyre.config;

import dev.gyre.access.Users;
import dev.gyre.access.rules.ConnectPorts;
import dev.gyre.access.rules.DenialSettings;
import dev.gyre.access.rules.Policy;
import dev.gyre.access.rules.PortRange;
import dev.gyre.egress.EgressEntry;

import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The keys that say for what the proxy may be used: `rules`, `connect` and `denial`.
final class PolicyKeys {

    private static final String CONNECT = "connect";
    private static final String DENIAL = "denial";
    private static final String ANY = "any";

    private static final NodeReader<String> CONTACT = Texts.line(200);
    private static final NodeReader<String> TEXT = Texts.line(1000);

    private PolicyKeys() {}

    /// @param users whom the file names
    /// @param entries of the pool
    /// @param lists of domains
    static Policy take(
            MappingReader keys,
            Optional<Users> users,
            List<EgressEntry> entries,
            boolean countries,
            DomainListings lists) {
        return new Policy(
                RuleKeys.take(keys, new RuleNames(users, entries, countries, lists)),
                keys.take(
                        CONNECT,
                        MappingReader.of(
                                inner -> inner.take("ports", PolicyKeys::ports, ConnectPorts.USUAL)),
                        ConnectPorts.USUAL),
                keys.take(
                        DENIAL,
                        MappingReader.of(inner ->
                                new DenialSettings(
                                        inner.take("contact", CONTACT), inner.take("text", TEXT))),
                        DenialSettings.NONE));
    }

    private static Optional<ConnectPorts> ports(Reading reading, String what, Node node) {
        return node instanceof ScalarNode scalar && scalar.getValue().equals(ANY)
                ? Optional.of(ConnectPorts.ANY)
                : ListReader.orSingle(ConditionKeys.PORTS)
                        .read(reading, what, node)
                        .map(ports -> new ConnectPorts(Optional.of(ports)));
    }

    /// The keys and their values as lines of YAML.
    static String print(Policy policy) {
        return RuleKeys.print(policy.rules())
                + "connect: {ports: "
                + policy.connect()
                        .ports()
                        .map(ports ->
                                ports.stream()
                                        .map(PortRange::toString)
                                        .collect(Collectors.joining(", ", "[", "]")))
                        .orElse(ANY)
                + "}\n"
                + denial(policy.denial());
    }

    private static String denial(DenialSettings denial) {
        List<String> words = new ArrayList<>();
        denial.contact().ifPresent(text -> words.add("contact: " + ListKeys.quoted(text)));
        denial.text().ifPresent(text -> words.add("text: " + ListKeys.quoted(text)));
        return words.isEmpty() ? "" : DENIAL + ": {" + String.join(", ", words) + "}\n";
    }
}
