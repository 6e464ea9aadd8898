package dev.gyre.rotation;

import dev.gyre.egress.Egress;

/// An egress assigned to a session for one request or tunnel. Ends once, with an outcome; later ends change nothing.
public final class Lease {

    /// How the use of an egress ended.
    public enum Outcome {
        /// It got to the target.
        SERVED,
        /// It did not get to the target, and that was its own fault.
        FAILED,
        /// Nothing is known about it: the target, or the client, was at fault.
        UNKNOWN
    }

    private final Egress egress;
    private final Setbacks setbacks;
    private boolean ended;

    Lease(Egress egress, Setbacks setbacks) {
        this.egress = egress;
        this.setbacks = setbacks;
    }

    public Egress egress() {
        return egress;
    }

    public void end(Outcome outcome) {
        if (ended) {
            return;
        }
        ended = true;
        switch (outcome) {
            case SERVED -> setbacks.recovered(egress);
            case FAILED -> setbacks.failed(egress);
            case UNKNOWN -> {}
        }
    }
}
