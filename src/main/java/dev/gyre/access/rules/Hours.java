package dev.gyre.access.rules;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;

/// A time of the week, by the clocks of some place. Where it ends before it begins, it goes on past midnight, and belongs to the day on
/// which it began.
///
/// @param days on which it begins
/// @param from inclusive
/// @param to exclusive; midnight is the end of the day. The same as `from`: the whole day
public record Hours(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {

    public Hours {
        days = Set.copyOf(days);
    }

    boolean include(Instant when) {
        ZonedDateTime there = when.atZone(zone);
        LocalTime time = there.toLocalTime();
        DayOfWeek day = there.getDayOfWeek();
        if (from.isBefore(to) || to.equals(LocalTime.MIDNIGHT)) {
            boolean ended = !to.equals(LocalTime.MIDNIGHT) && !time.isBefore(to);
            return days.contains(day) && !time.isBefore(from) && !ended;
        }
        return (days.contains(day) && !time.isBefore(from))
                || (days.contains(day.minus(1)) && time.isBefore(to));
    }
}
