package dev.gyre.observe;

import dev.gyre.net.Failure;

import java.util.Optional;

/// What became of one request or tunnel. Holds nothing of the client.
///
/// @param kind what the client spoke
/// @param target where it wanted to go, as host and port
/// @param egress by which way it left, in words; empty when it left by none
/// @param failure why it did not get there
/// @param detail more about the failure, or how it was served, for the operator only; empty when there is nothing more
public record ExchangeRecord(
        Kind kind, String target, String egress, Optional<Failure> failure, String detail) {

    /// What the client spoke.
    public enum Kind {
        HTTP,
        CONNECT,
        SOCKS4,
        SOCKS5,
        /// Names, asked for by DNS: its target is a name and a type.
        DNS
    }
}
