package dev.gyre.anonymity;

import dev.gyre.net.Disclosure;

import java.util.List;
import java.util.Optional;

/// What becomes of the fields of messages that are passed on.
///
/// @param disclosure how much a target is told, where nothing else is said of a listener or a user
/// @param pseudonym what this proxy calls itself in `Via`: a token that no other proxy on the way has; without one it has a name that any
///     proxy may have
/// @param rules what is done to the fields of all messages
/// @param sites what is done to those of some hosts besides: the first that fits
public record HeaderSettings(
        Disclosure disclosure,
        Optional<String> pseudonym,
        HeaderRules rules,
        List<SiteRules> sites) {

    /// Nothing is told, and nothing is done.
    public static final HeaderSettings DEFAULT =
            new HeaderSettings(Disclosure.ELITE, Optional.empty(), HeaderRules.NONE, List.of());

    /// The longest pseudonym, in characters.
    public static final int LONGEST_PSEUDONYM = 64;

    /// Says no more than that there is one: it names no product.
    private static final String ANY = "proxy";

    public HeaderSettings {
        sites = List.copyOf(sites);
    }

    /// The same without rules.
    public HeaderSettings withoutRules() {
        return new HeaderSettings(disclosure, pseudonym, HeaderRules.NONE, List.of());
    }

    /// What this proxy calls itself.
    public String name() {
        return pseudonym.orElse(ANY);
    }
}
