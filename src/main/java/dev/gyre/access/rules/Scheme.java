package dev.gyre.access.rules;

/// In which way a client asks for a target.
public enum Scheme {
    HTTP,
    CONNECT,
    SOCKS4,
    SOCKS5,
    /// Only for the addresses of a name: there is neither a port nor a method.
    DNS
}
