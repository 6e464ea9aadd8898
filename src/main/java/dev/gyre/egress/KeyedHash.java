package dev.gyre.egress;

import dev.gyre.net.Addresses;
import dev.gyre.net.Credentials;
import dev.gyre.net.Host;

import java.net.InetAddress;
import java.util.List;

/// Hashes of hops by a key that is another in each run: whoever writes a list can't have its lines collide.
final class KeyedHash {

    private static final PoolKey KEY = PoolKey.random();

    /// How many characters a number of 64 bits holds.
    private static final int HOLDS = 4;

    private KeyedHash() {}

    static int of(List<Hop> hops) {
        long hash = hops.size();
        for (Hop hop : hops) {
            hash =
                    KEY.hash(
                            hop.server().port(),
                            hop.resolvesNames() ? 1 : 0,
                            of(hop.scheme().text(), hash));
            hash =
                    switch (hop.server().host()) {
                        case Host.Name(String text) -> of(text, hash);
                        case Host.Address(InetAddress address) ->
                                KEY.hash(Addresses.high(address), Addresses.low(address), hash);
                    };
            if (hop.credentials().isPresent()) {
                Credentials known = hop.credentials().get();
                hash = of(known.password(), of(known.user(), hash));
            }
        }
        return Long.hashCode(hash);
    }

    private static long of(String text, long before) {
        long hash = KEY.hash(text.length(), 0, before);
        for (int at = 0; at < text.length(); at += 2 * HOLDS) {
            hash = KEY.hash(packed(text, at), packed(text, at + HOLDS), hash);
        }
        return hash;
    }

    private static long packed(String text, int from) {
        long packed = 0;
        for (int at = from; at < Math.min(from + HOLDS, text.length()); at++) {
            packed = packed << Character.SIZE | text.charAt(at);
        }
        return packed;
    }
}
