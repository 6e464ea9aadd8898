package dev.gyre.outbound;

import dev.gyre.access.rules.Denial;
import dev.gyre.access.rules.DeniedException;
import dev.gyre.access.rules.Pending;
import dev.gyre.dns.AddressRule;
import dev.gyre.dns.ClientQuery;
import dev.gyre.dns.NameService;
import dev.gyre.egress.Egress;
import dev.gyre.egress.Labels;
import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;
import dev.gyre.net.Target;
import dev.gyre.rotation.Lease;
import dev.gyre.rotation.Leasing;
import dev.gyre.rotation.Leasing.Refused;
import dev.gyre.rotation.Session;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import io.netty.util.concurrent.Promise;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// One question of a client, until it is answered: see [NameLookups]. On its client's event loop.
final class NameLookup {

    /// For messages only.
    private static final int PORT = 53;

    private final Dialer by;
    private final NameService service;
    private final Session session;
    private final ClientQuery query;
    private final Optional<Pending> pending;
    private final Future<?> gone;
    private final Runnable over;
    private final EventLoop loop;
    private final Promise<NameAnswer> result;
    private final Promise<Void> wanted;
    private final PlaceInLine place;
    private final GenericFutureListener<Future<Object>> leaving =
            _ -> giveUp("nobody waits for it");
    private final Set<Egress> tried = new HashSet<>(0);
    private int failed;
    private boolean asking;
    private @Nullable FailureException last;
    private @Nullable Egress lastEgress;

    /// @param pending what rules have yet to say of it
    /// @param gone done when the client is gone
    /// @param over run once, when nothing goes on any more
    NameLookup(
            Dialer by,
            NameService service,
            Session session,
            ClientQuery query,
            Optional<Pending> pending,
            Future<?> gone,
            Runnable over,
            EventLoop loop) {
        this.by = by;
        this.service = service;
        this.session = session;
        this.query = query;
        this.pending = pending;
        this.gone = gone;
        this.over = over;
        this.loop = loop;
        this.result = loop.newPromise();
        this.wanted = loop.newPromise();
        this.place = new PlaceInLine(by.health(), loop, gone, this::next, this::waitedInVain);
    }

    /// @param patience for all attempts together
    Future<NameAnswer> start(Duration patience) {
        Future<?> timer =
                loop.schedule(
                        () -> giveUp("no answer in time"),
                        patience.toNanos(),
                        TimeUnit.NANOSECONDS);
        gone.addListener(leaving);
        result.addListener(_ -> {
            timer.cancel(false);
            gone.removeListener(leaving);
            if (!asking) {
                over.run();
            }
        });
        next();
        return result;
    }

    private void giveUp(String why) {
        if (!result.isDone()) {
            place.passes();
            wanted.cancel(false);
            fail(new FailureException(Failure.DNS_TIMEOUT, why));
        }
    }

    private void next() {
        try {
            lease();
        } catch (Throwable error) {
            // No memory, say. Whoever waits must be told all the same.
            result.tryFailure(error);
        }
    }

    private void lease() {
        if (result.isDone() || loop.isShuttingDown()) {
            place.leave();
            fail(new FailureException(Failure.OVERLOADED, "the proxy ends"));
            return;
        }
        place.lease(this::take, this::ask, this::refused);
    }

    private Leasing take() {
        return by.rotator().leaseForName(session, by.names(), tried);
    }

    private void waitedInVain() {
        by.counts().count(DialEvent.WAITED_IN_VAIN);
        refused(Refused.ALL_FULL);
    }

    private void refused(Refused refused) {
        FailureException before = last;
        fail(
                before != null && refused != Refused.SESSION_LOST
                        ? before
                        : Refusals.failure(refused, new Target(query.host(), PORT), before));
    }

    private void ask(Lease lease) {
        Optional<Denial> denied =
                pending.flatMap(rules ->
                        rules.byOneThatResolves(by.rotator().pool().labels(lease.egress())::has));
        if (denied.isPresent()) {
            lease.unused();
            fail(new DeniedException(denied.get()));
            return;
        }
        long begun = System.nanoTime();
        Optional<JudgedAddresses> addresses = pending.map(rules -> judged(rules, lease.egress()));
        Future<byte[]> reply =
                service.answer(
                        query,
                        by.connector().route(lease.egress(), by.isolation(lease), wanted),
                        addresses.<AddressRule>map(rule -> rule).orElse(AddressRule.ANY),
                        loop);
        if (reply.isSuccess()) {
            // It was known: nothing has left.
            lease.released();
            answered(lease, reply.getNow(), addresses);
        } else {
            asking = true;
            reply.addListener((Future<byte[]> done) -> {
                asking = false;
                if (result.isDone()) {
                    // Nobody's fault; but a name server may have seen it.
                    lease.released();
                    over.run();
                } else {
                    try {
                        ended(lease, System.nanoTime() - begun, done, addresses);
                    } catch (Throwable error) {
                        // Nobody else would end what waits for this.
                        lease.released();
                        result.tryFailure(error);
                    }
                }
            });
        }
    }

    private JudgedAddresses judged(Pending rules, Egress egress) {
        Labels labels = by.rotator().pool().labels(egress);
        return new JudgedAddresses(address -> rules.by(labels::has, address));
    }

    private void ended(
            Lease lease, long nanos, Future<byte[]> done, Optional<JudgedAddresses> addresses) {
        if (done.isSuccess()) {
            // Whether the session has another egress by now does not matter: nothing else will be
            // seen of this one.
            boolean _ = lease.connected(nanos);
            lease.released();
            answered(lease, done.getNow(), addresses);
        } else {
            failed(lease, nanos, Failures.of(done.cause()));
        }
    }

    private void answered(Lease lease, byte[] octets, Optional<JudgedAddresses> addresses) {
        result.trySuccess(
                new NameAnswer(
                        octets,
                        Optional.of(lease.egress()),
                        lease.sessionMoved(),
                        addresses.flatMap(JudgedAddresses::refusal)));
    }

    private void failed(Lease lease, long nanos, FailureException failure) {
        last = failure;
        lastEgress = lease.egress();
        Failure kind = failure.failure();
        boolean moves = Blame.settle(lease, kind, nanos, tried);
        if (kind.anotherEgress() && (!lease.isKept() || moves) && ++failed < by.attempts()) {
            next();
        } else {
            fail(failure);
        }
    }

    private void fail(FailureException failure) {
        result.trySuccess(
                new NameAnswer(
                        service.failure(query, failure),
                        Optional.ofNullable(lastEgress),
                        false,
                        Optional.of(failure)));
    }
}
