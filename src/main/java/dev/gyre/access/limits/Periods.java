package dev.gyre.access.limits;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoField;

/// The day and the month that it is now.
///
/// @param day in days since 1970
/// @param month in months since the year 0
/// @param begin of the day, in milliseconds since 1970
/// @param dayEnd when the next day begins
/// @param monthEnd when the next month begins
record Periods(long day, long month, long begin, long dayEnd, long monthEnd) {

    static Periods at(Instant now, ZoneId zone) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        return new Periods(
                today.toEpochDay(),
                today.getLong(ChronoField.PROLEPTIC_MONTH),
                millis(today, zone),
                millis(today.plusDays(1), zone),
                millis(YearMonth.from(today).plusMonths(1).atDay(1), zone));
    }

    private static long millis(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant().toEpochMilli();
    }

    boolean include(long millis) {
        return millis >= begin && millis < dayEnd;
    }
}
