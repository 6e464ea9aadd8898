package dev.gyre.dns;

/// What records say of something that is not there.
enum Proof {
    /// It is not.
    PROVED,
    /// It may be there, but is not signed then (RFC 5155 section 6).
    LEFT_OUT,
    /// They hash names more often than anybody is to compute (RFC 9276 section 3.2).
    TOO_DEEP,
    /// They don't say.
    NONE
}
