package dev.gyre.judge;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Shows that whoever asks has read what the proxy said when it started. New at each start.
///
/// @param text 32 hexadecimal digits
public record Token(String text) {

    private static final int BYTES = 16;

    /// A token that nobody can guess.
    public static Token random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Token(HexFormat.of().formatHex(bytes));
    }

    /// Whether the text is this token; takes the same time whatever it is.
    boolean is(String other) {
        return MessageDigest.isEqual(
                text.getBytes(StandardCharsets.US_ASCII),
                other.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public String toString() {
        return "***";
    }
}
