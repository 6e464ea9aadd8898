package dev.gyre.dns;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

/// Servers answer, but nothing that may be believed.
final class BogusException extends FailureException {

    private static final long serialVersionUID = 1L;

    BogusException(String why) {
        super(Failure.DNS_ERROR, why);
    }
}
