package dev.gyre.access.rules;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.LongSupplier;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Which clients have accepted what they had to. Bounded: who accepted longest ago is asked again first. Safe for all threads.
///
/// A client accepts with a token that only it is shown: a keyed hash of who it is and what it wanted, so that no page can accept for it.
public final class Acceptances {

    private static final int MOST = 65_536;
    private static final int KEY_OCTETS = 32;
    private static final String HASH = "HmacSHA256";

    private final SecretKeySpec key;
    private final LongSupplier nanoTime;
    private final int most;
    private final SequencedMap<String, Long> since = new LinkedHashMap<>();

    /// @param nanoTime a clock that never goes back
    public Acceptances(LongSupplier nanoTime) {
        this(nanoTime, MOST);
    }

    /// @param most how many clients are remembered
    Acceptances(LongSupplier nanoTime, int most) {
        byte[] octets = new byte[KEY_OCTETS];
        new SecureRandom().nextBytes(octets);
        this.key = new SecretKeySpec(octets, HASH);
        this.nanoTime = nanoTime;
        this.most = most;
    }

    /// Whether a client has accepted no longer than so long ago.
    public boolean has(String client, Duration valid) {
        synchronized (since) {
            Long when = since.get(client);
            return when != null && nanoTime.getAsLong() - when < valid.toNanos();
        }
    }

    /// With what a client accepts that wants this.
    public String token(String client, String wanted) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash(client, wanted));
    }

    /// A client says that it accepts.
    ///
    /// @return false when that is not its token: nothing has changed
    public boolean accept(String client, String wanted, String token) {
        if (!MessageDigest.isEqual(
                token(client, wanted).getBytes(StandardCharsets.US_ASCII),
                token.getBytes(StandardCharsets.UTF_8))) {
            return false;
        }
        synchronized (since) {
            since.remove(client);
            since.put(client, nanoTime.getAsLong());
            if (since.size() > most) {
                since.pollFirstEntry();
            }
        }
        return true;
    }

    private byte[] hash(String client, String wanted) {
        try {
            Mac mac = Mac.getInstance(HASH);
            mac.init(key);
            mac.update(client.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(wanted.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
