package dev.gyre.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sizes in bytes such as `16KiB`, `1GiB` or `8000`, and other whole numbers.
final class Sizes {

    /// Each is 1024 times the one before.
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");

    private static final Pattern SIZE =
            Pattern.compile("([0-9]{1,18}) ?(" + String.join("|", UNITS) + ")?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private Sizes() {}

    /// A reader of sizes from `least` to `most`, both in bytes and above zero.
    static NodeReader<Integer> between(int least, int most) {
        String expected = expected(least, most);
        return new ScalarReader<>(expected, text -> (int) size(text, least, most, expected));
    }

    /// A reader of sizes from one byte to `most`.
    static NodeReader<Long> upTo(long most) {
        String expected = expected(1, most);
        return new ScalarReader<>(expected, text -> size(text, 1, most, expected));
    }

    /// A reader of so many bytes in a second, from `least` to `most`, such as `1MiB/s`.
    static NodeReader<Long> perSecond(long least, long most) {
        String expected = expected(least, most) + " in a second, such as " + text(1 << 20) + "/s";
        return new ScalarReader<>(
                expected,
                text -> {
                    if (!text.endsWith("/s")) {
                        throw new BadValue("is not " + expected);
                    }
                    return size(text.substring(0, text.length() - 2), least, most, expected);
                });
    }

    private static String expected(long least, long most) {
        return "a size from " + text(least) + " to " + text(most);
    }

    private static long size(String text, long least, long most, String expected) throws BadValue {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new BadValue("is not " + expected);
        }
        int unit = size.group(2) == null ? 0 : UNITS.indexOf(size.group(2));
        long amount = Long.parseLong(size.group(1));
        // Before it is multiplied, which could be too much for a long.
        if (amount > most >> (10 * unit)) {
            throw new BadValue("must be " + expected);
        }
        return checked(amount << (10 * unit), least, most, expected);
    }

    /// A reader of whole numbers from `least` to `most`.
    static NodeReader<Integer> number(int least, int most) {
        String expected = "a number from " + least + " to " + most;
        return new ScalarReader<>(
                expected,
                text -> {
                    if (!NUMBER.matcher(text).matches()) {
                        throw new BadValue("must be " + expected);
                    }
                    return (int) checked(Long.parseLong(text), least, most, expected);
                });
    }

    private static long checked(long value, long least, long most, String expected)
            throws BadValue {
        if (value < least || value > most) {
            throw new BadValue("must be " + expected);
        }
        return value;
    }

    /// The size, above zero, in the largest unit that needs no fraction.
    static String text(long size) {
        int unit = Math.min(Long.numberOfTrailingZeros(size) / 10, UNITS.size() - 1);
        return (size >> (10 * unit)) + UNITS.get(unit);
    }
}
