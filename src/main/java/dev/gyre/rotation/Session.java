package dev.gyre.rotation;

import dev.gyre.egress.Egress;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.Optional;

/// The isolation unit: two sessions share nothing by which a target could link them. Lives on one event loop.
public final class Session {

    private final InetAddress client;
    private final @Nullable Egress previous;
    private @Nullable Egress current;

    Session(InetAddress client, @Nullable Egress previous) {
        this.client = client;
        this.previous = previous;
    }

    /// Who asks. Never told to anybody.
    InetAddress client() {
        return client;
    }

    /// By which egress the session before this one left on the same client connection.
    Optional<Egress> previous() {
        return Optional.ofNullable(previous);
    }

    /// By which egress this session left last.
    public Optional<Egress> current() {
        return Optional.ofNullable(current);
    }

    void leavesBy(Egress egress) {
        current = egress;
    }
}
