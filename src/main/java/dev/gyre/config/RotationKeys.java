package dev.gyre.config;

import dev.gyre.inbound.identity.ClaimSettings;
import dev.gyre.inbound.identity.Claims;
import dev.gyre.inbound.identity.HeaderUse;
import dev.gyre.rotation.Every;
import dev.gyre.rotation.Pick;
import dev.gyre.rotation.ReuseDistance;
import dev.gyre.rotation.RotationSettings;
import dev.gyre.rotation.Secret;
import dev.gyre.rotation.SessionSettings;
import dev.gyre.rotation.Wish.Strength;

import org.snakeyaml.engine.v2.nodes.Node;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The keys `rotate` and `sessions`: which egress comes next, and for how long it is kept.
final class RotationKeys {

    /// @param settings for how long sessions last
    /// @param claims how clients name them
    record SessionKeys(SessionSettings settings, ClaimSettings claims) {}

    /// What `rotate` says; sessions have a key of their own.
    ///
    /// @param distance how soon a site may see an egress again
    record Rotate(Every every, Pick pick, ReuseDistance distance) {

        RotationSettings with(SessionSettings sessions) {
            return new RotationSettings(every, pick, distance, sessions);
        }
    }

    static final Rotate DEFAULT = new Rotate(Every.REQUEST, Pick.RANDOM, ReuseDistance.NONE);

    private static final String EVERY =
            "request, connection, site, session, a number such as 10 requests, or a duration such"
                    + " as 10m";
    private static final String DISTANCE = "a number of egresses, or a duration such as 10m";
    private static final int MOST_REQUESTS = 1_000_000;
    private static final int MOST_SESSIONS = 1_000_000;
    private static final int LEAST_SECRET = 16;
    private static final Pattern REQUESTS = Pattern.compile("([0-9]{1,9}) +requests?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private static final Map<String, Every> RULES = rules();

    private static final NodeReader<Duration> DURATION =
            new ScalarReader<>(Durations.EXPECTED, Durations::parse);

    private RotationKeys() {}

    static Rotate rotate(MappingReader keys) {
        Every every =
                keys.take("every", new ScalarReader<>(EVERY, RotationKeys::every), DEFAULT.every());
        Pick pick = keys.take("pick", Choice.of(Pick.values()), DEFAULT.pick());
        boolean strict = keys.take("strict", Flag.READER, false);
        if (strict && !keys.has("reuse-distance")) {
            keys.problem("strict", "strict says nothing without reuse-distance");
        }
        ReuseDistance distance =
                keys.take(
                        "reuse-distance",
                        new ScalarReader<>(DISTANCE, text -> distance(text, strict)),
                        DEFAULT.distance());
        return new Rotate(every, pick, distance);
    }

    static SessionKeys sessions(MappingReader keys) {
        SessionSettings otherwise = SessionSettings.DEFAULT;
        return new SessionKeys(
                new SessionSettings(
                        keys.take("ttl", DURATION, otherwise.ttl()),
                        keys.take("idle", DURATION, otherwise.idle()),
                        keys.take("max", Sizes.number(1, MOST_SESSIONS), otherwise.max()),
                        keys.take("strength", Choice.of(Strength.values()), otherwise.strength()),
                        keys.take("secret", RotationKeys::secret)),
                new ClaimSettings(
                        keys.take(
                                "unknown",
                                Choice.of(Claims.Unknown.values()),
                                ClaimSettings.DEFAULT.unknown()),
                        keys.take(
                                "header",
                                Choice.of(HeaderUse.values()),
                                ClaimSettings.DEFAULT.header())));
    }

    private static Every every(String text) throws BadValue {
        Every rule = RULES.get(text);
        if (rule != null) {
            return rule;
        }
        Matcher requests = REQUESTS.matcher(text);
        if (requests.matches()) {
            int count = Integer.parseInt(requests.group(1));
            if (count < 1 || count > MOST_REQUESTS) {
                throw new BadValue("must be from 1 to " + MOST_REQUESTS + " requests");
            }
            return new Every.Requests(count);
        }
        if (NUMBER.matcher(text).matches()) {
            throw new BadValue("needs a unit: a number of requests, or ms, s, m, h or d");
        }
        if (!text.isEmpty() && Character.isDigit(text.charAt(0))) {
            return new Every.Time(Durations.parse(text));
        }
        throw new BadValue(
                "has an unknown value",
                Optional.of(Suggestion.among(RULES.keySet(), text).orElse("known are " + EVERY)));
    }

    /// The words that [#every] reads.
    static String text(Every every) {
        return switch (every) {
            case Every.Requests(int count) -> count == 1 ? "request" : count + " requests";
            case Every.Connection _ -> "connection";
            case Every.Time(Duration time) -> Durations.text(time);
            case Every.Site _ -> "site";
            case Every.Session _ -> "session";
        };
    }

    private static ReuseDistance distance(String text, boolean strict) throws BadValue {
        if (!NUMBER.matcher(text).matches()) {
            return new ReuseDistance.Time(Durations.parse(text), strict);
        }
        int count = Integer.parseInt(text);
        if (count < 1 || count > ReuseDistance.Others.MOST) {
            throw new BadValue("must be a number from 1 to " + ReuseDistance.Others.MOST);
        }
        return new ReuseDistance.Others(count, strict);
    }

    /// The pieces of `rotate` that say how near an egress may come again; empty where nothing was said.
    static String text(ReuseDistance distance) {
        if (distance.equals(ReuseDistance.NONE)) {
            return "";
        }
        String far =
                switch (distance) {
                    case ReuseDistance.Others(int count, _) -> Integer.toString(count);
                    case ReuseDistance.Time(Duration time, _) -> Durations.text(time);
                };
        return ", reuse-distance: " + far + (distance.strict() ? ", strict: true" : "");
    }

    /// What is wrong is said without the value.
    private static Optional<Secret> secret(Reading reading, String what, Node node) {
        Optional<String> text =
                new ScalarReader<>(
                                "text of at least " + LEAST_SECRET + " characters", value -> value)
                        .read(reading, what, node);
        if (text.isPresent() && text.get().length() < LEAST_SECRET) {
            reading.problemWithSecret(
                    node, what + " must have at least " + LEAST_SECRET + " characters");
            return Optional.empty();
        }
        return text.map(Secret::of);
    }

    private static Map<String, Every> rules() {
        Map<String, Every> rules = new LinkedHashMap<>();
        for (Every rule :
                List.of(
                        Every.REQUEST,
                        new Every.Connection(),
                        new Every.Site(),
                        new Every.Session())) {
            rules.put(text(rule), rule);
        }
        return rules;
    }
}
