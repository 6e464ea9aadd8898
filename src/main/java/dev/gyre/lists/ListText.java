package dev.gyre.lists;

import dev.gyre.egress.Labels;
import dev.gyre.egress.ListSource;
import dev.gyre.egress.ListSource.Reading;

import java.util.regex.Pattern;

/// Reads a list of egresses: lines, a Clash file, or URLs as JSON texts. What it is, the text itself tells. Any text can be read: what
/// is no entry is a bad line.
public final class ListText {

    /// Longer lines are no entries.
    static final int LONGEST_LINE = 2_048;

    private static final char BYTE_ORDER_MARK = '\ufeff';
    private static final char NOT_UTF_8 = '\ufffd';
    private static final Pattern CLASH =
            Pattern.compile("^proxies[ \t]*:(?:[ \t\r\n]|$)", Pattern.MULTILINE);

    private final ProxyLine reader;
    private final Collected into;

    private ListText(ProxyLine reader, boolean addressesOnly) {
        this.reader = reader;
        this.into = new Collected(addressesOnly);
    }

    /// What a list of our own has: it may name addresses of this machine.
    ///
    /// @param name the list as messages are to call it
    /// @param labels of all its entries
    public static Parsed parse(String name, String text, Reading reading, Labels labels) {
        return parse(
                name, text, new ProxyLine(reading.scheme(), true, labels), reading.addressesOnly());
    }

    /// What a list has that comes from there. One that is fetched may hold proxies only: whoever writes it must not make us leave from
    /// an address of our own.
    public static Parsed parse(String name, String text, ListSource from, Labels labels) {
        boolean own =
                switch (from) {
                    case ListSource.File _ -> true;
                    case ListSource.Url _ -> false;
                };
        return parse(
                name,
                text,
                new ProxyLine(from.reading().scheme(), own, labels),
                from.reading().addressesOnly());
    }

    private static Parsed parse(String name, String text, ProxyLine reader, boolean addressesOnly) {
        String unmarked =
                !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        ListText list = new ListText(reader, addressesOnly);
        if (JsonStrings.isIn(unmarked)) {
            new JsonStrings(unmarked, list::entry, list.into::bad).read();
        } else if (CLASH.matcher(unmarked).find()) {
            new ClashReader(reader.labels(), list.into).read(unmarked);
        } else {
            list.lines(unmarked);
        }
        return list.into.of(name);
    }

    private void lines(String text) {
        int number = 1;
        int from = 0;
        while (from < text.length()) {
            int end = from;
            while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
                end++;
            }
            if (!line(number++, text, from, end)) {
                return;
            }
            from = text.startsWith("\r\n", end) ? end + 2 : end + 1;
        }
    }

    /// Whether there may be more.
    private boolean line(int number, String text, int from, int end) {
        if (end - from > LONGEST_LINE) {
            into.bad(number, "is longer than 2,048 characters");
            return true;
        }
        String line = withoutComment(text.substring(from, end)).strip();
        return line.isEmpty() || entry(number, line);
    }

    /// Whether there may be more.
    private boolean entry(int number, String line) {
        if (!into.mayHold(number)) {
            return false;
        }
        if (line.length() > LONGEST_LINE) {
            into.bad(number, "is longer than 2,048 characters");
            return true;
        }
        try {
            check(line);
            into.add(reader.read(line));
        } catch (BadText bad) {
            into.bad(number, bad);
        }
        return true;
    }

    private static void check(String line) throws BadText {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (Character.isISOControl(c) && c != '\t') {
                throw new BadText("has a control character in it");
            }
            if (c == NOT_UTF_8) {
                throw new BadText("is not UTF-8");
            }
        }
    }

    /// A comment begins with `#`, at the start of a line or after a blank: a password may hold the sign.
    private static String withoutComment(String line) {
        int sign = line.indexOf('#');
        while (sign > 0 && !Character.isWhitespace(line.charAt(sign - 1))) {
            sign = line.indexOf('#', sign + 1);
        }
        return sign < 0 ? line : line.substring(0, sign);
    }
}
