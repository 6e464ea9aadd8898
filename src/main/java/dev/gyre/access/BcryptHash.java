package dev.gyre.access;

import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A hash by bcrypt, as files of other proxies have it. No more than 72 octets of a password count.
///
/// @param text `$2y$`, the cost, and 53 characters
record BcryptHash(String text) implements PasswordHash {

    /// Some tenths of a second.
    private static final int MOST_COST = 13;

    private static final int MOST_OCTETS = 72;

    /// Where the cost stands.
    private static final int COST = 4;

    private static final int HASH_CHARACTERS = 31;
    private static final String ALPHABET =
            "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static final Pattern FORM =
            Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./A-Za-z0-9]{53}");

    static Optional<BcryptHash> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        int cost = Integer.parseInt(form.group(1));
        if (cost < 4 || cost > MOST_COST) {
            return Optional.empty();
        }
        try {
            // At the least cost: whether it can be compared with anything at all.
            String cheap = text.substring(0, COST) + "04" + text.substring(COST + 2);
            var _ = OpenBSDBCrypt.checkPassword(cheap, new byte[1]);
            return Optional.of(new BcryptHash(text));
        } catch (IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    @Override
    public boolean isOf(String password) {
        byte[] octets = password.getBytes(StandardCharsets.UTF_8);
        return OpenBSDBCrypt.checkPassword(
                text, octets.length > MOST_OCTETS ? Arrays.copyOf(octets, MOST_OCTETS) : octets);
    }

    @Override
    public PasswordHash decoy() {
        StringBuilder decoy = new StringBuilder(text.substring(0, text.length() - HASH_CHARACTERS));
        new SecureRandom()
                .ints(HASH_CHARACTERS, 0, ALPHABET.length())
                .forEach(i -> decoy.append(ALPHABET.charAt(i)));
        return new BcryptHash(decoy.toString());
    }

    @Override
    public String toString() {
        return "***";
    }
}
