package dev.gyre.access;

import java.util.Arrays;

/// Octets that are equal when they are the same, and never printed. Nobody changes them.
record Octets(byte[] all) {

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets(byte[] its) && Arrays.equals(all, its);
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
