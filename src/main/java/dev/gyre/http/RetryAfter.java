package dev.gyre.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;

/// The field `Retry-After` (RFC 9110 10.2.3): a number of seconds, or a date in any of the three forms of HTTP (5.6.7).
public final class RetryAfter {

    /// No wish for more than this is taken at its word.
    private static final Duration LONGEST = Duration.ofDays(7);

    private static final DateTimeFormatter FIXED =
            DateTimeFormatter.ofPattern("dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH);
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss uuuu", Locale.ENGLISH);

    private static final int DIGITS = 18;
    private static final int LONGEST_DATE = 40;

    private RetryAfter() {}

    /// How long to stay away.
    ///
    /// @param clock tells the time of day
    /// @return above zero and at most seven days; nothing when it is not said, not understood, said twice, or over already
    public static Optional<Duration> of(Fields fields, InstantSource clock) {
        int field = fields.indexOf("retry-after");
        if (field < 0 || fields.indexOf("retry-after", field + 1) >= 0) {
            return Optional.empty();
        }
        return parse(fields.value(field).strip(), clock.instant());
    }

    static Optional<Duration> parse(String text, Instant now) {
        return (isNumber(text) ? seconds(text) : date(text, now))
                .filter(Duration::isPositive)
                .map(time -> time.compareTo(LONGEST) > 0 ? LONGEST : time);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Optional<Duration> seconds(String digits) {
        return Optional.of(
                digits.length() > DIGITS ? LONGEST : Duration.ofSeconds(Long.parseLong(digits)));
    }

    /// The day of the week says nothing, and may be wrong.
    private static Optional<Duration> date(String text, Instant now) {
        int day = text.indexOf(' ');
        if (day < 0 || text.length() > LONGEST_DATE) {
            return Optional.empty();
        }
        String date = text.substring(day + 1);
        DateTimeFormatter form =
                !date.endsWith("GMT") ? ASCTIME : date.indexOf('-') < 0 ? FIXED : rfc850(now);
        try {
            Instant then = LocalDateTime.parse(date, form).toInstant(ZoneOffset.UTC);
            return Optional.of(Duration.between(now, then));
        } catch (DateTimeException nonsense) {
            return Optional.empty();
        }
    }

    /// A year of two digits is of the last fifty years or the next fifty.
    private static DateTimeFormatter rfc850(Instant now) {
        return new DateTimeFormatterBuilder()
                .appendPattern("dd-MMM-")
                .appendValueReduced(
                        ChronoField.YEAR, 2, 2, now.atOffset(ZoneOffset.UTC).getYear() - 50)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.ENGLISH);
    }
}
