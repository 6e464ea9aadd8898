package dev.gyre.access.domains;

import java.util.Arrays;

/// The entries of a list while it is read, one behind the other: kind, length, octets, and the number of the line in groups of seven
/// bits, the lowest first. No object for each. Not thread-safe.
final class PackedEntries {

    /// More than any list that is published; some 150 MB.
    static final int MOST = 5_000_000;

    /// Kind, length, and the longest number.
    private static final int AROUND = 7;

    private byte[] octets;
    private int end;
    private int count;

    /// @param size about how many octets they will take
    PackedEntries(int size) {
        this.octets = new byte[Math.max(size, 64)];
    }

    /// @param name what stands in `[from, to)` of it, 255 octets at most
    /// @param line from 1
    void add(Kind kind, byte[] name, int from, int to, int line) {
        int length = to - from;
        if (octets.length - end < length + AROUND) {
            octets = Arrays.copyOf(octets, Math.addExact(octets.length, octets.length / 2 + 512));
        }
        octets[end++] = kind.octet();
        octets[end++] = (byte) length;
        System.arraycopy(name, from, octets, end, length);
        end += length;
        int rest = line;
        while (rest > 0x7f) {
            octets[end++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        octets[end++] = (byte) rest;
        count++;
    }

    int count() {
        return count;
    }

    /// All of them, for look-ups. Nothing is added any more.
    ///
    /// @param key by which they are hashed; not to be foreseen by who writes a list
    EntryTable table(long key) {
        return new EntryTable(Arrays.copyOf(octets, end), count, key);
    }
}
