package dev.gyre.outbound;

/// Who speaks on a connection that can serve one request after another, as told by [IdleConnections] between two of them.
///
/// On the channel's event loop only.
public interface Reusable {

    /// When the connection was begun to be opened, by [System#nanoTime]: what was allowed since does not count for it.
    long begunNanos();

    /// Nobody uses the connection from now on: whatever arrives, bytes or an end, makes it useless (RFC 9112 6.3). It is to be
    /// closed then, before which this is told.
    ///
    /// @param useless may be run more than once
    void rests(Runnable useless);

    /// It is about to serve again.
    void wakes();
}
