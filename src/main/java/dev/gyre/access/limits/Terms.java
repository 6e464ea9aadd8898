package dev.gyre.access.limits;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// How much one of a kind may take. What is absent has no limit; all else is above zero.
///
/// @param requests how often one may ask
/// @param connections how many requests and tunnels it may have under way
/// @param bandwidth bytes in a second, both directions together
/// @param day bytes in a calendar day, both directions together
/// @param month bytes in a calendar month
public record Terms(
        Optional<RequestRate> requests,
        OptionalInt connections,
        OptionalLong bandwidth,
        OptionalLong day,
        OptionalLong month) {

    /// No limit at all.
    public static final Terms NONE =
            new Terms(
                    Optional.empty(),
                    OptionalInt.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty());

    /// Whether anything is limited.
    public boolean isAny() {
        return !equals(NONE);
    }

    /// Whether bytes are counted over days or months.
    public boolean hasQuota() {
        return day.isPresent() || month.isPresent();
    }

    /// Whether what passes is to be looked at.
    public boolean isMetered() {
        return bandwidth.isPresent() || hasQuota();
    }
}
