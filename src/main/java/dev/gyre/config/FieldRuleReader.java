package dev.gyre.config;

import dev.gyre.anonymity.FieldRule;
import dev.gyre.net.Glob;

import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads a rule about the fields of messages: one of `remove`, `set` and `replace`, for one field or several.
///
/// @param problem why a rule can't be, if it can't
record FieldRuleReader(Function<FieldRule, Optional<String>> problem)
        implements NodeReader<List<FieldRule>> {

    private static final String REMOVE = "remove";
    private static final String SET = "set";
    private static final String REPLACE = "replace";
    private static final String MATCH = "match";
    private static final String WITH = "with";

    private static final Pattern NAME = Pattern.compile("[!#$%&'+.^_`|~0-9A-Za-z-]+");
    private static final Pattern REMOVED = Pattern.compile(NAME.pattern() + "\\*?");

    /// Visible ASCII with white space between: what every server and client reads alike.
    private static final Pattern VALUE = Pattern.compile("(?:[!-~](?:[ -~\t]*[!-~])?)?");

    /// Fields whose values are secrets, and what most others are called that have one.
    private static final Pattern SECRET =
            Pattern.compile(
                    "(?i)authorization|cookie2?|set-cookie2?|.*(?:token|secret|key|password|auth).*");

    private static final NodeReader<Glob> PATTERN =
            new ScalarReader<>("a pattern, such as curl/*", text -> new Glob(patternChecked(text)));

    private static String patternChecked(String text) throws BadValue {
        if (text.isEmpty() || text.length() > FieldRule.LONGEST_VALUE) {
            throw new BadValue("must be of 1 to " + FieldRule.LONGEST_VALUE + " characters");
        }
        return text;
    }

    @Override
    public Optional<List<FieldRule>> read(Reading reading, String what, Node node) {
        return MappingReader.read(reading, "a rule of " + what, node, this::rules);
    }

    private Optional<List<FieldRule>> rules(MappingReader keys) {
        Optional<List<FieldRule>> removed = keys.take(REMOVE, ListReader.orSingle(this::removed));
        Optional<List<FieldRule>> set = keys.take(SET, named(this::set));
        Optional<List<FieldRule>> replaced = keys.take(REPLACE, named(this::replaced));
        long count = List.of(REMOVE, SET, REPLACE).stream().filter(keys::has).count();
        if (count != 1) {
            keys.problem("a rule needs one of " + String.join(", ", REMOVE, SET, REPLACE));
            return Optional.empty();
        }
        return removed.or(() -> set).or(() -> replaced);
    }

    private Optional<FieldRule> removed(Reading reading, String what, Node node) {
        return new ScalarReader<>("a field's name", text -> name(text, REMOVED))
                .read(reading, what, node)
                .flatMap(name -> checked(reading, node, new FieldRule.Remove(name)));
    }

    /// Reads a mapping from names to what `value` reads.
    private static NodeReader<List<FieldRule>> named(Named value) {
        return (reading, what, node) -> {
            if (!(node instanceof MappingNode mapping)) {
                reading.problem(
                        node,
                        what + " must be a mapping of fields' names, found " + Reading.kind(node));
                return Optional.empty();
            }
            if (mapping.getValue().isEmpty()) {
                reading.problem(node, what + " names no field");
            }
            List<FieldRule> rules = new ArrayList<>();
            for (NodeTuple each : mapping.getValue()) {
                new ScalarReader<>("a field's name", text -> name(text, NAME))
                        .read(reading, what, each.getKeyNode())
                        .flatMap(name ->
                                value.read(reading, name, each.getKeyNode(), each.getValueNode()))
                        .ifPresent(rules::add);
            }
            return rules.size() == mapping.getValue().size() && !rules.isEmpty()
                    ? Optional.of(List.copyOf(rules))
                    : Optional.empty();
        };
    }

    private interface Named {
        Optional<FieldRule> read(Reading reading, String name, Node key, Node value);
    }

    private Optional<FieldRule> set(Reading reading, String name, Node key, Node node) {
        boolean secret = isSecret(name, node);
        return value(reading, name, node, secret)
                .flatMap(value -> checked(reading, key, new FieldRule.Set(name, value, secret)));
    }

    private Optional<FieldRule> replaced(Reading reading, String name, Node key, Node node) {
        return MappingReader.read(
                        reading,
                        name,
                        node,
                        keys -> {
                            Optional<Glob> match = keys.take(MATCH, PATTERN);
                            Optional<String> with =
                                    keys.take(
                                            WITH,
                                            (inner, what, item) -> value(inner, what, item, false));
                            for (String each : List.of(MATCH, WITH)) {
                                if (!keys.has(each)) {
                                    keys.problem("'" + each + "' is missing");
                                }
                            }
                            return match.flatMap(glob ->
                                    with.map(value -> new FieldRule.Replace(name, glob, value)));
                        })
                .flatMap(rule -> checked(reading, key, rule));
    }

    private Optional<FieldRule> checked(Reading reading, Node node, FieldRule rule) {
        Optional<String> wrong = problem.apply(rule);
        wrong.ifPresent(why ->
                reading.problem(
                        node,
                        (node instanceof ScalarNode name ? Excerpt.value(name.getValue()) : "")
                                + ": "
                                + why));
        return wrong.isPresent() ? Optional.empty() : Optional.of(rule);
    }

    private static String name(String text, Pattern form) throws BadValue {
        if (!form.matcher(text).matches() || text.length() > FieldRule.LONGEST_NAME) {
            throw new BadValue(
                    "is not a field's name of up to " + FieldRule.LONGEST_NAME + " characters");
        }
        return text;
    }

    private static boolean isSecret(String name, Node node) {
        return SECRET.matcher(name).matches()
                || (node instanceof ScalarNode scalar
                        && scalar.getValue().contains(Variables.OPENING));
    }

    /// A value that may be a secret is not shown when something is wrong with it.
    private static Optional<String> value(Reading reading, String what, Node node, boolean secret) {
        if (!(node instanceof ScalarNode scalar)
                || (scalar.isPlain() && Reading.isNothing(scalar))) {
            reading.problem(node, what + " must be a text, found " + Reading.kind(node));
            return Optional.empty();
        }
        Optional<String> text =
                reading.mayRead(node)
                        ? new Variables(reading, scalar).replaced()
                        : Optional.empty();
        if (text.isEmpty()
                || (VALUE.matcher(text.get()).matches()
                        && text.get().length() <= FieldRule.LONGEST_VALUE)) {
            return text;
        }
        String message =
                what
                        + " must be up to "
                        + FieldRule.LONGEST_VALUE
                        + " characters of ASCII, without control characters, and without blanks"
                        + " at its ends";
        if (secret) {
            reading.problemWithSecret(node, message);
        } else {
            reading.problem(node, message);
        }
        return Optional.empty();
    }

    /// A rule as it is written in the file.
    static String text(FieldRule rule) {
        return switch (rule) {
            case FieldRule.Remove(String name) -> "{" + REMOVE + ": " + ListKeys.quoted(name) + "}";
            case FieldRule.Set(String name, String value, boolean secret) ->
                    "{"
                            + SET
                            + ": {"
                            + ListKeys.quoted(name)
                            + ": "
                            + ListKeys.quoted(secret ? "***" : value)
                            + "}}";
            case FieldRule.Replace(String name, Glob match, String value) ->
                    "{"
                            + REPLACE
                            + ": {"
                            + ListKeys.quoted(name)
                            + ": {"
                            + MATCH
                            + ": "
                            + ListKeys.quoted(match)
                            + ", "
                            + WITH
                            + ": "
                            + ListKeys.quoted(value)
                            + "}}}";
        };
    }
}
