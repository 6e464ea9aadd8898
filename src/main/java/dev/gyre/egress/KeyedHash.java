package dev.gyre.egress;

import java.util.List;

/// Hashes of hops by a key that is another in each run: whoever writes a list can't have its lines collide.
final class KeyedHash {

    private static final PoolKey KEY = PoolKey.random();

    /// How many characters a number of 64 bits holds.
    private static final int HOLDS = 4;

    private KeyedHash() {}

    static int of(List<Hop> hops) {
        StringBuilder text = new StringBuilder(64);
        for (Hop hop : hops) {
            text.append(hop.scheme().text()).append(' ').append(hop.server());
            hop.credentials()
                    .ifPresent(known ->
                            text.append('\0')
                                    .append(known.user())
                                    .append('\0')
                                    .append(known.password()));
            text.append('\n');
        }
        return Long.hashCode(of(text));
    }

    private static long of(CharSequence text) {
        long hash = text.length();
        for (int at = 0; at < text.length(); at += 2 * HOLDS) {
            hash = KEY.hash(packed(text, at), packed(text, at + HOLDS), hash);
        }
        return hash;
    }

    private static long packed(CharSequence text, int from) {
        long packed = 0;
        for (int at = from; at < Math.min(from + HOLDS, text.length()); at++) {
            packed = packed << Character.SIZE | text.charAt(at);
        }
        return packed;
    }
}
