package dev.gyre.access;

import dev.gyre.net.Disclosure;

import java.util.Optional;

/// Who may use the proxy.
///
/// @param name without parameters, as clients give it
/// @param password what is kept of it
/// @param disclosure how much targets are told, if that is said of it
public record User(String name, PasswordHash password, Optional<Disclosure> disclosure) {

    /// The longest name, in characters.
    public static final int MOST_CHARACTERS = 64;

    @Override
    public String toString() {
        return name;
    }
}
