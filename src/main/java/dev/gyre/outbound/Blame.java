package dev.gyre.outbound;

import dev.gyre.egress.Egress;
import dev.gyre.net.Failure;
import dev.gyre.rotation.Lease;

import java.util.Set;

/// Tells a lease what came of it when it did not get there.
final class Blame {

    private Blame() {}

    /// The lease is released.
    ///
    /// @param nanos how long it took to find out
    /// @param tried what is not to be tried again for this request: what has failed is added
    /// @return whether a session is to leave its egress for this. Not for what a target does: a page could make it move, and see all
    ///     of the pool; nor for what concerns one target
    static boolean settle(Lease lease, Failure failure, long nanos, Set<Egress> tried) {
        tried.add(lease.egress());
        if (isOfTheWay(failure)) {
            tried.add(lease.unreachable(nanos));
            return true;
        }
        if (isOfFewTargets(failure)) {
            lease.denied();
            return false;
        }
        return switch (failure.fault()) {
            case EITHER -> lease.undecided(nanos);
            case EGRESS -> {
                lease.failed(true, nanos);
                yield true;
            }
            case TARGET, CLIENT, PROXY -> {
                lease.failed(false, nanos);
                yield false;
            }
        };
    }

    /// Whether it did not even get to a hop. Where that is a Tor process, none of its circuits would.
    private static boolean isOfTheWay(Failure failure) {
        return failure == Failure.HOP_UNREACHABLE || failure == Failure.HOP_NAME;
    }

    /// Whether it is the egress's, but says little of other targets.
    private static boolean isOfFewTargets(Failure failure) {
        return failure == Failure.HOP_DENIED || failure == Failure.SOURCE_EXHAUSTED;
    }
}
