package dev.gyre.inbound.client;

import dev.gyre.net.Target;

import java.util.Optional;

/// A client, as a target that answers it knows it.
public interface Asker {

    /// The client says how a target's site treated the egress of its session there. Makes no session, moves none, and is no
    /// request of it.
    ///
    /// @param banned whether the site refused the egress, or served it
    /// @param egressId by which egress the client's request left, by the name that it was told; else its session's counts
    Outcome treated(Target target, boolean banned, Optional<String> egressId);

    /// Whether it is a program of the proxy's own machine.
    default boolean isOfThisMachine() {
        return false;
    }

    /// What came of it.
    enum Outcome {
        /// It is heeded from now on.
        TAKEN,
        /// The client's requests have no session that lasts, so that nobody knows which egress is meant.
        NO_SESSION,
        /// The session was not at the target's site, or not lately.
        NO_VISIT,
        /// This client was told of no such egress lately.
        UNKNOWN_EGRESS
    }
}
