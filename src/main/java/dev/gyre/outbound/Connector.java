package dev.gyre.outbound;

import dev.gyre.access.OwnListeners;
import dev.gyre.access.TargetGuard;
import dev.gyre.dns.Resolver;
import dev.gyre.dns.Route;
import dev.gyre.egress.Egress;
import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;
import dev.gyre.net.Host;
import dev.gyre.net.Isolation;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Predicate;

/// Opens one connection through one egress: one attempt, with one deadline for look-ups and connection, and one for the
/// handshakes of all hops.
///
/// What it needs is the same for every attempt.
///
/// @param resolver names to addresses, by the way of the egress
/// @param guard which addresses may be connected to
/// @param own where Gyre itself listens
/// @param tls towards https hops
/// @param free which sources a socket is bound to even when no interface has them
/// @param beside how many connections may be tried beside another one of the same attempt, at a time
/// @param times how long it all may take
public record Connector(
        Resolver resolver,
        TargetGuard guard,
        OwnListeners own,
        HopTls tls,
        Predicate<InetAddress> free,
        Allowance beside,
        ConnectTimes times) {

    /// How long look-ups and the connection may take.
    Duration timeout() {
        return times.connect();
    }

    /// How long the handshakes of all hops may take.
    Duration handshake() {
        return times.handshake();
    }

    /// How many may be tried beside another one, where there are descriptors enough.
    public static final int BESIDE = 256;

    /// Whether nobody may have a connection to this host, whatever its addresses are.
    boolean refuses(Host host) {
        boolean fixed = host instanceof Host.Name name && !resolver.fixed(name).isEmpty();
        return !fixed && !guard.allows(host);
    }

    /// Connects for a request of this proxy's own, without a lease: to a target that is allowed, on this loop, which is the caller's.
    /// Who cancels the result has the attempt ended.
    ///
    /// @param isolation who may use again what name servers answer
    /// @return the channel, the caller's to close: as [Upstream#channel] is; fails with a [FailureException]
    public Future<Channel> open(
            Egress egress, Destination destination, Isolation isolation, EventLoop loop) {
        Promise<Channel> opened = loop.newPromise();
        if (!destination.isOurs() && refuses(destination.target().host())) {
            return opened.setFailure(
                    new FailureException(
                            Failure.TARGET_PROHIBITED, destination.target().toString()));
        }
        try {
            connect(egress, destination, isolation, loop, opened);
        } catch (Throwable error) {
            // No memory, say. Whoever waits must be told all the same.
            opened.tryFailure(error);
        }
        return opened;
    }

    /// Connects on this loop, which is the caller's. The promise fails with a
    /// [dev.gyre.net.FailureException].
    ///
    /// @param isolation who may use again what name servers answer
    void connect(
            Egress egress,
            Destination destination,
            Isolation isolation,
            EventLoop loop,
            Promise<Channel> result) {
        Attempt attempt = new Attempt(loop, timeout(), result);
        switch (egress) {
            case Egress.Direct direct ->
                    new DirectConnection(this, direct, destination, isolation, attempt).start();
            case Egress.Chain chain ->
                    new ChainConnection(this, chain, isolation, attempt).start(destination);
        }
    }

    /// By which way names are looked up for an egress: that of its connections. Nothing of it leaves before it is used.
    ///
    /// @param isolation who may use again what name servers answer
    public Route route(Egress egress, Isolation isolation) {
        return route(egress, isolation, ImmediateEventExecutor.INSTANCE.newPromise());
    }

    /// The same for one who may give up.
    ///
    /// @param asker cancelled when nobody waits for an answer any more
    Route route(Egress egress, Isolation isolation, Future<?> asker) {
        return new NameRoute(this, isolation, asker).of(egress);
    }
}
