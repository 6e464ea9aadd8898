package dev.gyre.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations such as `10s`, `500ms` or `1m30s`.
final class Durations {

    static final String EXPECTED = "a duration, such as 10s or 1m30s";

    private static final Pattern PART = Pattern.compile("([0-9]{1,15})(ms|s|m|h|d)");
    private static final Duration LONGEST = Duration.ofDays(365);

    private Durations() {}

    /// The duration that the text spells, above zero and at most 365 days.
    static Duration parse(String text) throws BadValue {
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new BadValue("needs a unit (ms, s, m, h or d)");
        }
        Matcher part = PART.matcher(text);
        Duration sum = Duration.ZERO;
        int end = 0;
        while (part.find() && part.start() == end) {
            sum = sum.plus(times(Long.parseLong(part.group(1)), part.group(2)));
            end = part.end();
            if (sum.compareTo(LONGEST) > 0) {
                throw new BadValue("is longer than 365d");
            }
        }
        if (end == 0 || end < text.length()) {
            throw new BadValue("is not " + EXPECTED);
        }
        if (sum.isZero()) {
            throw new BadValue("must be longer than nothing");
        }
        return sum;
    }

    /// As [#parse], and `0s` for none.
    static Duration parseOrZero(String text) throws BadValue {
        return text.equals("0") || text.equals("0s") ? Duration.ZERO : parse(text);
    }

    private static Duration times(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    /// The duration in the words that [#parse] reads, in the fewest parts.
    static String text(Duration duration) {
        StringBuilder text = new StringBuilder();
        append(text, duration.toDaysPart(), "d");
        append(text, duration.toHoursPart(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        append(text, duration.toMillisPart(), "ms");
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(amount).append(unit);
        }
    }
}
