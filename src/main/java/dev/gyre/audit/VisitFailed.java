package dev.gyre.audit;

import dev.gyre.net.Failure;
import dev.gyre.observe.ExchangeRecord;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Optional;

/// A request of the audit that did not get to the judge, and why. An outcome, not a bug: it has no stack trace.
final class VisitFailed extends Exception {

    private static final long serialVersionUID = 1L;

    private final @Nullable Failure failure;

    private VisitFailed(String why, @Nullable Failure failure) {
        super(why, null, false, false);
        this.failure = failure;
    }

    static VisitFailed because(String why) {
        return new VisitFailed(why, null);
    }

    /// As Gyre itself says.
    static VisitFailed of(ExchangeRecord record, Failure failure) {
        String words = failure.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return new VisitFailed(
                record.detail().isEmpty() ? words : words + " (" + record.detail() + ")", failure);
    }

    /// What Gyre says it was.
    Optional<Failure> failure() {
        return Optional.ofNullable(failure);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
