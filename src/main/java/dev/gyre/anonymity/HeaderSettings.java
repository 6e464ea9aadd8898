package dev.gyre.anonymity;

import dev.gyre.net.Disclosure;

import java.util.Optional;

/// What becomes of the fields of messages that are passed on.
///
/// @param disclosure how much a target is told, where nothing else is said of a listener or a user
/// @param pseudonym what this proxy calls itself in `Via`: a token that no other proxy on the way has; without one it has a name that any
///     proxy may have
public record HeaderSettings(Disclosure disclosure, Optional<String> pseudonym) {

    /// Nothing is told.
    public static final HeaderSettings DEFAULT =
            new HeaderSettings(Disclosure.ELITE, Optional.empty());

    /// The longest pseudonym, in characters.
    public static final int LONGEST_PSEUDONYM = 64;

    /// Says no more than that there is one: it names no product.
    private static final String ANY = "proxy";

    /// What this proxy calls itself.
    String name() {
        return pseudonym.orElse(ANY);
    }
}
