package dev.gyre.access;

/// What is made of a name and a password.
public enum Verdict {
    /// They are a user's.
    KNOWN,
    /// They are not.
    UNKNOWN,
    /// This client has given wrong ones too often of late: they were not looked at.
    HELD_OFF,
    /// Too many wait to be looked at.
    BUSY
}
