package dev.gyre.inbound.identity;

/// From whom the field `Gyre-Session` is taken. It is never passed on, whoever sends it.
public enum HeaderUse {
    /// From CONNECT requests, and from requests that no web page can have had made.
    GUARDED,
    /// From every request.
    ALWAYS,
    /// From nobody.
    NEVER
}
