package dev.gyre.config;

import dev.gyre.access.rules.Action;
import dev.gyre.access.rules.Condition;
import dev.gyre.access.rules.Conditions;
import dev.gyre.access.rules.Rule;
import dev.gyre.access.rules.Rules;
import dev.gyre.access.rules.Scheme;
import dev.gyre.net.Addresses;
import dev.gyre.net.Disclosure;

import org.snakeyaml.engine.v2.nodes.Node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The key `rules`: a list, of which the first that is for a request decides; the last may say what becomes of all others.
final class RuleKeys {

    static final String KEY = "rules";

    private static final String DENY = "deny";
    private static final String ALLOW = "allow";
    private static final String POOL = "pool";
    private static final String DIRECT = "direct";
    private static final String THROTTLE = "throttle";
    private static final String DEFAULT = "default";
    private static final String WHEN = "when";
    private static final String TOLD = HeaderKeys.DISCLOSURE;

    /// Each with what it does.
    private static final List<String> ACTIONS =
            List.of(DENY, ALLOW, POOL, DIRECT, THROTTLE, DEFAULT);

    private static final List<String> WAYS = List.of(POOL, DIRECT, THROTTLE);

    private static final NodeReader<Long> RATE = Sizes.perSecond(1 << 10, 1L << 40);

    private static final List<String> OF_DENIALS = List.of("reason", "status", "page");

    private enum Default {
        ALLOW,
        DENY
    }

    private static final NodeReader<String> REASON = Texts.line(300);
    private static final NodeReader<String> NAME = Texts.line(64);

    private static final NodeReader<Integer> STATUS =
            new ScalarReader<>(
                    "a status from 400 to 599",
                    text -> {
                        if (!text.matches("[45][0-9]{2}")) {
                            throw new BadValue("must be from 400 to 599");
                        }
                        if (text.equals("401") || text.equals("407")) {
                            throw new BadValue("would have clients log in");
                        }
                        return Integer.parseInt(text);
                    });

    private final RuleNames names;
    private final ConditionKeys conditions;
    private final List<Rule> before = new ArrayList<>();
    private final List<Integer> lines = new ArrayList<>();
    private Optional<Default> otherwise = Optional.empty();

    private RuleKeys(RuleNames names) {
        this.names = names;
        this.conditions = new ConditionKeys(names);
    }

    static Rules take(MappingReader keys, RuleNames names) {
        RuleKeys reader = new RuleKeys(names);
        return keys.take(KEY, ListReader.of(reader::item))
                .map(_ -> reader.rules())
                .orElse(Rules.NONE);
    }

    private Rules rules() {
        return new Rules(before, otherwise.orElse(Default.ALLOW) == Default.ALLOW);
    }

    private Optional<Boolean> item(Reading reading, String what, Node node) {
        return MappingReader.read(reading, "a rule", node, keys -> item(keys, node));
    }

    private Optional<Boolean> item(MappingReader keys, Node node) {
        Optional<Rule> rule = rule(keys);
        List<String> said = ACTIONS.stream().filter(keys::has).toList();
        if (said.size() != 1) {
            keys.problem(
                    said.isEmpty()
                            ? "a rule needs one of " + String.join(", ", ACTIONS)
                            : "a rule has one of "
                                    + String.join(", ", ACTIONS)
                                    + ", not "
                                    + String.join(" and ", said));
        } else if (otherwise.isPresent() && !keys.has(DEFAULT)) {
            keys.problem("this stands behind 'default', which is for all that is left");
        } else {
            checkKeys(keys, said.getFirst());
            rule.ifPresent(each -> checkOrder(keys, each));
        }
        rule.ifPresent(each -> {
            before.add(each);
            lines.add(Reading.line(node));
        });
        return Optional.of(true);
    }

    private Optional<Rule> rule(MappingReader keys) {
        Optional<String> name = keys.take("name", NAME);
        Optional<Conditions> denied = keys.take(DENY, conditions::read);
        Optional<Conditions> allowed = keys.take(ALLOW, conditions::read);
        Optional<Action> way =
                Stream.<Optional<Action>>of(
                                keys.take(POOL, names.labels()).map(Action.Pool::new),
                                keys.take(DIRECT, names.sources()).map(Action.Direct::new),
                                keys.take(THROTTLE, RATE)
                                        .map(rate -> new Action.Throttle(rate, before.size())))
                        .flatMap(Optional::stream)
                        .findFirst();
        Optional<Conditions> when = keys.take(WHEN, conditions::read);
        Action.Deny deny =
                new Action.Deny(
                        keys.take("reason", REASON),
                        keys.take("status", STATUS, Action.Deny.FORBIDDEN),
                        keys.take("page", PageReader.READER));
        Optional<Disclosure> told = HeaderKeys.disclosure(keys);
        takeDefault(keys);
        if (denied.isPresent()) {
            return Optional.of(new Rule(denied.get(), deny, Optional.empty(), name));
        }
        if (allowed.isPresent()) {
            return Optional.of(new Rule(allowed.get(), new Action.Allow(), told, name));
        }
        if (way.isPresent() && (when.isPresent() || !keys.has(WHEN))) {
            return Optional.of(new Rule(when.orElse(Conditions.ANY), way.get(), told, name));
        }
        return Optional.empty();
    }

