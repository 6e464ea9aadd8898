package dev.gyre.inbound.client;

import dev.gyre.http.HeadLimits;
import dev.gyre.observe.ExchangeLog;
import dev.gyre.outbound.Allowance;
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

    private final Timeouts timeouts;
    private final HeadLimits heads;
    private final OutboundSettings outbound;
    private final Rotator rotator;
    private final Dialer dialer;
    private final Optional<BuiltInTarget> builtIn;
    private final Allowance idle;
    private final ExchangeLog log;
    private final Defects defects;
    private final Map<EventLoop, IdleConnections> shared = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /// @param idle how many connections to targets may wait for their next request
    public Service(
            Timeouts timeouts,
            HeadLimits heads,
            OutboundSettings outbound,
            Rotator rotator,
            Dialer dialer,
            Optional<BuiltInTarget> builtIn,
            Allowance idle,
            ExchangeLog log,
            Defects defects) {
        this.timeouts = timeouts;
        this.heads = heads;
        this.outbound = outbound;
        this.rotator = rotator;
        this.dialer = dialer;
        this.builtIn = builtIn;
        this.idle = idle;
        this.log = log;
        this.defects = defects;
    }

    /// No connection is kept for a further request from now on.
    public void stop() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    Timeouts timeouts() {
        return timeouts;
    }

    HeadLimits heads() {
        return heads;
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

    Defects defects() {
        return defects;
    }

    /// Whether idle connections outlive the client connection that left them.
    boolean sharesIdle() {
        return outbound.reuse() == OutboundSettings.Reuse.EGRESS;
    }

    IdleConnections sharedIdle(EventLoop loop) {
        return shared.computeIfAbsent(loop, _ -> newIdle(KEPT_FOR_LOOP));
    }

    /// Idle connections of one session or loop.
    IdleConnections newIdle(int most) {
        return new IdleConnections(most, idle, outbound.idle());
    }
}
