package dev.gyre.access.rules;

import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Predicate;

/// What is left to be judged of a request that may be refused for its egress, or for its target's address. Immutable; used on the thread of
/// the request.
public final class Pending {

    private final Rules rules;
    private final Facts facts;

    /// The first rule that may be for it; none before is.
    private final int from;

    Pending(Rules rules, Facts facts, int from) {
        this.rules = rules;
        this.facts = facts;
        this.from = from;
    }

    /// It is about to leave by an egress; its target's name has not been looked up. What depends on the address alone comes later.
    ///
    /// @param labels tells whether the egress has a label
    /// @return that it is refused, whatever the address is
    public Optional<Denial> by(Predicate<String> labels) {
        return rules.refuses(facts.by(labels), from, false);
    }

    /// It is about to be connected to an address by an egress.
    public Optional<Denial> by(Predicate<String> labels, InetAddress address) {
        return rules.refuses(facts.by(labels).at(address), from, true);
    }

    /// It would be connected to an address; by which egress is not known, and nobody says.
    public Optional<Denial> at(InetAddress address) {
        return rules.refuses(facts.at(address), from, true);
    }

    /// It is about to leave by an egress, behind which somebody else looks the name up.
    public Optional<Denial> byOneThatResolves(Predicate<String> labels) {
        return rules.refuses(facts.by(labels), from, true);
    }
}
