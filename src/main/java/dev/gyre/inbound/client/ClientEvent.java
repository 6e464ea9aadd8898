package dev.gyre.inbound.client;

/// What the last handler of a client's pipeline is told as a user event.
public enum ClientEvent {
    /// The connection's [Deadline] has passed.
    EXPIRED,
    /// The proxy is to stop: what runs is finished, nothing is begun.
    STOPPING
}
