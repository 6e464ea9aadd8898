package dev.gyre.rotation;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A key that turns words into numbers which nobody without it can foresee or read back: HMAC-SHA-256 (RFC 2104). Never
/// printed. Safe for all threads.
public final class Secret {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;

    private final SecretKeySpec key;
    private final ThreadLocal<Mac> macs;

    private Secret(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
        this.macs = ThreadLocal.withInitial(this::mac);
    }

    /// One that nobody knows, other at each start.
    public static Secret random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Secret(bytes);
    }

    /// One that the operator has set; never empty.
    public static Secret of(String text) {
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    /// The 32 octets of these words; no other words in another division have the same.
    public byte[] digest(String purpose, String... words) {
        Mac mac = macs.get();
        update(mac, purpose);
        for (String word : words) {
            update(mac, word);
        }
        return mac.doFinal();
    }

    private static void update(Mac mac, String word) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        mac.update(
                new byte[] {
                    (byte) (bytes.length >>> 24),
                    (byte) (bytes.length >>> 16),
                    (byte) (bytes.length >>> 8),
                    (byte) bytes.length
                });
        mac.update(bytes);
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException(absent); // every JDK has it
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret
                && Arrays.equals(key.getEncoded(), secret.key.getEncoded());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key.getEncoded());
    }

    @Override
    public String toString() {
        return "***";
    }
}
