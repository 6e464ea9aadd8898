package dev.gyre.access;

import dev.gyre.net.Credentials;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What users have said rightly of late, under a hash that is keyed by what nobody knows: no password is kept. Safe for all threads, and
/// bounded: what was said longest ago is forgotten first.
final class KnownLogins {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_OCTETS = 32;
    private static final int MOST = 8192;
    private static final long NANOS = TimeUnit.HOURS.toNanos(1);

    private final SecretKeySpec key;
    private final LinkedHashMap<Octets, Long> until = new LinkedHashMap<>(16, 0.75f, true);

    KnownLogins() {
        byte[] random = new byte[KEY_OCTETS];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, ALGORITHM);
    }

    /// Of a name, a password, and the hash that the user has by now: with another one, nothing is known any more.
    Octets digest(Users users, Credentials said) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            add(mac, said.user());
            add(mac, said.password());
            add(mac, users.text(said.user()));
            return new Octets(mac.doFinal());
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException(absent); // every JDK has it
        }
    }

    /// With its length, so that nothing can be moved from one part to the next.
    private static void add(Mac mac, String part) {
        byte[] octets = part.getBytes(StandardCharsets.UTF_8);
        mac.update((byte) (octets.length >>> 16));
        mac.update((byte) (octets.length >>> 8));
        mac.update((byte) octets.length);
        mac.update(octets);
    }

    synchronized boolean has(Octets digest, long now) {
        Long its = until.get(digest);
        return its != null && its - now > 0;
    }

    synchronized void add(Octets digest, long now) {
        until.put(digest, now + NANOS);
        if (until.size() > MOST) {
            until.pollFirstEntry();
        }
    }
}
