package dev.gyre.access.domains;

/// What one entry of a list stands for.
enum Kind {
    /// This very name.
    NAME,
    /// A domain: the name and all below it.
    DOMAIN,
    /// A domain that is not in the list, whatever else the list says.
    EXCEPTION,
    /// A block of addresses.
    NETWORK;

    private static final Kind[] ALL = values();

    static Kind of(byte number) {
        return ALL[number];
    }
}
