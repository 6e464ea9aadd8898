package dev.gyre.access.rules;

import java.util.List;
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

    /// Whether they ask where the connection goes once its name is looked up.
    public boolean dependOnAddress() {
        return has(Condition.ToAddress.class::isInstance);
    }

    /// Whether they ask for what is known only when the way out is.
    public boolean dependOnWay() {
        return dependOnAddress() || has(Condition.ByEgress.class::isInstance);
    }
}
