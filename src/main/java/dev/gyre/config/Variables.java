package dev.gyre.config;

import dev.gyre.net.PercentEncoding;

import org.snakeyaml.engine.v2.nodes.ScalarNode;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts environment variables in the place of `${NAME}`.
final class Variables {

    static final String OPENING = "${";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^{}$]*)\\}?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Reading reading;
    private final ScalarNode node;

    Variables(Reading reading, ScalarNode node) {
        this.reading = reading;
        this.node = node;
    }

    /// The text with all variables replaced, or nothing and a problem for each that is not set.
    ///
    /// A variable that stands in the credentials of a URL is taken as it is, whatever characters it
    /// holds: the result has it percent-encoded.
    Optional<String> replaced() {
        String raw = node.getValue();
        if (!raw.contains(OPENING)) {
            return Optional.of(raw);
        }
        int scheme = raw.indexOf("://");
        int credentials = scheme < 0 ? raw.length() : scheme;
        int host = raw.lastIndexOf('@');
        StringBuilder text = new StringBuilder();
        boolean complete = true;
        Matcher variable = VARIABLE.matcher(raw);
        while (variable.find()) {
            Optional<String> value = value(variable.group(), variable.group(1));
            complete &= value.isPresent();
            boolean literal = variable.start() > credentials && variable.end() <= host;
            variable.appendReplacement(
                    text,
                    Matcher.quoteReplacement(
                            value.map(known -> literal ? PercentEncoding.encode(known) : known)
                                    .orElse("")));
        }
        variable.appendTail(text);
        return complete ? Optional.of(text.toString()) : Optional.empty();
    }

    private Optional<String> value(String piece, String name) {
        if (!piece.endsWith("}") || !NAME.matcher(name).matches()) {
            reading.problemWithin(
                    node, piece, "'${' must be followed by a variable's name and '}'");
            return Optional.empty();
        }
        Optional<String> value = reading.variable(name);
        if (value.isEmpty()) {
            reading.problemWithin(node, piece, "the environment variable " + name + " is not set");
        }
        return value;
    }
}
