package dev.gyre.access;

import java.util.Arrays;

/// Octets that are equal when they are the same, and never printed. Nobody changes them.
final class Octets {

    private final byte[] all;

    /// @param all are this one's from now on
    Octets(byte[] all) {
        this.all = all;
    }

    /// Not to be changed.
    byte[] all() {
        return all;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets its && Arrays.equals(all, its.all);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(all);
    }

    @Override
    public String toString() {
        return "***";
    }
}
