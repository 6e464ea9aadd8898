package dev.gyre.outbound;

import dev.gyre.egress.Reach;
import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

/// The egress asked for the name's addresses, and can get to none of them. No fault of anybody's: an egress of another reach
/// may.
final class Unsuitable extends FailureException {

    private static final long serialVersionUID = 1L;

    private final transient Reach asked;
    private final transient Reach found;

    /// @param asked the kinds of addresses that were asked for
    /// @param found those of them that the name has
    Unsuitable(Reach asked, Reach found, String detail) {
        super(found.isEmpty() ? Failure.NAME_NOT_FOUND : Failure.NO_EGRESS, detail);
        this.asked = asked;
        this.found = found;
    }

    /// What the target may still be, after it was thought to be one of `wanted`.
    Reach narrow(Reach wanted) {
        return wanted.minus(asked).plus(found);
    }
}
