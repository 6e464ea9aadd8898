package dev.gyre.net;

/// How much a target is told of a proxy, and of who asks.
public enum Disclosure {
    /// Nothing: the target can't tell that a proxy was there.
    ELITE,
    /// That a proxy was there, but nothing of who asks.
    ANONYMOUS,
    /// Who asks, too: the address of the client.
    TRANSPARENT
}
