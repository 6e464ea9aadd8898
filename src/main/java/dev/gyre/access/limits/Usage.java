package dev.gyre.access.limits;

/// What one has used of its quotas, as the disk knows it.
///
/// @param kind whose
/// @param id a user's name; of a client or site what tells nothing of it but whether two are the same
/// @param day in days since 1970
/// @param dayBytes in that day
/// @param month in months since the year 0
/// @param monthBytes in that month
public record Usage(Kind kind, String id, long day, long dayBytes, long month, long monthBytes) {

    /// Whether it still says something.
    boolean isOf(Periods now) {
        return (day >= now.day() && dayBytes > 0) || (month >= now.month() && monthBytes > 0);
    }
}
