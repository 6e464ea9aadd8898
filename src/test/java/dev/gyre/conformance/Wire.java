package dev.gyre.conformance;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The notation of the rows: each end of line in a text block is CR LF, and what can't be seen has a name: `<CR>`, `<LF>`,
/// `<NUL>`, `<HT>`, `<SP>`, any octet `<x80>`, and a text many times `<300*a>`. `{origin}` is the target's authority,
/// `{port}` its port, `{date}` a day long ago.
final class Wire {

    private static final Pattern SIGN =
            Pattern.compile("\n|<(CR|LF|NUL|HT|SP|x[0-9a-f]{2}|[0-9]+\\*[^>]+)>");

    private static final String DATE = "Sat, 01 Jan 2000 00:00:00 GMT";

    private Wire() {}

    /// What goes over the wire, one octet a character.
    static String text(String notation, String origin) {
        Matcher sign =
                SIGN.matcher(
                        notation.replace("{origin}", origin)
                                .replace("{port}", origin.substring(origin.indexOf(':') + 1))
                                .replace("{date}", DATE));
        return sign.replaceAll(found ->
                Matcher.quoteReplacement(found.group(1) == null ? "\r\n" : octets(found.group(1))));
    }

    /// The octets of such a text.
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String octets(String name) {
        return switch (name) {
            case "CR" -> "\r";
            case "LF" -> "\n";
            case "NUL" -> "\0";
            case "HT" -> "\t";
            case "SP" -> " ";
            default -> {
                int star = name.indexOf('*');
                yield star < 0
                        ? String.valueOf((char) Integer.parseInt(name.substring(1), 16))
                        : name.substring(star + 1)
                                .replace("\n", "\r\n")
                                .repeat(Integer.parseInt(name.substring(0, star)));
            }
        };
    }

    /// The notation of octets, for a person who reads what went wrong.
    static String show(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                shown.append('\n');
                i++;
            } else if (c >= ' ' && c < 0x7f) {
                shown.append(c);
            } else {
                shown.append(
                        switch (c) {
                            case '\r' -> "<CR>";
                            case '\n' -> "<LF>";
                            case '\0' -> "<NUL>";
                            case '\t' -> "<HT>";
                            default -> "<x%02x>".formatted((int) c);
                        });
            }
        }
        return shown.toString();
    }
}