    private void takeDefault(MappingReader keys) {
        Optional<Default> said = keys.take(DEFAULT, Choice.of(Default.values()));
        if (said.isPresent() && otherwise.isPresent()) {
            keys.problem(DEFAULT, "what becomes of all others has been said");
        }
        otherwise = otherwise.or(() -> said);
    }

    private static void checkKeys(MappingReader keys, String action) {
        for (String key : OF_DENIALS) {
            if (keys.has(key) && !action.equals(DENY)) {
                keys.problem(key, "only a rule with 'deny' has a " + key);
            }
        }
        if (keys.has(TOLD) && (action.equals(DENY) || action.equals(DEFAULT))) {
            keys.problem(TOLD, "only a rule by which requests are served has an " + TOLD);
        }
        if (keys.has(WHEN) && !WAYS.contains(action)) {
            keys.problem(WHEN, "what the rule is for stands in '" + action + "'");
        }
        if (keys.has("name") && action.equals(DEFAULT)) {
            keys.problem("name", "what becomes of all others has no name");
        }
    }

    /// A rule that can never be for a request, or that says by what way it leaves, or what is told, by what is known only afterwards.
    private void checkOrder(MappingReader keys, Rule rule) {
        for (int i = 0; i < before.size(); i++) {
            Rule earlier = before.get(i);
            if (earlier.when().all().isEmpty() || earlier.when().equals(rule.when())) {
                keys.problem(
                        "this rule is never reached: the one in line "
                                + lines.get(i)
                                + " is for all of its requests");
                return;
            }
            if (saysMore(rule)
                    && !(earlier.action() instanceof Action.Deny)
                    && earlier.when().dependOnWay()) {
                keys.problem(
                        "this rule "
                                + what(rule)
                                + ", and whether the one in line "
                                + lines.get(i)
                                + " comes first is known only afterwards: put it before that one");
                return;
            }
        }
        if (saysMore(rule) && rule.when().dependOnWay()) {
            keys.problem(
                    rule.action() instanceof Action.Allow ? ALLOW : WHEN,
                    "a rule that "
                            + what(rule)
                            + " can't depend on 'address' or 'egress', which are known only"
                            + " afterwards");
        }
        if (rule.told().isPresent() && isForTunnels(rule.when())) {
            keys.problem(
                    TOLD, "in a tunnel no target is told anything, and this rule is for no others");
        }
    }

    private static boolean saysMore(Rule rule) {
        return rule.action() instanceof Action.Way || rule.told().isPresent();
    }

    private static String what(Rule rule) {
        return rule.action() instanceof Action.Way
                ? "chooses the way out"
                : "says what targets are told";
    }

    private static boolean isForTunnels(Conditions when) {
        return when.all().stream()
                .anyMatch(each ->
                        each instanceof Condition.ByScheme(Set<Scheme> schemes)
                                && !schemes.contains(Scheme.HTTP));
    }

    /// The key and its value as lines of YAML; empty when there are none.
    static String print(Rules rules) {
        if (rules.isNone()) {
            return "";
        }
        StringBuilder yaml = new StringBuilder(KEY).append(":\n");
        rules.all().forEach(rule -> yaml.append("  - {").append(text(rule)).append("}\n"));
        return yaml.append("  - default: ")
                .append(rules.allows() ? ALLOW : DENY)
                .append('\n')
                .toString();
    }

    private static String text(Rule rule) {
        String when = ConditionKeys.text(rule.when());
        StringBuilder text =
                new StringBuilder(
                        switch (rule.action()) {
                            case Action.Allow _ -> ALLOW + ": " + when;
                            case Action.Deny _ -> DENY + ": " + when;
                            case Action.Pool(String label) ->
                                    POOL
                                            + ": "
                                            + ListKeys.quoted(label)
                                            + ", "
                                            + WHEN
                                            + ": "
                                            + when;
                            case Action.Throttle(long rate, _) ->
                                    THROTTLE
                                            + ": "
                                            + Sizes.text(rate)
                                            + "/s, "
                                            + WHEN
                                            + ": "
                                            + when;
                            case Action.Direct(var source) ->
                                    DIRECT
                                            + ": "
                                            + ListKeys.quoted(Addresses.text(source))
                                            + ", "
                                            + WHEN
                                            + ": "
                                            + when;
                        });
        text.append(HeaderKeys.text(rule.told()));
        rule.name().ifPresent(name -> text.append(", name: ").append(ListKeys.quoted(name)));
        if (rule.action() instanceof Action.Deny deny) {
            deny.reason()
                    .ifPresent(said -> text.append(", reason: ").append(ListKeys.quoted(said)));
            if (deny.status() != Action.Deny.FORBIDDEN) {
                text.append(", status: ").append(deny.status());
            }
            deny.page().ifPresent(page -> text.append(", page: ").append(ListKeys.quoted(page)));
        }
        return text.toString();
    }
}
