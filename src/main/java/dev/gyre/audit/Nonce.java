package dev.gyre.audit;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A word that nobody else says, by which a judge's sighting is told from others.
final class Nonce {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern WORD = Pattern.compile("n-[0-9a-f]{32}");

    private Nonce() {}

    static String fresh() {
        return "n-" + hex(16);
    }

    /// So many random octets, as hexadecimal digits.
    static String hex(int octets) {
        byte[] bytes = new byte[octets];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// The first one in these octets.
    static Optional<String> in(Octets octets) {
        Matcher word = WORD.matcher(octets.text());
        return word.find() ? Optional.of(word.group()) : Optional.empty();
    }
}
