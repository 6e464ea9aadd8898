package dev.gyre.config;

import dev.gyre.egress.Hop;
import dev.gyre.egress.HopScheme;
import dev.gyre.net.Credentials;
import dev.gyre.net.Target;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads `scheme://user:password@host:port`.
final class HopUrl {

    private static final int LONGEST_CREDENTIAL = 255;

    private HopUrl() {}

    /// The hop, or why there is none: a sentence without secrets.
    static Hop parse(String text) throws Malformed {
        int end = text.indexOf("://");
        if (end < 0) {
            throw new Malformed("a hop is scheme://host:port, such as socks5h://hop.example:1080");
        }
        HopScheme scheme = scheme(text.substring(0, end));
        String rest = text.substring(end + 3);
        if (rest.endsWith("/")) {
            rest = rest.substring(0, rest.length() - 1);
        }
        int at = rest.lastIndexOf('@');
        Optional<Credentials> credentials =
                at < 0 ? Optional.empty() : Optional.of(credentials(rest.substring(0, at)));
        String server = rest.substring(at + 1);
        Target target =
                Target.parse(server, scheme.defaultPort())
                        .orElseThrow(() -> new Malformed("the hop's host or port is malformed"));
        return new Hop(scheme, target, credentials);
    }

    private static HopScheme scheme(String text) throws Malformed {
        String lower = text.toLowerCase(Locale.ROOT);
        List<String> known = Arrays.stream(HopScheme.values()).map(HopScheme::text).toList();
        for (HopScheme scheme : HopScheme.values()) {
            if (scheme.text().equals(lower)) {
                return scheme;
            }
        }
        throw new Malformed(
                "unknown scheme '"
                        + text
                        + "'; a hop speaks "
                        + String.join(", ", known)
                        + Suggestion.of(lower, known));
    }

    private static Credentials credentials(String text) throws Malformed {
        int colon = text.indexOf(':');
        String user = decoded(colon < 0 ? text : text.substring(0, colon));
        String password = colon < 0 ? "" : decoded(text.substring(colon + 1));
        if (user.isEmpty()) {
            throw new Malformed("the hop's user name is empty");
        }
        for (String each : List.of(user, password)) {
            if (each.getBytes(StandardCharsets.UTF_8).length > LONGEST_CREDENTIAL) {
                throw new Malformed("the hop's user name or password is longer than 255 bytes");
            }
            if (each.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
                throw new Malformed("the hop's user name or password has a control character");
            }
        }
        return new Credentials(user, password);
    }

    /// With `%XX` decoded (RFC 3986 2.1); `+` is a plus.
    private static String decoded(String text) throws Malformed {
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '%') {
                bytes.put(raw[i]);
                continue;
            }
            boolean whole = i + 2 < raw.length;
            int high = whole ? Character.digit(raw[i + 1], 16) : -1;
            int low = whole ? Character.digit(raw[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw new Malformed("a % in the hop's user name or password is written %25");
            }
            bytes.put((byte) ((high << 4) | low));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new Malformed("the hop's user name or password is not UTF-8");
        }
    }

    /// Why a text is no hop.
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;

        Malformed(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }
}
