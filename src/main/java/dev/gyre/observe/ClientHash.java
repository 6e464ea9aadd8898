package dev.gyre.observe;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Stands for clients' addresses in the log: the same for the same address on one day (UTC), another on the next. The key is made anew each
/// day, is nowhere but in memory, and is forgotten with the day: nobody finds an address by it afterwards, not even by trying all.
///
/// On one thread.
final class ClientHash {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_OCTETS = 32;
    private static final int SHOWN_OCTETS = 8;
    private static final long DAY_SECONDS = 86_400;

    private final SecureRandom random = new SecureRandom();
    private final byte[] key = new byte[KEY_OCTETS];
    private long day = Long.MIN_VALUE;

    /// The text that stands for an address.
    String of(InetAddress address, Instant now) {
        turn(now);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(address.getAddress()), 0, SHOWN_OCTETS);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /// Forgets the key of a day that is over. One that ended a moment ago is not taken up again.
    void turn(Instant now) {
        long its = Math.floorDiv(now.getEpochSecond(), DAY_SECONDS);
        if (its > day) {
            day = its;
            random.nextBytes(key);
        }
    }
}
