package dev.gyre.net;

/// Names that only this proxy answers to. Nobody is ever asked for them, since that would tell of it: they are in no zone of the DNS.
public final class OwnNames {

    /// Where what clients have to accept is accepted.
    public static final Host.Name ACCEPT = new Host.Name("accept.gyre");

    private OwnNames() {}
}
