package dev.gyre.config;

import dev.gyre.access.limits.LimitSettings;
import dev.gyre.access.limits.RequestRate;
import dev.gyre.access.limits.Terms;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The keys within `limits` that say how much a user, a client or a site may take, and the key `limits` of one user.
final class TermKeys {

    private static final Map<String, Duration> TIMES =
            Map.of(
                    "s", Duration.ofSeconds(1),
                    "m", Duration.ofMinutes(1),
                    "h", Duration.ofHours(1));

    private static final Pattern RATE = Pattern.compile("([0-9]{1,7})/([smh])");

    private static final String EXPECTED =
            "so many in a second, minute or hour, such as 10/s, 300/m or 5000/h";

    /// @param requests how many
    /// @param per in which time
    private record Rate(int requests, Duration per) {}

    private static final NodeReader<Rate> REQUESTS = new ScalarReader<>(EXPECTED, TermKeys::rate);
    private static final NodeReader<Integer> COUNT = Sizes.number(1, RequestRate.MOST);
    private static final NodeReader<Long> BANDWIDTH = Sizes.perSecond(1 << 10, 1L << 40);
    private static final NodeReader<Long> BYTES = Sizes.upTo(1L << 60);
    private static final NodeReader<ZoneId> ZONE =
            new ScalarReader<>("a time zone, such as UTC or Europe/Berlin", TermKeys::zone);
    private static final NodeReader<Path> FILE = new PathReader("the path of a file", false);

    private TermKeys() {}

    private static Rate rate(String text) throws BadValue {
        Matcher rate = RATE.matcher(text);
        if (!rate.matches()) {
            throw new BadValue("is not " + EXPECTED);
        }
        int requests = Integer.parseInt(rate.group(1));
        if (requests < 1 || requests > RequestRate.MOST) {
            throw new BadValue("must be of 1 to " + RequestRate.MOST + " requests");
        }
        return new Rate(requests, Optional.ofNullable(TIMES.get(rate.group(2))).orElseThrow());
    }

    private static ZoneId zone(String text) throws BadValue {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException unknown) {
            throw new BadValue("is not a time zone, such as UTC or Europe/Berlin");
        }
    }

    /// What stands within `limits` beside the keys of a single client.
    static LimitSettings limits(MappingReader keys) {
        NodeReader<Terms> terms = MappingReader.of(TermKeys::terms);
        Optional<Path> file = keys.take("file", FILE);
        file.ifPresent(path -> keys.writes("file", path, "quotas"));
        return new LimitSettings(
                keys.take("per-user", terms, Terms.NONE),
                keys.take("per-client", terms, Terms.NONE),
                keys.take("per-site", terms, Terms.NONE),
                Map.of(),
                keys.take("zone", ZONE, LimitSettings.NONE.zone()),
                file);
    }

    static Terms terms(MappingReader keys) {
        Optional<Rate> rate = keys.take("requests", REQUESTS);
        Optional<Integer> burst = keys.take("burst", COUNT);
        if (keys.has("burst") && !keys.has("requests")) {
            keys.problem("burst", "'burst' needs 'requests' beside it");
        }
        return new Terms(
                rate.map(its -> new RequestRate(its.requests, its.per, burst.orElse(its.requests))),
                keys.take("connections", COUNT).map(OptionalInt::of).orElse(OptionalInt.empty()),
                size(keys, "bandwidth", BANDWIDTH),
                size(keys, "day", BYTES),
                size(keys, "month", BYTES));
    }

    private static OptionalLong size(MappingReader keys, String key, NodeReader<Long> reader) {
        return keys.take(key, reader).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /// To stand behind other keys within `limits`; empty when nothing is said.
    static String print(LimitSettings limits) {
        StringBuilder yaml = new StringBuilder();
        print(yaml, "per-user", limits.perUser());
        print(yaml, "per-client", limits.perClient());
        print(yaml, "per-site", limits.perSite());
        if (!limits.zone().equals(LimitSettings.NONE.zone())) {
            yaml.append(", zone: '").append(limits.zone()).append('\'');
        }
        limits.file().ifPresent(file -> yaml.append(", file: ").append(ListKeys.quoted(file)));
        return yaml.toString();
    }

    private static void print(StringBuilder yaml, String key, Terms terms) {
        if (terms.isAny()) {
            yaml.append(", ").append(key).append(": ").append(text(terms));
        }
    }

    static String text(Terms terms) {
        List<String> words = new ArrayList<>();
        terms.requests()
                .ifPresent(rate -> {
                    words.add("requests: " + rate.requests() + "/" + unit(rate.per()));
                    words.add("burst: " + rate.burst());
                });
        terms.connections().ifPresent(most -> words.add("connections: " + most));
        terms.bandwidth().ifPresent(rate -> words.add("bandwidth: " + Sizes.text(rate) + "/s"));
        terms.day().ifPresent(most -> words.add("day: " + Sizes.text(most)));
        terms.month().ifPresent(most -> words.add("month: " + Sizes.text(most)));
        return "{" + String.join(", ", words) + "}";
    }

    private static String unit(Duration per) {
        return TIMES.entrySet().stream()
                .filter(each -> each.getValue().equals(per))
                .findFirst()
                .orElseThrow()
                .getKey();
    }
}
