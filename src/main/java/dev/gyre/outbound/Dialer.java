package dev.gyre.outbound;

import dev.gyre.egress.Egress;
import dev.gyre.egress.Reach;
import dev.gyre.net.Addresses;
import dev.gyre.net.Failure;
import dev.gyre.net.Failure.Fault;
import dev.gyre.net.FailureException;
import dev.gyre.rotation.Lease;
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
    private final Allowance waiting;
    private final Reach names;

    /// @param attempts how many egresses are tried for one request
    /// @param waiting how many requests may wait for their connection at a time
    public Dialer(Rotator rotator, Connector connector, int attempts, Allowance waiting) {
        this.rotator = rotator;
        this.connector = connector;
        this.attempts = attempts;
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
        if (!destination.isOurs() && !connector.guard().allows(destination.target().host())) {
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
            Optional<Lease> leased = rotator.lease(session, wanted, tried);
            if (leased.isEmpty()) {
                result.setFailure(
                        last != null
                                ? last
                                : new FailureException(
                                        Failure.NO_EGRESS,
                                        "no egress reaches " + destination.target()));
                return;
            }
            Lease lease = leased.get();
            Optional<Channel> open =
                    idle.flatMap(known -> known.take(lease.egress(), destination.target()));
            if (open.isPresent()) {
                result.setSuccess(new Upstream(open.get(), destination.target(), lease, true));
                return;
            }
            Promise<Channel> connected = loop.newPromise();
            connected.addListener((Future<Channel> done) -> connected(lease, done));
            try {
                connector.connect(lease.egress(), destination, loop, connected);
            } catch (Throwable error) {
                // No memory, say. Whoever waits must be told all the same.
                connected.tryFailure(error);
            }
        }

        private void connected(Lease lease, Future<Channel> done) {
            if (done.isSuccess()) {
                lease.end(Lease.Outcome.SERVED);
                result.setSuccess(new Upstream(done.getNow(), destination.target(), lease, false));
                return;
            }
            FailureException failure = Failures.of(done.cause());
            lease.end(
                    failure.failure().fault() == Fault.EGRESS
                            ? Lease.Outcome.FAILED
                            : Lease.Outcome.UNKNOWN);
            last = failure;
            if (failure instanceof Unsuitable unsuitable) {
                wanted = unsuitable.narrow(wanted);
                next();
                return;
            }
            tried.add(lease.egress());
            if (failure.failure().anotherEgress() && tried.size() < attempts) {
                next();
            } else {
                result.setFailure(failure);
            }
        }
    }
}
