package dev.gyre.net;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Percent-encoded text (RFC 3986 2.1).
public final class PercentEncoding {

    private static final String PLAIN = "-._~";
    private static final String HEX = "0123456789ABCDEF";

    private PercentEncoding() {}

    /// The text with each `%xx` as the octet that it stands for, or nothing when an escape is
    /// broken or the octets are no UTF-8. A `+` is a plus sign.
    public static Optional<String> decode(String text) {
        if (text.indexOf('%') < 0) {
            return Optional.of(text);
        }
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream plain = new ByteArrayOutputStream(octets.length);
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] != '%') {
                plain.write(octets[i]);
                continue;
            }
            int high = i + 2 < octets.length ? hex(octets[i + 1]) : -1;
            int low = i + 2 < octets.length ? hex(octets[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            plain.write(high << 4 | low);
            i += 2;
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(plain.toByteArray()))
                            .toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    /// The text with all but letters, digits, `-`, `.`, `_` and `~` escaped.
    public static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            int c = octet & 0xff;
            if (c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0)) {
                encoded.append((char) c);
            } else {
                encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return encoded.toString();
    }

    private static int hex(byte octet) {
        return octet < 0 ? -1 : Character.digit((char) octet, 16);
    }
}
