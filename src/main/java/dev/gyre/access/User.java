package dev.gyre.access;

/// Who may use the proxy.
///
/// @param name without parameters, as clients give it
/// @param password what is kept of it
public record User(String name, PasswordHash password) {

    /// The longest name, in characters.
    public static final int MOST_CHARACTERS = 64;

    @Override
    public String toString() {
        return name;
    }
}
