package dev.gyre.inbound.client;

import dev.gyre.observe.ExchangeLog;
import dev.gyre.outbound.Dialer;
import dev.gyre.outbound.IdleConnections;
import dev.gyre.outbound.OutboundSettings;
import dev.gyre.rotation.Rotator;

import io.netty.channel.EventLoop;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What every client connection needs to serve its client. Safe for all threads.
public final class Service {

    /// How many idle connections one event loop keeps when any request of an egress may have them.
    private static final int KEPT_FOR_LOOP = 4096;

    private final OutboundSettings outbound;
    private final Rotator rotator;
    private final Dialer dialer;
    private final Optional<BuiltInTarget> builtIn;
    private final ExchangeLog log;
    private final Map<EventLoop, IdleConnections> shared = new ConcurrentHashMap<>();

    public Service(
            OutboundSettings outbound,
            Rotator rotator,
            Dialer dialer,
            Optional<BuiltInTarget> builtIn,
            ExchangeLog log) {
        this.outbound = outbound;
        this.rotator = rotator;
        this.dialer = dialer;
        this.builtIn = builtIn;
        this.log = log;
    }

    OutboundSettings outbound() {
        return outbound;
    }

    Rotator rotator() {
        return rotator;
    }

    Dialer dialer() {
        return dialer;
    }

    /// The target that Gyre runs itself.
    Optional<BuiltInTarget> builtIn() {
        return builtIn;
    }

    ExchangeLog log() {
        return log;
    }

    /// Whether idle connections outlive the client connection that left them.
    boolean sharesIdle() {
        return outbound.reuse() == OutboundSettings.Reuse.EGRESS;
    }

    IdleConnections sharedIdle(EventLoop loop) {
        return shared.computeIfAbsent(
                loop, _ -> new IdleConnections(KEPT_FOR_LOOP, outbound.idle()));
    }
}
