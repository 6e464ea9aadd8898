package dev.gyre.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sizes in bytes such as `16KiB`, `1MiB` or `8000`, and other whole numbers.
final class Sizes {

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9}) ?(KiB|MiB|B)?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private Sizes() {}

    /// A reader of sizes from `least` to `most`, both in bytes.
    static NodeReader<Integer> between(int least, int most) {
        String expected = "a size from " + text(least) + " to " + text(most);
        return new ScalarReader<>(
                expected,
                text -> {
                    Matcher size = SIZE.matcher(text);
                    if (!size.matches()) {
                        throw new BadValue("is not " + expected);
                    }
                    String unit = size.group(2);
                    long factor = "MiB".equals(unit) ? 1 << 20 : "KiB".equals(unit) ? 1 << 10 : 1;
                    return checked(Long.parseLong(size.group(1)) * factor, least, most, expected);
                });
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
                    return checked(Long.parseLong(text), least, most, expected);
                });
    }

    private static int checked(long value, int least, int most, String expected) throws BadValue {
        if (value < least || value > most) {
            throw new BadValue("must be " + expected);
        }
        return (int) value;
    }

    /// The size in the largest unit that needs no fraction.
    static String text(int size) {
        if (size >= 1 << 20 && size % (1 << 20) == 0) {
            return (size >> 20) + "MiB";
        }
        return size >= 1 << 10 && size % (1 << 10) == 0 ? (size >> 10) + "KiB" : size + "B";
    }
}
