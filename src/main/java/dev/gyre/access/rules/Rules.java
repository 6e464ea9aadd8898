package dev.gyre.access.rules;

import dev.gyre.access.domains.DomainLists;
import dev.gyre.net.Disclosure;

import java.util.List;
import java.util.Optional;

/// An operator's rules: the first that is for a request decides on it, or what is said for all others. Immutable, safe for all threads.
///
/// @param all in the order of the pool file
/// @param allows what becomes of a request that no rule is for
public record Rules(List<Rule> all, boolean allows) {

    /// Everything is allowed.
    public static final Rules NONE = new Rules(List.of(), true);

    private static final String DEFAULT = "no rule allows it";
    private static final Optional<Disclosure> NOTHING = Optional.of(Disclosure.ELITE);

    public Rules {
        all = List.copyOf(all);
    }

    /// Whether there is nothing to judge by.
    public boolean isNone() {
        return all.isEmpty() && allows;
    }

    /// The same, by these lists of domains.
    Rules with(DomainLists lists) {
        return new Rules(all.stream().map(rule -> rule.with(lists)).toList(), allows);
    }

    /// Judges a request by what is known of it at first.
    ///
    /// A rule that depends on what isn't known yet is passed over, and looked at again when it is. As long as nothing but refusals may
    /// come, the request is refused at once. While a rule is passed over that says how much the target is told, it is told nothing.
    public Ruling judge(Case asked) {
        Facts facts = Facts.of(asked);
        int open = -1;
        boolean mayServe = false;
        boolean mayTell = false;
        for (int i = 0; i < all.size(); i++) {
            Rule rule = all.get(i);
            Truth truth = rule.of(facts);
            if (truth == Truth.YES) {
                return rule.action() instanceof Action.Deny deny && !mayServe
                        ? new Ruling.Denied(rule.denial(deny, i, facts))
                        : allowed(
                                rule.action() instanceof Action.Way way
                                        ? Optional.of(way)
                                        : Optional.empty(),
                                mayTell ? NOTHING : rule.told(),
                                facts,
                                open);
            }
            if (truth == Truth.UNKNOWN) {
                open = open < 0 ? i : open;
                mayServe |= !(rule.action() instanceof Action.Deny);
                mayTell |= rule.told().isPresent();
            }
        }
        return allows || mayServe
                ? allowed(Optional.empty(), mayTell ? NOTHING : Optional.empty(), facts, open)
                : new Ruling.Denied(byDefault());
    }

    private Ruling allowed(
            Optional<Action.Way> way, Optional<Disclosure> told, Facts facts, int open) {
        return open < 0 && way.isEmpty() && told.isEmpty()
                ? Ruling.ALLOWED
                : new Ruling.Allowed(
                        way,
                        told,
                        open < 0 ? Optional.empty() : Optional.of(new Pending(this, facts, open)));
    }

    /// Which rule decides on a request of which nothing more will be known; for people.
    public String decisive(Case asked) {
        Facts facts = Facts.of(asked);
        for (int i = 0; i < all.size(); i++) {
            Rule rule = all.get(i);
            Truth truth = rule.of(facts);
            if (truth != Truth.NO) {
                return truth == Truth.UNKNOWN
                        ? rule.text(i) + ", or a later one"
                        : rule.text(i, facts);
            }
        }
        return "no rule: such requests are " + (allows ? "allowed" : "refused");
    }

    /// Judges again from a rule on.
    ///
    /// @param last whether no more will be known
    Optional<Denial> refuses(Facts facts, int from, boolean last) {
        boolean mayServe = false;
        for (int i = from; i < all.size(); i++) {
            Rule rule = all.get(i);
            Truth truth = last ? rule.atLast(facts) : rule.of(facts);
            boolean denies = rule.action() instanceof Action.Deny;
            if (truth == Truth.YES) {
                return rule.action() instanceof Action.Deny deny && !mayServe
                        ? Optional.of(rule.denial(deny, i, facts))
                        : Optional.empty();
            }
            mayServe |= truth == Truth.UNKNOWN && !denies;
        }
        return allows || mayServe ? Optional.empty() : Optional.of(byDefault());
    }

    private static Denial byDefault() {
        return new Denial(
                DEFAULT,
                Optional.empty(),
                Action.Deny.FORBIDDEN,
                Optional.empty(),
                Denial.About.TARGET);
    }
}
