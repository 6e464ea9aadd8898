package dev.gyre.outbound;

import dev.gyre.access.rules.Denial;
import dev.gyre.access.rules.DeniedException;
import dev.gyre.egress.Egress;
import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// No way was found. Names the egress that was tried last, which need not be the one that the session has by now.
public final class DialFailure extends FailureException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable Egress egress;
    private final transient @Nullable Denial denial;

    DialFailure(FailureException cause, @Nullable Egress egress) {
        super(cause.failure(), cause.detail());
        this.egress = egress;
        this.denial = cause instanceof DeniedException denied ? denied.denial() : null;
    }

    /// None was tried.
    DialFailure(Failure failure, String detail) {
        super(failure, detail);
        this.egress = null;
        this.denial = null;
    }

    /// Which rule refused it; nothing when none did.
    public Optional<Denial> denial() {
        return Optional.ofNullable(denial);
    }

    /// By which egress it failed; nothing when none was tried.
    public Optional<Egress> egress() {
        return Optional.ofNullable(egress);
    }
}
