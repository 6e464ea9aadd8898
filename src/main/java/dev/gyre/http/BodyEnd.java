package dev.gyre.http;

/// The message that began with the last head is whole. Follows every final head, also when there is
/// no body.
public enum BodyEnd {
    INSTANCE
}
