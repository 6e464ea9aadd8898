package dev.gyre.egress;

import dev.gyre.net.Credentials;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A gateway of somebody else's that has many ways out, of which the credentials say which one: in its user name or password,
/// `{session}` stands for what tells sessions apart, `{user}` for whose they are, and `{country}` for where.
///
/// @param hop the gateway, with credentials in which there is a `{session}`
/// @param user what `{user}` stands for
public record GatewayTemplate(Hop hop, Optional<String> user) {

    public static final String SESSION = "{session}";
    public static final String USER = "{user}";
    public static final String COUNTRY = "{country}";

    /// All there are.
    public static final List<String> PLACEHOLDERS = List.of(SESSION, USER, COUNTRY);

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^{}]*\\}");

    /// @throws IllegalArgumentException when nothing tells sessions apart
    public GatewayTemplate {
        if (!placeholders(hop).contains(SESSION)) {
            throw new IllegalArgumentException("a gateway without a " + SESSION);
        }
    }

    /// Whatever stands in braces in the credentials of a hop, braces included.
    public static TreeSet<String> placeholders(Hop hop) {
        TreeSet<String> found = new TreeSet<>();
        hop.credentials()
                .ifPresent(known -> {
                    Matcher each = PLACEHOLDER.matcher(known.user() + "\n" + known.password());
                    while (each.find()) {
                        found.add(each.group());
                    }
                });
        return found;
    }

    /// The gateway for one session.
    ///
    /// @param country what `{country}` stands for
    public Hop filled(String session, Optional<String> country) {
        return hop.with(
                hop.credentials()
                        .map(known ->
                                new Credentials(
                                        filled(known.user(), session, country),
                                        filled(known.password(), session, country))));
    }

    private String filled(String text, String session, Optional<String> country) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found ->
                        Matcher.quoteReplacement(
                                switch (found.group()) {
                                    case SESSION -> session;
                                    case USER -> user.orElse("");
                                    case COUNTRY -> country.orElse("");
                                    default -> found.group();
                                }));
    }

    @Override
    public String toString() {
        return hop.toString();
    }
}
