package dev.gyre.outbound;

import dev.gyre.net.Failure;

import java.time.Duration;

/// What several addresses may be of.
enum Between {
    /// A target, connected to from here: as RFC 8305 section 8 recommends.
    TARGET(Duration.ofMillis(250), Duration.ofSeconds(2)),
    /// A target that a hop connects to: that takes longer than what the RFC speaks of, and costs the hop more.
    TARGET_BEHIND_HOPS(Duration.ofSeconds(2), Duration.ofSeconds(6)),
    /// The first hop of a chain. Which of its addresses is connected to tells nothing of what it does then.
    HOP(Duration.ofMillis(250), Duration.ofSeconds(2));

    private final Duration delay;
    private final Duration patience;

    Between(Duration delay, Duration patience) {
        this.delay = delay;
        this.patience = patience;
    }

    /// After how long the next is tried beside one that is slow.
    Duration delay() {
        return delay;
    }

    /// After how long one that is slow is given up for the next, where that may not be tried beside it.
    Duration patience() {
        return patience;
    }

    /// Whether another address may get further than one that failed so.
    boolean mayHelp(Failure failure) {
        return switch (this) {
            case TARGET, TARGET_BEHIND_HOPS ->
                    switch (failure.fault()) {
                        case TARGET, EITHER -> true;
                        case EGRESS, CLIENT, PROXY -> false;
                    };
            case HOP -> failure == Failure.HOP_UNREACHABLE || failure == Failure.HOP_TIMEOUT;
        };
    }

    /// Whether the one that is connected first is kept to, whatever comes of it then.
    boolean endsWhenConnected() {
        return this == HOP;
    }
}
