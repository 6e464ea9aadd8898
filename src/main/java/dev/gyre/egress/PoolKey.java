package dev.gyre.egress;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/// A key by which a pool orders the addresses of a prefix and names the sessions of a gateway: SipHash-1-3 (Aumasson, Bernstein 2012).
/// Without it, nobody can tell from the ones that were seen which come next. Never printed. Immutable.
public final class PoolKey {

    private static final int BYTES = 16;

    /// What sets keys that come from this one apart from numbers that do.
    private static final long DERIVED = -1;

    private final long first;
    private final long second;

    private PoolKey(long first, long second) {
        this.first = first;
        this.second = second;
    }

    /// One that nobody knows, another each time.
    public static PoolKey random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return of(bytes);
    }

    /// The one of these octets, at least 16, which must be well mixed: a digest, say. The others make no difference.
    ///
    /// @throws IllegalArgumentException when there are fewer
    public static PoolKey of(byte[] secret) {
        if (secret.length < BYTES) {
            throw new IllegalArgumentException("a key of " + secret.length + " octets");
        }
        ByteBuffer bytes = ByteBuffer.wrap(secret);
        return new PoolKey(bytes.getLong(), bytes.getLong());
    }

    /// A key of its own for each pair of numbers.
    PoolKey derived(long one, long other) {
        return new PoolKey(hash(one, other, DERIVED), hash(one, other, DERIVED - 1));
    }

    /// A key of its own for each text.
    PoolKey derived(CharSequence text) {
        PoolKey key = derived(DERIVED, text.length());
        for (int i = 0; i < text.length(); i++) {
            key = key.derived(text.charAt(i), i);
        }
        return key;
    }

    /// 64 bits that look like chance, always the same for these numbers.
    long hash(long a, long b, long c) {
        long v0 = first ^ 0x736f6d6570736575L;
        long v1 = second ^ 0x646f72616e646f6dL;
        long v2 = first ^ 0x6c7967656e657261L;
        long v3 = second ^ 0x7465646279746573L;
        for (int word = 0; word < 7; word++) {
            // Three words, their length in octets, and three rounds to finish.
            long message =
                    switch (word) {
                        case 0 -> a;
                        case 1 -> b;
                        case 2 -> c;
                        case 3 -> 24L << 56;
                        default -> 0;
                    };
            v3 ^= message;
            if (word == 4) {
                v2 ^= 0xff;
            }
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
            v0 ^= message;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PoolKey key && first == key.first && second == key.second;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(first);
    }

    @Override
    public String toString() {
        return "***";
    }
}
