package dev.gyre.http;

/// The connection ended in the middle of a message: what was received of it must not be passed off
/// as whole (RFC 9112 8).
public enum Truncated {
    INSTANCE
}
