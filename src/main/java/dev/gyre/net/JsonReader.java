package dev.gyre.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads JSON strictly (RFC 8259), to a depth of 32.
public final class JsonReader {

    private static final int DEPTH = 32;
    private static final Pattern WORD =
            Pattern.compile("true|false|null|-?(0|[1-9][0-9]*+)(\\.[0-9]++)?([eE][+-]?[0-9]++)?");

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    /// The value that the whole text spells; nothing when it spells none.
    public static Optional<Json> read(String text) {
        try {
            return Optional.of(parse(text));
        } catch (Malformed none) {
            return Optional.empty();
        }
    }

    /// The value that the whole text spells.
    ///
    /// @throws Malformed when it spells none; says where it ceases to
    public static Json parse(String text) throws Malformed {
        JsonReader reader = new JsonReader(text);
        Json value = reader.value(0);
        reader.blanks();
        if (reader.at < text.length()) {
            throw reader.malformed();
        }
        return value;
    }

    /// A text is no JSON.
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        private final int offset;

        private Malformed(int offset) {
            super("no JSON at " + offset, null, false, false);
            this.offset = offset;
        }

        /// Up to where it could be some, in characters from 0.
        public int offset() {
            return offset;
        }
    }

    private Malformed malformed() {
        return new Malformed(Math.min(at, text.length()));
    }

    private Json value(int depth) throws Malformed {
        if (depth == DEPTH) {
            throw malformed();
        }
        blanks();
        return switch (peek()) {
            case '{' -> table(depth);
            case '[' -> array(depth);
            case '"' -> new Json.Text(string());
            default -> word();
        };
    }

    private Json table(int depth) throws Malformed {
        List<Json.Member> members = new ArrayList<>();
        at++;
        blanks();
        if (peek() == '}') {
            at++;
            return new Json.Table(members);
        }
        do {
            blanks();
            String name = string();
            blanks();
            expect(':');
            members.add(new Json.Member(name, value(depth + 1)));
        } while (goesOn('}'));
        return new Json.Table(members);
    }

    private Json array(int depth) throws Malformed {
        List<Json> items = new ArrayList<>();
        at++;
        blanks();
        if (peek() == ']') {
            at++;
            return new Json.Array(items);
        }
        do {
            items.add(value(depth + 1));
        } while (goesOn(']'));
        return new Json.Array(items);
    }

    private boolean goesOn(char end) throws Malformed {
        blanks();
        if (peek() == ',') {
            at++;
            return true;
        }
        expect(end);
        return false;
    }

    private String string() throws Malformed {
        expect('"');
        StringBuilder string = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            if (c < ' ') {
                at--;
                throw malformed();
            }
            string.append(c == '\\' ? escape() : c);
        }
        return string.toString();
    }

    private char escape() throws Malformed {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                String digits = text.substring(at, Math.min(at + 4, text.length()));
                if (!digits.matches("[0-9a-fA-F]{4}")) {
                    throw malformed();
                }
                at += 4;
                yield (char) Integer.parseInt(digits, 16);
            }
            default -> throw malformed();
        };
    }

    private Json word() throws Malformed {
        Matcher word = WORD.matcher(text).region(at, text.length());
        if (!word.lookingAt()) {
            throw malformed();
        }
        at = word.end();
        return new Json.Word(word.group());
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private char next() throws Malformed {
        if (at == text.length()) {
            throw malformed();
        }
        return text.charAt(at++);
    }

    private void expect(char wanted) throws Malformed {
        if (peek() != wanted) {
            throw malformed();
        }
        at++;
    }
}
