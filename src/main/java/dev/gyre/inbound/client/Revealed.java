package dev.gyre.inbound.client;

/// What a client may know of the egress that served it.
///
/// @param egress its opaque name
/// @param sessionMoved whether the client's session had another before
public record Revealed(String egress, boolean sessionMoved) {}
