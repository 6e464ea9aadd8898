package dev.gyre.outbound;

import java.time.Duration;
import java.util.Optional;

/// How connections to targets are opened and kept.
///
/// @param connect how long one attempt may take to connect, look-ups included
/// @param handshake how long all hops of a chain may then take
/// @param idle how long a connection that carries nothing is kept
/// @param attempts how many egresses are tried for one request, at least 1
/// @param hedge after how long without a connection another egress is tried beside the first, if at all
/// @param waiting how many requests may wait for their connection at a time, at least 1
/// @param reuse who may use an open connection again
public record OutboundSettings(
        Duration connect,
        Duration handshake,
        Duration idle,
        int attempts,
        Optional<Duration> hedge,
        int waiting,
        Reuse reuse) {

    /// Who may use an open connection to a target again.
    public enum Reuse {
        /// The next request of the same session.
        SESSION,
        /// Any request by the same egress to the same target.
        EGRESS,
        /// Nobody.
        NEVER
    }
}
