package dev.gyre.config;

import dev.gyre.access.domains.DomainLists;
import dev.gyre.access.rules.Condition;
import dev.gyre.access.rules.Conditions;
import dev.gyre.access.rules.Networks;
import dev.gyre.access.rules.PortRange;
import dev.gyre.access.rules.Scheme;
import dev.gyre.net.Host;
import dev.gyre.net.HostPattern;
import dev.gyre.net.Site;

import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What a rule asks of a request: `user`, `group`, `client`, `host`, `domain`, `list`, `port`, `address`, `method`, `scheme`, `time`, `egress`, and
/// `not` with any of these; or the word `all`.
final class ConditionKeys {

    static final String ALL = "all";

    private static final String METHOD = "method";
    private static final String PORT = "port";

    private static final NodeReader<HostPattern> HOST =
            new ScalarReader<>(
                    "a host, such as www.example.org, .example.org or *.example.org",
                    text ->
                            HostPattern.parse(text)
                                    .orElseThrow(() -> new BadValue("is not a host or a pattern")));

    private static final NodeReader<String> DOMAIN =
            new ScalarReader<>("a registrable domain, such as example.org", ConditionKeys::domain);

    static final NodeReader<PortRange> PORTS =
            new ScalarReader<>("a port, or ports such as 8000-8099", ConditionKeys::ports);

    private static final NodeReader<String> BY_METHOD =
            new ScalarReader<>("a method of HTTP", ConditionKeys::method);

    private final RuleNames names;

    /// @param names what users and egresses are called
    ConditionKeys(RuleNames names) {
        this.names = names;
    }

    Optional<Conditions> read(Reading reading, String what, Node node) {
        if (node instanceof ScalarNode scalar && scalar.getValue().equals(ALL)) {
            return Optional.of(Conditions.ANY);
        }
        if (node instanceof ScalarNode) {
            reading.problem(
                    node,
                    what
                            + " must be a mapping with what it is for, or the word 'all', found "
                            + Reading.kind(node));
            return Optional.empty();
        }
        return MappingReader.read(reading, what, node, keys -> conditions(keys, what));
    }

    private Optional<Conditions> conditions(MappingReader keys, String what) {
        List<Condition> all = new ArrayList<>();
        set(keys, "user", names.users()).map(Condition.OfUser::new).ifPresent(all::add);
        set(keys, "group", names.groups()).map(Condition.OfGroup::new).ifPresent(all::add);
        networks(keys, "client").map(Condition.FromClient::new).ifPresent(all::add);
        keys.take("host", ListReader.orSingle(HOST)).map(Condition.ToHost::new).ifPresent(all::add);
        set(keys, "domain", DOMAIN).map(Condition.ToDomain::new).ifPresent(all::add);
        keys.take("list", ListReader.orSingle(names.lists()))
                .map(some -> new Condition.InList(some, DomainLists.NONE))
                .ifPresent(all::add);
        keys.take(PORT, ListReader.orSingle(PORTS)).map(Condition.ToPort::new).ifPresent(all::add);
        networks(keys, "address").map(Condition.ToAddress::new).ifPresent(all::add);
        set(keys, METHOD, BY_METHOD).map(Condition.ByMethod::new).ifPresent(all::add);
        Optional<Set<Scheme>> schemes = set(keys, "scheme", Choice.of(Scheme.values()));
        schemes.map(Condition.ByScheme::new).ifPresent(all::add);
        keys.take("time", ListReader.orSingle(HoursKeys.READER))
                .map(Condition.During::new)
                .ifPresent(all::add);
        set(keys, "egress", names.labels()).map(Condition.ByEgress::new).ifPresent(all::add);
        keys.take("not", this::read).map(Condition.Not::new).ifPresent(all::add);
        schemes.ifPresent(known -> check(keys, known));
        if (keys.isEmpty()) {
            keys.problem(what + " says nothing of what it is for; for every request write 'all'");
        }
        return all.size() == keys.size() ? Optional.of(new Conditions(all)) : Optional.empty();
    }

