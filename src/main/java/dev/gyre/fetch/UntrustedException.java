package dev.gyre.fetch;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

/// The certificate that was shown in a target's name is not to be trusted: its chain, its name or its time is wrong. Nothing of the
/// request has been sent.
public final class UntrustedException extends FailureException {

    private static final long serialVersionUID = 1L;

    UntrustedException(String detail) {
        super(Failure.BAD_RESPONSE, detail);
    }
}
