package dev.gyre.relay;

/// What has passed through a tunnel by now. On its event loop.
public interface Carried {

    /// Octets from the client to the target.
    long toTarget();

    /// Octets from the target to the client.
    long toClient();
}