    private static void check(MappingReader keys, Set<Scheme> schemes) {
        if (keys.has(METHOD)
                && !schemes.contains(Scheme.HTTP)
                && !schemes.contains(Scheme.CONNECT)) {
            keys.problem(METHOD, "only requests by http or connect have a method");
        }
        if (schemes.equals(Set.of(Scheme.DNS))) {
            for (String key : List.of(PORT, "address")) {
                if (keys.has(key)) {
                    keys.problem(key, "a question for a name has no " + key);
                }
            }
        }
    }

    private static <T> Optional<Set<T>> set(MappingReader keys, String key, NodeReader<T> item) {
        return keys.take(key, ListReader.orSingle(item)).map(HashSet::new);
    }

    private static Optional<Networks> networks(MappingReader keys, String key) {
        return keys.take(key, ListReader.orSingle(PoolFileReader.BLOCK)).map(Networks::new);
    }

    private static String domain(String text) throws BadValue {
        Host host =
                Host.written(text)
                        .filter(Host.Name.class::isInstance)
                        .orElseThrow(() -> new BadValue("is not a name"));
        String site = Site.of(host).name();
        if (!site.equals(host.text())) {
            throw new BadValue(
                    "is below a registrable domain",
                    Optional.of("write domain: " + site + ", or host: ." + host.text()));
        }
        return site;
    }

    private static PortRange ports(String text) throws BadValue {
        if (!text.matches("[0-9]{1,5}(-[0-9]{1,5})?")) {
            throw new BadValue("is not a port, or ports such as 8000-8099");
        }
        int dash = text.indexOf('-');
        int first = Integer.parseInt(dash < 0 ? text : text.substring(0, dash));
        int last = dash < 0 ? first : Integer.parseInt(text.substring(dash + 1));
        if (first < 1 || last > 65_535 || first > last) {
            throw new BadValue("must be from 1 to 65535, the lower first");
        }
        return new PortRange(first, last);
    }

    private static String method(String text) throws BadValue {
        if (!text.matches("[A-Z][A-Z0-9-]{0,31}")) {
            throw new BadValue("is not a method, such as GET");
        }
        return text;
    }

    /// As it is written in the file.
    static String text(Conditions conditions) {
        return conditions.all().isEmpty()
                ? ALL
                : conditions.all().stream()
                        .map(ConditionKeys::text)
                        .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String text(Condition condition) {
        return switch (condition) {
            case Condition.OfUser(Set<String> names) ->
                    list("user", names.stream().sorted().toList());
            case Condition.OfGroup(Set<String> names) ->
                    list("group", names.stream().sorted().toList());
            case Condition.FromClient(Networks networks) -> list("client", networks.blocks());
            case Condition.ToHost(List<HostPattern> hosts) -> list("host", hosts);
            case Condition.ToDomain(Set<String> sites) ->
                    list("domain", sites.stream().sorted().toList());
            case Condition.InList(List<String> names, _) -> list("list", names);
            case Condition.ToPort(List<PortRange> ports) ->
                    plain("port", ports, PortRange::toString);
            case Condition.ToAddress(Networks networks) -> list("address", networks.blocks());
            case Condition.ByMethod(Set<String> methods) ->
                    list("method", methods.stream().sorted().toList());
            case Condition.ByScheme(Set<Scheme> schemes) ->
                    plain("scheme", schemes.stream().sorted().toList(), Choice::word);
            case Condition.During(var hours) -> plain("time", hours, HoursKeys::text);
            case Condition.ByEgress(Set<String> labels) ->
                    list("egress", labels.stream().sorted().toList());
            case Condition.Not(Conditions inner) -> "not: " + text(inner);
        };
    }

    private static String list(String key, List<?> items) {
        return plain(key, items, ListKeys::quoted);
    }

    private static <T> String plain(String key, List<T> items, Function<T, String> text) {
        return items.stream().map(text).collect(Collectors.joining(", ", key + ": [", "]"));
    }

    /// A word that is compared without regard to case.
    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
