package dev.gyre.access.rules;

import dev.gyre.access.domains.DomainLists;
import dev.gyre.net.Disclosure;

import java.util.Optional;

/// What becomes of some requests. Immutable, safe for all threads.
///
/// @param told how much the target is told, if the rule says that
/// @param name by which people know it
public record Rule(
        Conditions when, Action action, Optional<Disclosure> told, Optional<String> name) {

    /// The same, by these lists of domains.
    Rule with(DomainLists lists) {
        return new Rule(when.with(lists), action, told, name);
    }

    /// Whether it is for a request, as far as is known.
    Truth of(Facts facts) {
        return when.of(facts);
    }

    /// The same when nothing more will be known, since somebody else looks the target's name up. A rule that asks for some address is
    /// for none of such targets then, and one that asks for any other is for them only if it refuses.
    Truth atLast(Facts facts) {
        Truth truth = when.of(facts);
        return truth == Truth.UNKNOWN
                ? Truth.of(action instanceof Action.Deny && when.of(facts.settled()) == Truth.YES)
                : truth;
    }

    /// Which one it is.
    ///
    /// @param place from 0
    String text(int place) {
        return name.map(each -> "rule '" + each + "'").orElse("rule " + (place + 1));
    }

    /// The same, and where the target is listed, if that is what it asks for.
    String text(int place, Facts facts) {
        return text(place) + when.listed(facts).map(found -> ", " + found).orElse("");
    }

    Denial denial(Action.Deny deny, int place, Facts facts) {
        return new Denial(
                text(place, facts), deny.reason(), deny.status(), deny.page(), when.about());
    }
}
