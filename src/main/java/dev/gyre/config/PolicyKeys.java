package dev.gyre.config;

import dev.gyre.access.Users;
import dev.gyre.access.rules.AcceptableUse;
import dev.gyre.access.rules.ConnectPorts;
import dev.gyre.access.rules.DenialSettings;
import dev.gyre.access.rules.Page;
import dev.gyre.access.rules.Policy;
import dev.gyre.access.rules.PortRange;
import dev.gyre.egress.EgressEntry;

import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The keys that say for what the proxy may be used: `rules`, `connect`, `denial` and `acceptable-use`.
final class PolicyKeys {

    private static final String CONNECT = "connect";
    private static final String DENIAL = "denial";
    private static final String ANY = "any";
    private static final String USE = "acceptable-use";

    private static final NodeReader<Duration> VALID =
            new ScalarReader<>(Durations.EXPECTED, Durations::parse);

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
                        MappingReader.of(inner ->
                                inner.take("ports", PolicyKeys::ports, ConnectPorts.USUAL)),
                        ConnectPorts.USUAL),
                keys.take(
                        DENIAL,
                        MappingReader.of(inner ->
                                new DenialSettings(
                                        inner.take("contact", CONTACT), inner.take("text", TEXT))),
                        DenialSettings.NONE),
                keys.take(
                        USE,
                        (reading, what, node) ->
                                MappingReader.read(reading, what, node, PolicyKeys::use)));
    }

    private static Optional<AcceptableUse> use(MappingReader keys) {
        Optional<Page> page = keys.take("page", PageReader.READER);
        Optional<String> text = keys.take("text", TEXT);
        Duration valid = keys.take("valid", VALID, AcceptableUse.USUAL);
        if (keys.has("page") == keys.has("text")) {
            keys.problem(USE + " needs either a 'page' or a 'text'");
        }
        page.filter(each -> !each.html().contains(AcceptableUse.ACCEPT))
                .ifPresent(each ->
                        keys.problem(
                                "page",
                                "the page can't be accepted: it needs a form with method=\"post\""
                                        + " and action=\""
                                        + AcceptableUse.ACCEPT
                                        + "\""));
        return Optional.of(new AcceptableUse(page, text.orElse(""), valid));
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
                + denial(policy.denial())
                + policy.use().map(PolicyKeys::use).orElse("");
    }

    private static String use(AcceptableUse use) {
        return USE
                + ": {"
                + use.page()
                        .map(page -> "page: " + ListKeys.quoted(page))
                        .orElseGet(() -> "text: " + ListKeys.quoted(use.text()))
                + ", valid: "
                + Durations.text(use.valid())
                + "}\n";
    }

    private static String denial(DenialSettings denial) {
        List<String> words = new ArrayList<>();
        denial.contact().ifPresent(text -> words.add("contact: " + ListKeys.quoted(text)));
        denial.text().ifPresent(text -> words.add("text: " + ListKeys.quoted(text)));
        return words.isEmpty() ? "" : DENIAL + ": {" + String.join(", ", words) + "}\n";
    }
}
