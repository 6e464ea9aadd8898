package dev.gyre.rotation;

import java.time.Duration;

/// The unit of rotation: for how long those who name no session keep an egress.
public sealed interface Every {

    /// Each request, and each tunnel, leaves by another egress.
    Every REQUEST = new Requests(1);

    /// So many requests of one client leave by the same egress; a tunnel counts as one.
    ///
    /// @param count at least 1
    record Requests(int count) implements Every {
        public Requests {
            if (count < 1) {
                throw new IllegalArgumentException("every " + count + " requests");
            }
        }
    }

    /// All requests of one client connection leave by the same egress.
    record Connection() implements Every {}

    /// All requests of one client within this time leave by the same egress.
    record Time(Duration time) implements Every {}

    /// All requests of one client to one site leave by the same egress, for as long as a session lasts.
    record Site() implements Every {}

    /// A client keeps its egress until it names a session, another session, or its session ends.
    record Session() implements Every {}
}
