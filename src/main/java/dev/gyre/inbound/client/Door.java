package dev.gyre.inbound.client;

import dev.gyre.net.Disclosure;

import java.util.Optional;

/// What holds for all who came in by one listener.
///
/// @param place its place in the pool file's list
/// @param users whether it asks for users
/// @param disclosure how much targets are told, if that is said of it
public record Door(int place, AskForUsers users, Optional<Disclosure> disclosure) {

    /// Whether a listener asks its clients for a user's name and password.
    public enum AskForUsers {
        /// Never: whoever may connect may use it.
        NONE,
        /// Where the pool file names users.
        IF_ANY,
        /// Always: without users, nobody may use it.
        REQUIRED
    }

    /// The only one where nothing else is said.
    static final Door FIRST = new Door(0, AskForUsers.IF_ANY, Optional.empty());
}
