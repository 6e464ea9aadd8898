package dev.gyre.dns;

import dev.gyre.dns.DnsSettings.Dnssec;
import dev.gyre.dns.DnsSettings.Order;
import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// Has questions answered, by the rules of the settings, and what they come to settled. Safe for all threads; so many may be open.
final class Questions {

    static final int MAX_IN_FLIGHT = 1000;

    private final DnsSettings settings;
    private final Timing timing;
    private final SecureRandom random;
    private final ServerStates states;
    private final Validation.Rules rules;
    private final AtomicInteger inFlight = new AtomicInteger();

    Questions(DnsSettings settings, Timing timing, SecureRandom random, LongSupplier nanoTime) {
        this.settings = settings;
        this.timing = timing;
        this.random = random;
        this.states = new ServerStates(nanoTime);
        this.rules =
                new Validation.Rules(
                        TrustAnchors.of(settings.anchors()),
                        settings.dnssec() == Dnssec.REQUIRE,
                        InstantSource.system());
    }

    /// Begins with a question that [RouteMemory#join] said is to be asked, and settles it there.
    void begin(Question question, Visit visit, RouteMemory memory) {
        if (inFlight.incrementAndGet() > MAX_IN_FLIGHT) {
            inFlight.decrementAndGet();
            fail(memory.settle(question), Failure.OVERLOADED, "too many questions are open");
            return;
        }
        try {
            visit.loop().execute(() -> start(question, visit, memory));
        } catch (RejectedExecutionException shuttingDown) {
            inFlight.decrementAndGet();
            fail(memory.settle(question), Failure.INTERNAL, "the event loop is shut down");
        }
    }

    private void start(Question question, Visit visit, RouteMemory memory) {
        Future<Finding> lookup;
        try {
            lookup = Lookup.start(question, source(visit, memory), visit.audience(), visit.loop());
        } catch (Throwable error) {
            // No memory, say. Whoever waits must be told all the same.
            lookup = visit.loop().newFailedFuture(error);
        }
        lookup.addListener(
                (FutureListener<Finding>)
                        done -> {
                            inFlight.decrementAndGet();
                            settle(done, question, visit, memory);
                        });
    }

    /// In a task of its own: Netty puts off what listeners deep within listeners wait for, such as that a channel is registered, and
    /// whoever waits here opens one.
    private static void settle(
            Future<Finding> done, Question question, Visit visit, RouteMemory memory) {
        try {
            visit.loop().execute(() -> finish(done, question, memory));
        } catch (RejectedExecutionException shuttingDown) {
            finish(done, question, memory);
        }
    }

    private Function<Question, Future<Lookup.Checked>> source(Visit visit, RouteMemory memory) {
        long deadline = System.nanoTime() + timing.overall().toNanos();
        if (settings.dnssec() == Dnssec.OFF) {
            return question -> unchecked(ask(question, visit, visit.servers(), deadline), visit);
        }
        Trusted trusted =
                new Trusted(visit, (question, servers) -> ask(question, visit, servers, deadline));
        Validation validation =
                new Validation(
                        visit, rules, memory.zones(), trusted::ask, trusted::distrust, deadline);
        return validation::ask;
    }

    private Future<Asking.Got> ask(
            Question question, Visit visit, List<NameServer> servers, long deadline) {
        return Asking.start(
                question,
                visit,
                servers,
                settings.order() == Order.RACE ? 2 : 1,
                timing,
                random,
                states,
                deadline);
    }

    private static Future<Lookup.Checked> unchecked(Future<Asking.Got> got, Visit visit) {
        Promise<Lookup.Checked> checked = visit.loop().newPromise();
        got.addListener(
                (FutureListener<Asking.Got>)
                        done -> {
                            if (done.isSuccess()) {
                                checked.trySuccess(Lookup.Checked.not(done.getNow().message()));
                            } else {
                                checked.tryFailure(done.cause());
                            }
                        });
        return checked;
    }

    private static void finish(Future<Finding> done, Question question, RouteMemory memory) {
        if (done.isSuccess()) {
            Finding finding = done.getNow();
            memory.settle(question, finding).forEach(waiter -> waiter.trySuccess(finding));
            return;
        }
        // What must not be believed is no reason to go back to what was believed before.
        Optional<Finding> stale =
                done.cause() instanceof BogusException ? Optional.empty() : memory.stale(question);
        for (Promise<Finding> waiter : memory.settle(question)) {
            if (stale.isPresent()) {
                waiter.trySuccess(stale.get());
            } else {
                waiter.tryFailure(done.cause());
            }
        }
    }

    private static void fail(List<Promise<Finding>> waiters, Failure failure, String why) {
        for (Promise<Finding> waiter : waiters) {
            waiter.tryFailure(new FailureException(failure, why));
        }
    }
}
