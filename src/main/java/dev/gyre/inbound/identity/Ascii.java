package dev.gyre.inbound.identity;

/// Letters and digits of ASCII: the parameters have no others.
final class Ascii {

    private Ascii() {}

    static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /// Whether the text has nothing but digits, and one at least.
    static boolean isNumber(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return from < to;
    }

    /// Whether `[from, to)` of the text is `lower`, a text in lower case, but for letter case.
    static boolean is(String text, int from, int to, String lower) {
        if (to - from != lower.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != lower.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }
}
