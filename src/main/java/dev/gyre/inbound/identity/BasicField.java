package dev.gyre.inbound.identity;

import dev.gyre.net.Credentials;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The value of the header field `Proxy-Authorization`, of the scheme Basic (RFC 7617).
final class BasicField {

    private static final String SCHEME = "Basic ";
    private static final int MOST_CHARACTERS = 8 * 1024;

    private BasicField() {}

    static Credentials credentials(String value) throws BadClaim {
        if (value.length() > MOST_CHARACTERS) {
            throw new BadClaim("Proxy-Authorization must be at most 8192 characters");
        }
        String field = value.strip();
        if (!is(field)) {
            throw new BadClaim("Proxy-Authorization must be of the scheme Basic");
        }
        String text = decoded(field.substring(SCHEME.length()).strip());
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new BadClaim("Proxy-Authorization has no colon between user name and password");
        }
        return new Credentials(text.substring(0, colon), text.substring(colon + 1));
    }

    static boolean is(String value) {
        return value.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    private static String decoded(String base64) throws BadClaim {
        try {
            byte[] octets = Base64.getDecoder().decode(base64);
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (IllegalArgumentException notBase64) {
            throw new BadClaim("Proxy-Authorization is not base64");
        } catch (CharacterCodingException notUtf8) {
            throw new BadClaim("Proxy-Authorization is not UTF-8");
        }
    }
}
