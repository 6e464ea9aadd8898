package dev.gyre.outbound;

import java.time.Duration;

/// How long one attempt to connect may take. May be set anew at any time: attempts that begin after that go by it. Safe for all
/// threads.
public final class ConnectTimes {

    /// @param connect for look-ups and the connection
    /// @param handshake for the handshakes of all hops
    private record Times(Duration connect, Duration handshake) {}

    private volatile Times times;

    /// @param connect for look-ups and the connection
    /// @param handshake for the handshakes of all hops
    public ConnectTimes(Duration connect, Duration handshake) {
        times = new Times(connect, handshake);
    }

    /// Goes by these settings from now on.
    public void use(OutboundSettings next) {
        times = new Times(next.connect(), next.handshake());
    }

    Duration connect() {
        return times.connect();
    }

    Duration handshake() {
        return times.handshake();
    }
}
