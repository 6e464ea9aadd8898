package dev.gyre.access.rules;

import dev.gyre.access.domains.DomainLists;
import dev.gyre.access.domains.Hit;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What a rule asks of a request, all of it. Immutable, safe for all threads.
///
/// @param all empty when every request will do
public record Conditions(List<Condition> all) {

    /// Whatever it is.
    public static final Conditions ANY = new Conditions(List.of());

    public Conditions {
        all = List.copyOf(all);
    }

    /// One that does not hold decides, whatever isn't known yet.
    Truth of(Facts facts) {
        Truth sum = Truth.YES;
        for (int i = 0; i < all.size(); i++) {
            Truth one = all.get(i).of(facts);
            if (one == Truth.NO) {
                return Truth.NO;
            }
            if (one == Truth.UNKNOWN) {
                sum = Truth.UNKNOWN;
            }
        }
        return sum;
    }

    /// Whether there is one of a kind, be it within a negation.
    public boolean has(Predicate<Condition> kind) {
        return all.stream()
                .anyMatch(each ->
                        kind.test(each)
                                || (each instanceof Condition.Not(Conditions inner)
                                        && inner.has(kind)));
    }

    /// The same, by these lists of domains.
    Conditions with(DomainLists lists) {
        return has(Condition.InList.class::isInstance)
                ? new Conditions(all.stream().map(each -> with(each, lists)).toList())
                : this;
    }

    private static Condition with(Condition condition, DomainLists lists) {
        if (condition instanceof Condition.InList(List<String> names, _)) {
            return new Condition.InList(names, lists);
        }
        return condition instanceof Condition.Not(Conditions inner)
                ? new Condition.Not(inner.with(lists))
                : condition;
    }

    /// Where the target is listed, if that is what they ask for.
    Optional<Hit> listed(Facts facts) {
        for (Condition each : all) {
            if (each instanceof Condition.InList list) {
                return list.hit(facts);
            }
        }
        return Optional.empty();
    }

    /// Whether they ask where the connection goes once its name is looked up.
    public boolean dependOnAddress() {
        return has(Condition.ToAddress.class::isInstance);
    }

    /// What of a request they are about.
    Denial.About about() {
        if (dependOnAddress()) {
            return Denial.About.ADDRESS;
        }
        return has(each -> !isOfClient(each)) ? Denial.About.TARGET : Denial.About.CLIENT;
    }

    private static boolean isOfClient(Condition condition) {
        return switch (condition) {
            case Condition.OfUser _,
                    Condition.OfGroup _,
                    Condition.FromClient _,
                    Condition.During _,
                    Condition.Not _ ->
                    true;
            case Condition.ToHost _,
                    Condition.ToDomain _,
                    Condition.InList _,
                    Condition.ToPort _,
                    Condition.ToAddress _,
                    Condition.ByMethod _,
                    Condition.ByScheme _,
                    Condition.ByEgress _ ->
                    false;
        };
    }

    /// Whether they ask for what is known only when the way out is.
    public boolean dependOnWay() {
        return dependOnAddress() || has(Condition.ByEgress.class::isInstance);
    }
}
