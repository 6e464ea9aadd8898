package dev.gyre.access;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A hash by Argon2id (RFC 9106).
///
/// @param memory in KiB
/// @param passes over that memory
/// @param lanes which other programs may work on side by side
/// @param salt other for each password
/// @param hash the tag
record Argon2idHash(int memory, int passes, int lanes, Octets salt, Octets hash)
        implements PasswordHash {

    static final String START = "$argon2id$";

    /// OWASP's least for log-ins; about 30 ms.
    private static final int MEMORY = 19 * 1024;

    private static final int PASSES = 2;
    private static final int SALT_OCTETS = 16;
    private static final int HASH_OCTETS = 32;

    /// What a file may ask for at most: 64 MiB, some tenths of a second.
    private static final int MOST_MEMORY = 64 * 1024;

    private static final int MOST_PASSES = 10;
    private static final int MOST_LANES = 8;

    private static final Pattern FORM =
            Pattern.compile(
                    "\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,3}),p=([0-9]{1,3})"
                            + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    static Optional<Argon2idHash> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        int memory = Integer.parseInt(form.group(1));
        int passes = Integer.parseInt(form.group(2));
        int lanes = Integer.parseInt(form.group(3));
        boolean sensible =
                lanes >= 1
                        && lanes <= MOST_LANES
                        && memory >= 8 * lanes
                        && memory <= MOST_MEMORY
                        && passes >= 1
                        && passes <= MOST_PASSES;
        if (!sensible) {
            return Optional.empty();
        }
        try {
            Base64.Decoder base64 = Base64.getDecoder();
            return Optional.of(
                    new Argon2idHash(
                            memory,
                            passes,
                            lanes,
                            new Octets(base64.decode(form.group(4))),
                            new Octets(base64.decode(form.group(5)))));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    static Argon2idHash of(String password) {
        byte[] salt = random(SALT_OCTETS);
        byte[] hash = new byte[HASH_OCTETS];
        hash(password, MEMORY, PASSES, 1, salt, hash);
        return new Argon2idHash(MEMORY, PASSES, 1, new Octets(salt), new Octets(hash));
    }

    /// As [#of] makes them, of no password.
    static Argon2idHash decoyOfItsKind() {
        return new Argon2idHash(
                MEMORY,
                PASSES,
                1,
                new Octets(random(SALT_OCTETS)),
                new Octets(random(HASH_OCTETS)));
    }

    @Override
    public boolean isOf(String password) {
        byte[] its = new byte[hash.all().length];
        hash(password, memory, passes, lanes, salt.all(), its);
        return MessageDigest.isEqual(its, hash.all());
    }

    @Override
    public PasswordHash decoy() {
        return new Argon2idHash(
                memory,
                passes,
                lanes,
                new Octets(random(salt.all().length)),
                new Octets(random(hash.all().length)));
    }

    private static void hash(
            String password, int memory, int passes, int lanes, byte[] salt, byte[] hash) {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(memory)
                        .withIterations(passes)
                        .withParallelism(lanes)
                        .withSalt(salt)
                        .build());
        argon2.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
    }

    private static byte[] random(int octets) {
        byte[] random = new byte[octets];
        new SecureRandom().nextBytes(random);
        return random;
    }

    @Override
    public String text() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        memory,
                        passes,
                        lanes,
                        base64.encodeToString(salt.all()),
                        base64.encodeToString(hash.all()));
    }

    @Override
    public String toString() {
        return "***";
    }
}
