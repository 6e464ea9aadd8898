package dev.gyre.config;

import dev.gyre.access.rules.Hours;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A time of the week: `days`, `from`, `to` and `zone`.
final class HoursKeys {

    private static final Pattern TIME = Pattern.compile("([0-9]{2}):([0-9]{2})");

    private static final NodeReader<Set<DayOfWeek>> DAYS =
            new ScalarReader<>("a day, or days such as mon-fri", HoursKeys::days);

    private static final NodeReader<LocalTime> CLOCK =
            new ScalarReader<>("a time of the day, such as \"08:30\"", HoursKeys::time);

    private static final NodeReader<ZoneId> ZONE =
            new ScalarReader<>("a time zone, such as Europe/Berlin", HoursKeys::zone);

    static final NodeReader<Hours> READER =
            (reading, what, node) -> MappingReader.read(reading, what, node, HoursKeys::hours);

    private HoursKeys() {}

    private static Optional<Hours> hours(MappingReader keys) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        keys.take("days", ListReader.orSingle(DAYS)).ifPresent(all -> all.forEach(days::addAll));
        LocalTime from = keys.take("from", CLOCK, LocalTime.MIDNIGHT);
        LocalTime to = keys.take("to", CLOCK, LocalTime.MIDNIGHT);
        ZoneId zone = keys.take("zone", ZONE).orElseGet(ZoneId::systemDefault);
        if (keys.has("from") && keys.has("to") && from.equals(to)) {
            keys.problem("to", "it ends when it begins; for whole days leave out both");
        }
        if (!keys.has("days") && !keys.has("from") && !keys.has("to")) {
            keys.problem("a time needs 'days', 'from' or 'to'");
        }
        return Optional.of(
                new Hours(
                        keys.has("days") ? days : EnumSet.allOf(DayOfWeek.class), from, to, zone));
    }

    private static Set<DayOfWeek> days(String text) throws BadValue {
        String[] ends = text.toLowerCase(Locale.ROOT).split("-", 2);
        DayOfWeek first = day(ends[0]);
        DayOfWeek last = ends.length == 1 ? first : day(ends[1]);
        Set<DayOfWeek> days = EnumSet.of(last);
        for (DayOfWeek day = first; day != last; day = day.plus(1)) {
            days.add(day);
        }
        return days;
    }

    private static DayOfWeek day(String text) throws BadValue {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (word(day).equals(text)) {
                return day;
            }
        }
        throw new BadValue(
                "must be of mon, tue, wed, thu, fri, sat, sun, or two of them as mon-fri");
    }

    private static String word(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }

    private static LocalTime time(String text) throws BadValue {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw new BadValue("is not a time of the day in quotes, such as \"08:30\"");
        }
        int hour = Integer.parseInt(time.group(1));
        int minute = Integer.parseInt(time.group(2));
        if (hour == 24 && minute == 0) {
            return LocalTime.MIDNIGHT;
        }
        if (hour > 23 || minute > 59) {
            throw new BadValue("must be from 00:00 to 24:00");
        }
        return LocalTime.of(hour, minute);
    }

    private static ZoneId zone(String text) throws BadValue {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException unknown) {
            throw new BadValue("is not a time zone");
        }
    }

    /// As it is written in the file.
    static String text(Hours hours) {
        List<String> words = new ArrayList<>();
        words.add(
                hours.days().stream()
                        .sorted()
                        .map(HoursKeys::word)
                        .collect(Collectors.joining(", ", "days: [", "]")));
        if (!hours.from().equals(LocalTime.MIDNIGHT)) {
            words.add("from: '" + hours.from() + "'");
        }
        if (!hours.to().equals(LocalTime.MIDNIGHT)) {
            words.add("to: '" + hours.to() + "'");
        }
        words.add("zone: '" + hours.zone() + "'");
        return "{" + String.join(", ", words) + "}";
    }
}
