package dev.gyre.inbound.identity;

import java.time.Duration;

/// For how long a session keeps its egress, as clients write it: 1 second to 24 hours.
final class Ttl {

    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;
    private static final int DAY = 24 * HOUR;

    private Ttl() {}

    /// A number of seconds, or parts with their units.
    static Duration of(Keyword keyword, String value) throws BadClaim {
        boolean bare = Ascii.isNumber(value, 0, value.length());
        return between(bare ? times(value, 1) : sum(value), keyword);
    }

    /// Parts with their units: s, m, h, d.
    static Duration withUnit(Keyword keyword, String value) throws BadClaim {
        return between(sum(value), keyword);
    }

    private static Duration between(int seconds, Keyword keyword) throws BadClaim {
        if (seconds < 1 || seconds > DAY) {
            throw new BadClaim(keyword.text() + " must be 1s to 24h, such as 90s or 10m");
        }
        return Duration.ofSeconds(seconds);
    }

    static Duration ofMinutes(Keyword keyword, String value) throws BadClaim {
        int seconds = Ascii.isNumber(value, 0, value.length()) ? times(value, MINUTE) : 0;
        if (seconds < 1 || seconds > DAY) {
            throw new BadClaim(keyword.text() + " must be 1 to 1440, a number of minutes");
        }
        return Duration.ofSeconds(seconds);
    }

    /// The seconds of `1h30m`; 0 when it is not of this form.
    private static int sum(String text) {
        int sum = 0;
        int from = 0;
        while (from < text.length()) {
            int to = from;
            while (to < text.length() && Ascii.isDigit(text.charAt(to))) {
                to++;
            }
            int unit = to == from || to == text.length() ? 0 : unit(text.charAt(to));
            if (unit == 0) {
                return 0;
            }
            sum = Math.min(sum + times(text.substring(from, to), unit), DAY + 1);
            from = to + 1;
        }
        return sum;
    }

    private static int unit(char c) {
        return switch (c) {
            case 's' -> 1;
            case 'm' -> MINUTE;
            case 'h' -> HOUR;
            case 'd' -> DAY;
            default -> 0;
        };
    }

    /// Digits times a unit; whatever is longer than a day is a day and a second.
    private static int times(String digits, int unit) {
        long seconds = 0;
        for (int i = 0; i < digits.length(); i++) {
            seconds = Math.min(10 * seconds + (digits.charAt(i) - '0'), DAY + 1L);
        }
        return (int) Math.min(seconds * unit, DAY + 1L);
    }
}
