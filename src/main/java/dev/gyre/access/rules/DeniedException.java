package dev.gyre.access.rules;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

/// A [Denial] on its way to whoever answers the client.
public final class DeniedException extends FailureException {

    private static final long serialVersionUID = 1L;

    private final transient Denial denial;

    public DeniedException(Denial denial) {
        super(Failure.DENIED, denial.text());
        this.denial = denial;
    }

    public Denial denial() {
        return denial;
    }
}
