package dev.gyre.net;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/// Names as people write them, in ASCII: mapped as UTS 46 does, without its transitional part, so that `straße.de` is that and not
/// `strasse.de`, which may be somebody else's. `java.net.IDN` knows only the rules of 2003, by which it is.
///
/// What needs rules of scripts that the JDK does not know, a joiner say, is refused; whoever has such a name writes it as `xn--…`.
final class Idna {

    private static final int LONGEST = 253;
    private static final int DOTTED_CAPITAL_I = 0x130;

    private Idna() {}

    /// The name with each label that is not ASCII as `xn--…`; nothing when it is no name. Text that is ASCII stays as it is.
    static Optional<String> toAscii(String text) {
        if (isAscii(text)) {
            return Optional.of(text);
        }
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        String mapped = nfkc(lower(nfkc(withoutIgnored(text))));
        if (!mapped.codePoints().allMatch(Idna::isValid)) {
            return Optional.empty();
        }
        for (String label : mapped.split("\\.", -1)) {
            if (!isLabel(label)) {
                return Optional.empty();
            }
        }
        return Optional.of(Punycode.toAscii(mapped));
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static String nfkc(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    private static String withoutIgnored(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints().filter(c -> !isIgnored(c)).forEach(kept::appendCodePoint);
        return kept.toString();
    }

    /// Soft hyphens and the like, and what says how the character before looks.
    private static boolean isIgnored(int c) {
        return c == 0xad
                || c == 0x34f
                || c == 0x200b
                || c == 0x2060
                || c == 0x2064
                || c == 0xfeff
                || (c >= 0xfe00 && c <= 0xfe0f)
                || (c >= 0xe0100 && c <= 0xe01ef);
    }

    /// Each character by itself: what stands at the end of a word makes no difference.
    private static String lower(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case DOTTED_CAPITAL_I -> lower.append("i\u0307");
                        case '\u3002' -> lower.append('.');
                        default -> lower.appendCodePoint(Character.toLowerCase(c));
                    }
                });
        return lower.toString();
    }

    private static boolean isValid(int c) {
        if (c < 0x80) {
            return true; // judged later
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> c != 0xfffd;
        };
    }

    private static boolean isLabel(String label) {
        if (isAscii(label)) {
            return true; // judged later
        }
        boolean hyphens =
                label.startsWith("-")
                        || label.endsWith("-")
                        || label.startsWith("--", 2)
                        || label.toLowerCase(Locale.ROOT).startsWith("xn--");
        return !hyphens
                && switch (Character.getType(label.codePointAt(0))) {
                    case Character.NON_SPACING_MARK,
                            Character.COMBINING_SPACING_MARK,
                            Character.ENCLOSING_MARK ->
                            false;
                    default -> true;
                };
    }
}
