package dev.gyre.audit;

import dev.gyre.net.Printable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Octets that do not change: two of the same content are equal.
final class Octets {

    static final Octets NONE = new Octets(new byte[0]);

    private final byte[] octets;

    /// @param octets are not to be changed from now on
    Octets(byte[] octets) {
        this.octets = octets;
    }

    /// Those of ISO-8859-1.
    static Octets of(String text) {
        return new Octets(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// As ISO-8859-1.
    String text() {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    /// The octets themselves, which are not to be changed.
    byte[] array() {
        return octets;
    }

    int length() {
        return octets.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets same && Arrays.equals(octets, same.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return Printable.of(text());
    }
}
