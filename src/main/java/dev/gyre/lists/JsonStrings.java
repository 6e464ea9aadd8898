package dev.gyre.lists;

import java.util.function.BiConsumer;

/// Reads the texts of a JSON array, or of lines that each have one.
final class JsonStrings {

    private static final String BETWEEN = " \t\r\n,[]";

    /// Takes what one text says.
    interface Taker {
        /// Whether there may be more.
        boolean take(int line, String text);
    }

    private final String json;
    private final Taker taker;
    private final BiConsumer<Integer, String> bad;
    private int at;
    private int line = 1;

    JsonStrings(String json, Taker taker, BiConsumer<Integer, String> bad) {
        this.json = json;
        this.taker = taker;
        this.bad = bad;
    }

    /// Whether the first thing that is said is such a text.
    static boolean isIn(String text) {
        int first = solid(text, 0);
        if (text.startsWith("[", first)) {
            first = solid(text, first + 1);
            return text.startsWith("\"", first) || text.startsWith("]", first);
        }
        return text.startsWith("\"", first);
    }

    private static int solid(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    void read() {
        boolean more = true;
        while (more && at < json.length()) {
            char c = json.charAt(at);
            if (c == '"') {
                more = text();
            } else if (BETWEEN.indexOf(c) >= 0) {
                step();
            } else {
                bad.accept(line, "is no JSON text in quotes");
                skipLine();
            }
        }
    }

    private boolean text() {
        StringBuilder text = new StringBuilder(64);
        at++;
        while (at < json.length()
                && json.charAt(at) != '\n'
                && text.length() <= ListText.LONGEST_LINE) {
            char c = json.charAt(at);
            if (c == '"') {
                at++;
                return taker.take(line, text.toString().strip());
            }
            if (c != '\\') {
                text.append(c);
                at++;
            } else if (!escape(text)) {
                break;
            }
        }
        bad.accept(line, "is no JSON text: it does not end, is too long, or has a wrong escape");
        skipLine();
        return true;
    }

    private boolean escape(StringBuilder text) {
        if (at + 1 >= json.length()) {
            return false;
        }
        char c = json.charAt(at + 1);
        int plain = "\"\\/bfnrt".indexOf(c);
        if (plain >= 0) {
            text.append("\"\\/\b\f\n\r\t".charAt(plain));
            at += 2;
            return true;
        }
        if (c != 'u' || at + 6 > json.length()) {
            return false;
        }
        int code = 0;
        for (int i = at + 2; i < at + 6; i++) {
            int digit = json.charAt(i) < 128 ? Character.digit(json.charAt(i), 16) : -1;
            if (digit < 0) {
                return false;
            }
            code = code << 4 | digit;
        }
        text.append((char) code);
        at += 6;
        return true;
    }

    private void skipLine() {
        while (at < json.length() && json.charAt(at) != '\n') {
            at++;
        }
    }

    private void step() {
        if (json.charAt(at++) == '\n') {
            line++;
        }
    }
}
