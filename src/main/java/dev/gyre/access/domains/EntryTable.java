package dev.gyre.access.domains;

import java.net.InetAddress;
import java.util.Arrays;

/// The entries of a list as [PackedEntries] has them, and a hash table of where they are: five octets for each of one and a half places
/// an entry. A look-up makes no object. Names are hashed from their end, so that one walk over a name has the hashes of all its parents;
/// keyed, so that nobody can write a list of names that fall together.
///
/// Immutable: safe for all threads.
final class EntryTable {

    /// The line of what is not in it.
    static final int NOWHERE = 0;

    private static final long STEP = 0x9e37_79b9_7f4a_7c15L;

    private final byte[] entries;
    private final long key;

    /// Where an entry begins, at its hash or in the next free place.
    private final int[] places;

    /// Of the entry in the same place, eight bits of its hash that are not all 0; 0 where there is none.
    private final byte[] tags;

    /// The lengths of the prefixes of IPv4 and of IPv6 networks, longest first.
    private final int[] prefixes4;

    private final int[] prefixes6;

    private final int size;

    EntryTable(byte[] entries, int count, long key) {
        this.entries = entries;
        this.key = key | 1;
        int capacity = Math.toIntExact(count * 3L / 2 + 1);
        this.places = new int[capacity];
        this.tags = new byte[capacity];
        boolean[] lengths4 = new boolean[33];
        boolean[] lengths6 = new boolean[129];
        int different = 0;
        for (int at = 0; at < entries.length; at = next(at)) {
            if (put(at)) {
                different++;
                if (kind(at) == Kind.NETWORK) {
                    int length = length(at);
                    (length == 5 ? lengths4 : lengths6)[entries[at + 1 + length] & 0xff] = true;
                }
            }
        }
        this.prefixes4 = longestFirst(lengths4);
        this.prefixes6 = longestFirst(lengths6);
        this.size = different;
    }

    private static int[] longestFirst(boolean[] lengths) {
        int[] found = new int[lengths.length];
        int count = 0;
        for (int length = lengths.length - 1; length >= 0; length--) {
            if (lengths[length]) {
                found[count++] = length;
            }
        }
        return Arrays.copyOf(found, count);
    }

    /// How many different entries there are.
    int size() {
        return size;
    }

    /// @return false when there is the same already, in an earlier line
    private boolean put(int at) {
        int from = at + 2;
        int to = from + length(at);
        long hash = key;
        for (int i = to - 1; i >= from; i--) {
            hash = step(hash, entries[i] & 0xff);
        }
        int place = firstPlace(hash);
        byte tag = tag(hash);
        while (tags[place] != 0) {
            int other = places[place];
            if (tags[place] == tag
                    && entries[other] == entries[at]
                    && Arrays.equals(
                            entries, other + 2, other + 2 + length(other), entries, from, to)) {
                return false;
            }
            place = place + 1 == places.length ? 0 : place + 1;
        }
        places[place] = at;
        tags[place] = tag;
        return true;
    }

    private long step(long hash, int octet) {
        long next = (hash ^ octet) * STEP + key;
        return next ^ next >>> 32;
    }

    private int firstPlace(long hash) {
        return (int) Math.unsignedMultiplyHigh(hash * STEP, places.length);
    }

    private static byte tag(long hash) {
        byte tag = (byte) hash;
        return tag == 0 ? 1 : tag;
    }

    private Kind kind(int at) {
        return Kind.of(entries[at]);
    }

    private int length(int at) {
        return entries[at + 1] & 0xff;
    }

    private int next(int at) {
        int end = at + 2 + length(at);
        while (entries[end] < 0) {
            end++;
        }
        return end + 1;
    }

    private int line(int at) {
        int line = 0;
        int shift = 0;
        for (int i = at + 2 + length(at); ; i++) {
            line |= (entries[i] & 0x7f) << shift;
            shift += 7;
            if (entries[i] >= 0) {
                return line;
            }
        }
    }

    /// The line that has this name, or the nearest of its parents, in the list.
    ///
    /// @param name in lower case, without a trailing dot
    /// @return [#NOWHERE] when it is not in it, or an exception from it
    int line(String name) {
        int found = -1;
        long hash = key;
        for (int i = name.length() - 1; i >= 0; i--) {
            hash = step(hash, name.charAt(i));
            if (i > 0 && name.charAt(i - 1) != '.') {
                continue;
            }
            byte tag = tag(hash);
            for (int place = firstPlace(hash); tags[place] != 0; ) {
                int at = places[place];
                if (tags[place] == tag && isAt(at, name, i)) {
                    switch (kind(at)) {
                        case NAME -> found = i == 0 ? at : found;
                        case DOMAIN -> found = at;
                        case EXCEPTION -> {
                            return NOWHERE;
                        }
                        case NETWORK -> {}
                    }
                }
                place = place + 1 == places.length ? 0 : place + 1;
            }
        }
        return found < 0 ? NOWHERE : line(found);
    }

    private boolean isAt(int at, String name, int from) {
        int length = length(at);
        if (length != name.length() - from) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (entries[at + 2 + i] != name.charAt(from + i)) {
                return false;
            }
        }
        return true;
    }

    /// The line that has this address in the list: that of the smallest network.
    int line(InetAddress address) {
        byte[] octets = address.getAddress();
        for (int prefix : octets.length == 4 ? prefixes4 : prefixes6) {
            int at = find(Networks.octets(octets, prefix));
            if (at >= 0) {
                return line(at);
            }
        }
        return NOWHERE;
    }

    private int find(byte[] network) {
        long hash = key;
        for (int i = network.length - 1; i >= 0; i--) {
            hash = step(hash, network[i] & 0xff);
        }
        byte tag = tag(hash);
        for (int place = firstPlace(hash); tags[place] != 0; ) {
            int at = places[place];
            if (tags[place] == tag
                    && kind(at) == Kind.NETWORK
                    && Arrays.equals(
                            entries, at + 2, at + 2 + length(at), network, 0, network.length)) {
                return at;
            }
            place = place + 1 == places.length ? 0 : place + 1;
        }
        return -1;
    }
}
