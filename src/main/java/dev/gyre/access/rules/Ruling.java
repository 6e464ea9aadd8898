package dev.gyre.access.rules;

import dev.gyre.net.Disclosure;

import java.util.Optional;

/// What the rules say of a request before its way out is known.
public sealed interface Ruling {

    /// It is served as any other.
    Allowed ALLOWED = new Allowed(Optional.empty(), Optional.empty(), Optional.empty());

    /// It is served.
    ///
    /// @param way by which egresses only
    /// @param told how much its target is told, if a rule says that
    /// @param pending what is yet to be judged, when more is known
    record Allowed(Optional<Action.Way> way, Optional<Disclosure> told, Optional<Pending> pending)
            implements Ruling {}

    /// It is refused: nothing leaves for it, nor is its name looked up.
    record Denied(Denial denial) implements Ruling {}
}
