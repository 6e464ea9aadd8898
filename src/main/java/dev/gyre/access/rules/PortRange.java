package dev.gyre.access.rules;

/// Ports that follow each other.
///
/// @param first from 1
/// @param last not below the first, to 65535
public record PortRange(int first, int last) {

    public PortRange {
        if (first < 1 || last > 65_535 || first > last) {
            throw new IllegalArgumentException("ports " + first + " to " + last);
        }
    }

    boolean contains(int port) {
        return first <= port && port <= last;
    }

    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
