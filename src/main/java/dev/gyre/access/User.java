package dev.gyre.access;

import dev.gyre.access.limits.Terms;
import dev.gyre.net.Disclosure;

import java.util.Optional;
import java.util.Set;

/// Who may use the proxy.
///
/// @param name without parameters, as clients give it
/// @param password what is kept of it
/// @param disclosure how much targets are told, if that is said of it
/// @param groups to which the user belongs, in words of the operator's
/// @param limits how much it may take, in the place of what holds for users
public record User(
        String name,
        PasswordHash password,
        Optional<Disclosure> disclosure,
        Set<String> groups,
        Optional<Terms> limits) {

    /// The longest name, in characters.
    public static final int MOST_CHARACTERS = 64;

    public User {
        groups = Set.copyOf(groups);
    }

    /// One of whom nothing else is said.
    public static User of(String name, PasswordHash password) {
        return new User(name, password, Optional.empty(), Set.of(), Optional.empty());
    }

    @Override
    public String toString() {
        return name;
    }
}
