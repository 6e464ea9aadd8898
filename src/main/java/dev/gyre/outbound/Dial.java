package dev.gyre.outbound;

import dev.gyre.access.rules.DeniedException;
import dev.gyre.egress.Egress;
import dev.gyre.egress.Reach;
import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;
import dev.gyre.net.Isolation;
import dev.gyre.rotation.Lease;
import dev.gyre.rotation.Leasing;
import dev.gyre.rotation.Leasing.Refused;
import dev.gyre.rotation.Session;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// One search for a way: see [Dialer]. On its client's event loop.
final class Dial {

    private final Dialer by;
    private final Session session;
    private final Destination destination;
    private final Optional<IdleConnections> idle;
    private final EventLoop loop;
    private final Promise<Upstream> result;
    private final PlaceInLine place;

    /// Empty, and its own only from the first failure on: most need none.
    private Set<Egress> tried = Set.of();

    /// Nothing before the first connection is begun: those that take an open one need none.
    private @Nullable Race race;

    private final long begunNanos = System.nanoTime();

    private Reach wanted;
    private int failed;
    private int stale;
    private @Nullable FailureException last;
    private @Nullable Egress lastEgress;

    /// @param gone done when the client is gone
    Dial(
            Dialer by,
            Session session,
            Destination destination,
            Optional<IdleConnections> idle,
            Future<?> gone,
            EventLoop loop,
            Promise<Upstream> result) {
        this.by = by;
        this.session = session;
        this.destination = destination;
        this.idle = idle;
        this.loop = loop;
        this.result = result;
        this.wanted = by.wanted(destination);
        this.place = new PlaceInLine(by.health(), loop, gone, this::next, this::waitedInVain);
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
        if (loop.isShuttingDown()) {
            // It closes its connections one by one: nothing is to be opened in the place of one.
            place.leave();
            result.setFailure(new DialFailure(Failure.OVERLOADED, "the proxy ends"));
            return;
        }
        place.lease(this::ask, this::use, this::refused);
    }

    private Leasing ask() {
        return by.rotator().lease(session, wanted, tried, destination.target());
    }

    private void waitedInVain() {
        by.counts().count(DialEvent.WAITED_IN_VAIN);
        refused(Refused.ALL_FULL);
    }

    private void refused(Refused refused) {
        FailureException before = last;
        result.setFailure(
                before != null && refused != Refused.SESSION_LOST
                        ? new DialFailure(before, lastEgress)
                        : Refusals.failure(refused, destination.target(), before));
    }

    private void use(Lease lease) {
        Isolation isolation = by.isolation(lease);
        Optional<Judgement> judgement = destination.judgement();
        Optional<Channel> open =
                idle.filter(_ ->
                                judgement.isEmpty()
                                        || judgement
                                                .get()
                                                .isKnownOf(
                                                        lease.egress(),
                                                        destination.target().host(),
                                                        by.isFixed(destination.target().host())))
                        .flatMap(known ->
                                known.take(isolation, lease.egress(), destination.target()));
        if (open.isPresent() && !lease.reused()) {
            open.get().close();
            stale(lease);
        } else if (open.isPresent() && judgement.isPresent()) {
            reuse(lease, isolation, open.get());
        } else if (open.isPresent()) {
            result.setSuccess(
                    new Upstream(
                            open.get(), destination.target(), lease, isolation, true, begunNanos));
        } else {
            race().begin(lease);
        }
    }

    /// Uses an open connection again, if rules have nothing against it.
    private void reuse(Lease lease, Isolation isolation, Channel open) {
        Optional<DeniedException> denied =
                by(lease.egress())
                        .judgement()
                        .flatMap(judgement ->
                                judgement.of(open, lease.egress(), destination.target().host()));
        if (denied.isPresent()) {
            // By another of its addresses it may be allowed.
            open.close();
            race().begin(lease);
        } else {
            result.setSuccess(
                    new Upstream(open, destination.target(), lease, isolation, true, begunNanos));
        }
    }

    private Destination by(Egress egress) {
        return destination.leavingBy(() -> by.rotator().pool().labels(egress));
    }

    private Race race() {
        Race its = race;
        if (its == null) {
            its = new Race(by, session, loop, this::another, this::run, this::ended);
            race = its;
        }
        return its;
    }

    /// An egress to try beside this one.
    private Leasing another(Egress egress) {
        Set<Egress> others = new HashSet<>(tried);
        others.add(egress);
        return by.rotator().lease(session, wanted, others, destination.target());
    }

    private void run(Run run) {
        Egress egress = run.lease().egress();
        Destination its = by(egress);
        Optional<DeniedException> denied = its.judgement().flatMap(Judgement::ofEgress);
        if (denied.isPresent()) {
            // Nothing leaves by it, nor is a name looked up.
            run.channel().tryFailure(denied.get());
        } else {
            by.connector().connect(egress, its, run.isolation(), loop, run.channel());
        }
    }

    private void ended(Run run) {
        Future<Channel> done = run.channel();
        if (done.isCancelled() || result.isDone()) {
            // Nobody's fault; but the site may have seen it.
            run.lease().released();
            if (done.isSuccess()) {
                done.getNow().close();
            }
        } else if (done.isSuccess()) {
            connected(run, done.getNow());
        } else {
            failed(run, Failures.of(done.cause()));
        }
    }

    private void connected(Run run, Channel channel) {
        race().cancel();
        Lease lease = run.lease();
        if (lease.connected(run.nanos())) {
            by.open().opened(lease.egress(), channel);
            result.setSuccess(
                    new Upstream(
                            channel,
                            destination.target(),
                            lease,
                            run.isolation(),
                            false,
                            begunNanos));
        } else {
            channel.close();
            stale(lease);
        }
    }

    private void failed(Run run, FailureException failure) {
        last = failure;
        lastEgress = run.lease().egress();
        boolean another = true;
        if (failure instanceof Unsuitable unsuitable) {
            run.lease().unused();
            wanted = unsuitable.narrow(wanted);
        } else {
            Failure kind = failure.failure();
            if (tried.isEmpty()) {
                tried = new HashSet<>();
            }
            boolean moves = Blame.settle(run.lease(), kind, run.nanos(), tried);
            failed += run.hedge() ? 0 : 1;
            another = kind.anotherEgress() && (!run.lease().isKept() || moves);
        }
        if (another && race().isUnderWay()) {
            return; // The other one may get there.
        }
        race().cancel();
        if (another && failed < by.attempts()) {
            next();
        } else {
            result.setFailure(new DialFailure(failure, lastEgress));
        }
    }

    /// Meanwhile another request of the session has found another egress for it.
    private void stale(Lease lease) {
        lease.released();
        if (++stale < by.attempts()) {
            next();
        } else {
            result.setFailure(new DialFailure(Failure.OVERLOADED, "the session keeps changing"));
        }
    }
}
