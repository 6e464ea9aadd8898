package dev.gyre.access.domains;

/// What one entry of a list stands for.
enum Kind {
    /// This very name.
    NAME(0),
    /// A domain: the name and all below it.
    DOMAIN(1),
    /// A domain that is not in the list, whatever else the list says.
    EXCEPTION(2),
    /// A block of addresses.
    NETWORK(3);

    private final byte octet;

    Kind(int octet) {
        this.octet = (byte) octet;
    }

    /// What stands for it.
    byte octet() {
        return octet;
    }

    static Kind of(byte octet) {
        return switch (octet) {
            case 0 -> NAME;
            case 1 -> DOMAIN;
            case 2 -> EXCEPTION;
            case 3 -> NETWORK;
            default -> throw new IllegalArgumentException("no kind of entry: " + octet);
        };
    }
}
