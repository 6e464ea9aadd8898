package dev.gyre.outbound;

import dev.gyre.egress.Egress;
import dev.gyre.egress.Reach;
import dev.gyre.net.Addresses;
import dev.gyre.net.Failure;
import dev.gyre.net.Failure.Fault;
import dev.gyre.net.FailureException;
import dev.gyre.net.Isolation;
import dev.gyre.rotation.Explanation;
import dev.gyre.rotation.Lease;
import dev.gyre.rotation.Leasing;
import dev.gyre.rotation.Rotator;
import dev.gyre.rotation.Session;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Finds a way to a target: takes leases, one after the other, until a connection is up or none may be tried any more.
///
/// A name's addresses are not known before an egress has been chosen to ask by. So the first lease is for every kind of address
/// that the name may have; when the answer shows that this egress can get to none of them, the next is for the kinds that the
/// name does have. Such a step is no attempt, and each leaves fewer kinds, so that they come to an end.
public final class Dialer {

    private final Rotator rotator;
    private final Connector connector;
    private final int attempts;

    /// Whether all sessions may share what is kept for an egress.
    private final boolean shared;

    private final Allowance waiting;
    private final Reach names;

    /// @param waiting how many requests may wait for their connection at a time
    public Dialer(
            Rotator rotator, Connector connector, OutboundSettings settings, Allowance waiting) {
        this.rotator = rotator;
        this.connector = connector;
        this.attempts = settings.attempts();
        this.shared = settings.reuse() == OutboundSettings.Reuse.EGRESS;
        this.waiting = waiting;
        this.names = names(connector);
    }

    /// Opens or takes a connection.
    ///
    /// @param idle connections that may be taken instead of a new one
    /// @param loop the client's own, and the calling thread's
    /// @return fails with a [FailureException]
    public Future<Upstream> dial(
            Session session,
            Destination destination,
            Optional<IdleConnections> idle,
            EventLoop loop) {
        Promise<Upstream> result = loop.newPromise();
        if (isRefused(destination)) {
            // Judged before a way is looked for: that there is none tells less than that it is
            // refused.
            return result.setFailure(
                    new FailureException(
                            Failure.TARGET_PROHIBITED, destination.target().toString()));
        }
        if (!waiting.take()) {
            return result.setFailure(
                    new FailureException(Failure.OVERLOADED, "too many requests wait"));
        }
        result.addListener(_ -> waiting.giveBack());
        new Dial(session, destination, idle, loop, result).next();
        return result;
    }

    /// By which egress this session would get to a target, and why; takes it as a request would. A name is not looked up: the
    /// egress is the one that would be asked to.
    ///
    /// @return nothing when the target is refused by the target guard
    public Optional<Explanation> explain(Session session, Destination destination) {
        return isRefused(destination)
                ? Optional.empty()
                : Optional.of(
                        rotator.explain(session, destination.wanted(names), destination.target()));
    }

    private boolean isRefused(Destination destination) {
        return !destination.isOurs() && !connector.guard().allows(destination.target().host());
    }

    /// Which kinds of addresses a name may turn out to have: those of the sources that can ask a name server.
    private static Reach names(Connector connector) {
        Reach kinds = Reach.NAME;
        for (String source : new String[] {"127.0.0.1", "192.0.2.1", "::1", "2001:db8::1"}) {
            InetAddress address = Addresses.parse(source).orElseThrow();
            if (connector.resolver().canAsk(address)) {
                kinds = kinds.plus(Reach.kindOf(address));
            }
        }
        return kinds;
    }

    private final class Dial {
        private final Session session;
        private final Destination destination;
        private final Optional<IdleConnections> idle;
        private final EventLoop loop;
        private final Promise<Upstream> result;
        private final Set<Egress> tried = new HashSet<>(0);
        private Reach wanted;
        private int stale;
        private @Nullable FailureException last;

        Dial(
                Session session,
                Destination destination,
                Optional<IdleConnections> idle,
                EventLoop loop,
                Promise<Upstream> result) {
            this.session = session;
            this.destination = destination;
            this.idle = idle;
            this.loop = loop;
            this.result = result;
            this.wanted = destination.wanted(names);
        }

