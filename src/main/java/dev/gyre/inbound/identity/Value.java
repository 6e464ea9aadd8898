package dev.gyre.inbound.identity;

import dev.gyre.rotation.Wish.Strength;

import java.util.Locale;

/// The values that parameters have, but for [Ttl]: the text that a client gave as it is meant, or an error.
final class Value {

    static final String SESSION_NAME = "session name must be 1 to 64 letters, digits or _";

    /// The longest name of a session, a group or a tag.
    private static final int MOST_CHARACTERS = 64;

    private Value() {}

    static String session(String text) throws BadClaim {
        if (!isName(text, "_")) {
            throw new BadClaim(SESSION_NAME);
        }
        return text;
    }

    /// A country in lower case.
    static String country(String text) throws BadClaim {
        if (text.length() != 2
                || !Ascii.isLetter(text.charAt(0))
                || !Ascii.isLetter(text.charAt(1))) {
            throw new BadClaim("country must be two letters");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    /// A group or a tag in lower case.
    static String word(String parameter, String text) throws BadClaim {
        if (!isName(text, "_.-")) {
            throw new BadClaim(parameter + " must be 1 to 64 letters, digits, _, . or -");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    static Strength strength(String text) throws BadClaim {
        if (Ascii.is(text, 0, text.length(), "soft")) {
            return Strength.SOFT;
        }
        if (Ascii.is(text, 0, text.length(), "hard")) {
            return Strength.HARD;
        }
        throw new BadClaim("strength must be soft or hard");
    }

    private static boolean isName(String text, String others) {
        boolean fits = !text.isEmpty() && text.length() <= MOST_CHARACTERS;
        for (int i = 0; fits && i < text.length(); i++) {
            char c = text.charAt(i);
            fits = Ascii.isLetter(c) || Ascii.isDigit(c) || others.indexOf(c) >= 0;
        }
        return fits;
    }
}
