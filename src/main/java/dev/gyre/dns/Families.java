package dev.gyre.dns;

/// Which addresses are of use to whoever asks: the record types that are asked for.
public enum Families {
    IPV4,
    IPV6,
    BOTH
}
