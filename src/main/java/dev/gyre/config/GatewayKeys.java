package dev.gyre.config;

import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.GatewayTemplate;
import dev.gyre.egress.Hop;
import dev.gyre.egress.Labels;
import dev.gyre.net.Credentials;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The keys of an egress entry that is a gateway: `gateway`, `sessions`, `user`, `country`.
final class GatewayKeys {

    static final String GATEWAY = "gateway";

    private static final String EXPECTED =
            "a proxy URL with {session} in its user name or password, such as"
                    + " http://me-session-{session}:password@gateway.example:8080";

    private static final NodeReader<Integer> SESSIONS =
            Sizes.number(1, EgressEntry.Gateway.MOST_SESSIONS);
    private static final NodeReader<String> USER =
            new ScalarReader<>(
                    "a user name",
                    text -> {
                        boolean fits = !text.isEmpty() && text.length() <= 128;
                        if (!fits || text.chars().anyMatch(c -> c <= ' ' || c == ':' || c > '~')) {
                            throw new BadValue("must be up to 128 letters, digits or signs");
                        }
                        return text;
                    });
    private static final NodeReader<Hop> TEMPLATE =
            new ScalarReader<>(EXPECTED, GatewayKeys::template);

    /// How long a session's name is.
    private static final String SAMPLE = "x".repeat(12);

    private static final int DEFAULT_SESSIONS = 100;
    private static final int MOST_SOCKS5_OCTETS = 255;

    private GatewayKeys() {}

    static Optional<EgressReader.Unlabelled> read(MappingReader keys) {
        Optional<Hop> hop =
                ResolveKey.read(keys, TrustKeys.read(keys, keys.take(GATEWAY, TEMPLATE)));
        int sessions = keys.take("sessions", SESSIONS, DEFAULT_SESSIONS);
        Optional<String> user = keys.take("user", USER);
        List<String> countries =
                keys.take("country", ListReader.orSingle(LabelKeys.COUNTRY), List.of()).stream()
                        .map(country -> country.toLowerCase(Locale.ROOT))
                        .toList();
        if (hop.isEmpty()
                || user.isPresent() != keys.has("user")
                || countries.isEmpty() == keys.has("country")) {
            return Optional.empty();
        }
        Set<String> placeholders = GatewayTemplate.placeholders(hop.get());
        // One country may be a label only.
        boolean fillsCountry =
                countries.size() > 1
                        || (!countries.isEmpty() && placeholders.contains(GatewayTemplate.COUNTRY));
        boolean hasUser = says(keys, placeholders, GatewayTemplate.USER, "user", keys.has("user"));
        boolean hasCountry =
                says(keys, placeholders, GatewayTemplate.COUNTRY, "country", fillsCountry);
        boolean good = bounded(keys, sessions, countries) && hasUser && hasCountry;
        if (!good) {
            return Optional.empty();
        }
        GatewayTemplate template = new GatewayTemplate(hop.get(), user);
        if (isTooLong(template.filled(SAMPLE, countries.stream().findAny()))) {
            keys.problem(
                    GATEWAY,
                    "gateway has a user name or password of more than 255 octets, filled in");
            return Optional.empty();
        }
        return Optional.of(labels -> entry(template, sessions, countries, labels));
    }

    private static EgressEntry entry(
            GatewayTemplate template, int sessions, List<String> countries, Labels labels) {
        return new EgressEntry.Gateway(template, sessions, countries, labels);
    }

    /// Whether a placeholder and its key are both there, or neither.
    private static boolean says(
            MappingReader keys,
            Set<String> placeholders,
            String placeholder,
            String key,
            boolean present) {
        if (placeholders.contains(placeholder) == present) {
            return true;
        }
        if (present) {
            keys.problem(key, "gateway has no " + placeholder + " for this '" + key + "'");
        } else {
            keys.problem(GATEWAY, "gateway has " + placeholder + ", so '" + key + "' is needed");
        }
        return false;
    }

    private static boolean bounded(MappingReader keys, int sessions, List<String> countries) {
        boolean good = true;
        if (new HashSet<>(countries).size() < countries.size()) {
            keys.problem("country", "country has one twice");
            good = false;
        }
        long all = (long) sessions * Math.max(1, countries.size());
        if (all > EgressEntry.Gateway.MOST_SESSIONS) {
            keys.problem(
                    "sessions",
                    "sessions are "
                            + all
                            + " in all countries; at most "
                            + EgressEntry.Gateway.MOST_SESSIONS
                            + " can be");
            good = false;
        }
        return good;
    }

    private static Hop template(String text) throws BadValue {
        Hop hop = HopUrl.parse(text);
        Set<String> placeholders = GatewayTemplate.placeholders(hop);
        for (String each : placeholders) {
            if (!GatewayTemplate.PLACEHOLDERS.contains(each)) {
                throw new BadValue(
                        "has an unknown placeholder",
                        Optional.of(Suggestion.orAll(GatewayTemplate.PLACEHOLDERS, each)));
            }
        }
        if (!placeholders.contains(GatewayTemplate.SESSION)) {
            throw new BadValue("has no {session} in its user name or password");
        }
        return hop;
    }

    private static boolean isTooLong(Hop hop) {
        return switch (hop.scheme()) {
            case SOCKS5, SOCKS5H -> {
                Credentials known = hop.credentials().orElseThrow();
                yield octets(known.user()) > MOST_SOCKS5_OCTETS
                        || octets(known.password()) > MOST_SOCKS5_OCTETS;
            }
            case HTTP, HTTPS, SOCKS4, SOCKS4A -> false;
        };
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
