package dev.gyre.outbound;

import dev.gyre.egress.Egress;
import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// No way was found. Names the egress that was tried last, which need not be the one that the session has by now.
public final class DialFailure extends FailureException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable Egress egress;

    DialFailure(FailureException cause, @Nullable Egress egress) {
        super(cause.failure(), cause.detail());
        this.egress = egress;
    }

    /// None was tried.
    DialFailure(Failure failure, String detail) {
        super(failure, detail);
        this.egress = null;
    }

    /// By which egress it failed; nothing when none was tried.
    public Optional<Egress> egress() {
        return Optional.ofNullable(egress);
    }
}