        void next() {
            try {
                lease();
            } catch (Throwable error) {
                // No memory, say. Whoever waits must be told all the same.
                result.tryFailure(error);
            }
        }

        private void lease() {
            switch (rotator.lease(session, wanted, tried, destination.target())) {
                case Lease lease -> {
                    try {
                        use(lease);
                    } catch (Throwable error) {
                        lease.released();
                        throw error;
                    }
                }
                case Leasing.Refused refused ->
                        result.setFailure(
                                last != null && refused != Leasing.Refused.SESSION_LOST
                                        ? last
                                        : failure(refused));
            }
        }

        private FailureException failure(Leasing.Refused refused) {
            return switch (refused) {
                case NO_EGRESS ->
                        new FailureException(
                                Failure.NO_EGRESS, "no egress reaches " + destination.target());
                case SESSION_LOST ->
                        new FailureException(
                                Failure.SESSION_LOST,
                                "the session keeps to its egress, which can't be used"
                                        + (last == null ? "" : ": " + last.getMessage()));
                case TOO_SOON ->
                        new FailureException(
                                Failure.TOO_SOON,
                                "every egress is within reuse-distance for "
                                        + destination.target());
                case ALL_OUT, ALL_FULL, ALL_COOLING ->
                        new FailureException(
                                Failure.NO_EGRESS,
                                refused.text() + " for " + destination.target());
            };
        }

        private void use(Lease lease) {
            Isolation isolation = shared ? Isolation.SHARED : lease.isolation();
            Optional<Channel> open =
                    idle.flatMap(
                            known -> known.take(isolation, lease.egress(), destination.target()));
            if (open.isPresent() && !lease.reused()) {
                open.get().close();
                stale(lease);
                return;
            }
            if (open.isPresent()) {
                result.setSuccess(
                        new Upstream(open.get(), destination.target(), lease, isolation, true));
                return;
            }
            Promise<Channel> connected = loop.newPromise();
            long start = System.nanoTime();
            connected.addListener(
                    (Future<Channel> done) -> connected(lease, isolation, start, done));
            try {
                connector.connect(lease.egress(), destination, isolation, loop, connected);
            } catch (Throwable error) {
                // No memory, say. Whoever waits must be told all the same.
                connected.tryFailure(error);
            }
        }

        private void connected(Lease lease, Isolation isolation, long start, Future<Channel> done) {
            long nanos = System.nanoTime() - start;
            if (done.isSuccess()) {
                if (!lease.connected(nanos)) {
                    done.getNow().close();
                    stale(lease);
                    return;
                }
                result.setSuccess(
                        new Upstream(done.getNow(), destination.target(), lease, isolation, false));
                return;
            }
            FailureException failure = Failures.of(done.cause());
            last = failure;
            if (failure instanceof Unsuitable unsuitable) {
                lease.unused();
                wanted = unsuitable.narrow(wanted);
                next();
                return;
            }
            lease.failed(failure.failure().fault() == Fault.EGRESS, nanos);
            tried.add(lease.egress());
            if (failure.failure().anotherEgress()
                    && tried.size() < attempts
                    && (!lease.isKept() || endsStay(failure.failure()))) {
                next();
            } else {
                result.setFailure(failure);
            }
        }

        /// Whether a session is to leave its egress for this. Not for what a target does: a page could make it move, and see all of
        /// the pool; nor for what concerns one target.
        private static boolean endsStay(Failure failure) {
            return failure.fault() == Fault.EGRESS
                    && failure != Failure.HOP_DENIED
                    && failure != Failure.SOURCE_EXHAUSTED;
        }

        /// Meanwhile another request of the session has found another egress for it.
        private void stale(Lease lease) {
            lease.released();
            if (++stale < attempts) {
                next();
            } else {
                result.setFailure(
                        new FailureException(Failure.OVERLOADED, "the session keeps changing"));
            }
        }
    }
}
