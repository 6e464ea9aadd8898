package dev.gyre.inbound;

/// Whose a file is, by the system's numbers.
///
/// @param user its number
/// @param group the number of its group
public record FileOwner(int user, int group) {}
