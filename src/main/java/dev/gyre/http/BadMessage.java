package dev.gyre.http;

/// What is received breaks the protocol. The decoder throws away everything that follows: the
/// connection is of no more use once this is answered (RFC 9112 6.3, 11.2).
public record BadMessage(HttpError error) {}
