package dev.gyre.http;

/// A parsed and checked message head. Immutable; it owns its octets, so there is nothing to
/// release.
public sealed interface Head permits RequestHead, ResponseHead {

    /// 0 for HTTP/1.0, 1 for HTTP/1.1; there is no other.
    int minorVersion();

    Fields fields();

    /// Whether the sender wants to use the connection again after this message (RFC 9112 9.3).
    boolean keepAlive();
}
