package dev.gyre.dns;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;
import dev.gyre.net.Host;
import dev.gyre.net.Isolation;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;

import org.xbill.DNS.Name;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/// Asks the configured name servers over sockets of the event loop that is given. Has no threads
/// and nothing to close.
///
/// Equal questions of one route that are open at a time are asked once; of all, 1,000 may be open.
/// Answers are kept per route, 256 each for the 1,024 routes used last.
public final class NettyResolver implements Resolver {

    static final int MAX_IN_FLIGHT = 1000;

    private final NameServers servers;
    private final Timing timing;
    private final RouteMemories memories;
    private final SecureRandom random = new SecureRandom();
    private final AtomicInteger inFlight = new AtomicInteger();

    /// @param settings the name servers to ask
    public NettyResolver(DnsSettings settings) {
        this(settings, Timing.STANDARD, System::nanoTime);
    }

    /// @param nanoTime the clock by which answers grow old
    NettyResolver(DnsSettings settings, Timing timing, LongSupplier nanoTime) {
        this.servers = new NameServers(settings.servers(), settings.bootstrap());
        this.timing = timing;
        this.memories = new RouteMemories(nanoTime);
    }

    @Override
    public Future<Answer> resolve(Host.Name name, Route route, Families families, EventLoop loop) {
        Optional<Answer> special = SpecialNames.answer(name.text(), families);
        if (special.isPresent()) {
            return loop.newSucceededFuture(special.get());
        }
        Optional<Name> wireName = NameText.parse(name.text());
        if (wireName.isEmpty()) {
            return loop.newSucceededFuture(new Answer.NoSuchName());
        }
        RouteMemory memory = memories.of(route);
        return switch (families) {
            case IPV4 -> ask(new Question(wireName.get(), Kind.A), route, memory, loop);
            case IPV6 -> ask(new Question(wireName.get(), Kind.AAAA), route, memory, loop);
            case BOTH ->
                    BothFamilies.merge(
                            ask(new Question(wireName.get(), Kind.AAAA), route, memory, loop),
                            ask(new Question(wireName.get(), Kind.A), route, memory, loop),
                            loop,
                            timing.straggler());
        };
    }

    @Override
    public boolean canAsk(InetAddress source) {
        return !servers.by(new Route.FromSource(source, Isolation.NOTHING_KEPT)).isEmpty();
    }

    private Future<Answer> ask(Question question, Route route, RouteMemory memory, EventLoop loop) {
        Promise<Answer> promise = loop.newPromise();
        switch (memory.join(question, promise)) {
            case RouteMemory.Turn.Known(Answer answer) -> promise.setSuccess(answer);
            case RouteMemory.Turn.Joined() -> {}
            case RouteMemory.Turn.First() -> begin(question, route, memory, loop);
        }
        return promise;
    }

    private void begin(Question question, Route route, RouteMemory memory, EventLoop loop) {
        if (inFlight.incrementAndGet() > MAX_IN_FLIGHT) {
            fail(memory.settle(question), Failure.OVERLOADED, "too many questions are open");
            inFlight.decrementAndGet();
            return;
        }
        try {
            loop.execute(() -> start(question, route, memory, loop));
        } catch (RejectedExecutionException shuttingDown) {
            inFlight.decrementAndGet();
            fail(memory.settle(question), Failure.INTERNAL, "the event loop is shut down");
        }
    }

    private void start(Question question, Route route, RouteMemory memory, EventLoop loop) {
        Future<Lookup.Outcome> lookup;
        try {
            lookup = Lookup.start(question, route, servers.by(route), loop, timing, random);
        } catch (Throwable error) {
            // No memory, say. Whoever waits must be told all the same.
            lookup = loop.newFailedFuture(error);
        }
        lookup.addListener(
                (FutureListener<Lookup.Outcome>)
                        done -> {
                            inFlight.decrementAndGet();
                            finish(done, question, memory);
                        });
    }

    private static void finish(Future<Lookup.Outcome> done, Question question, RouteMemory memory) {
        if (done.isSuccess()) {
            Lookup.Outcome outcome = done.getNow();
            for (Promise<Answer> waiter : memory.settle(question, outcome)) {
                waiter.trySuccess(outcome.answer());
            }
        } else {
            for (Promise<Answer> waiter : memory.settle(question)) {
                waiter.tryFailure(done.cause());
            }
        }
    }

    private static void fail(List<Promise<Answer>> waiters, Failure failure, String why) {
        for (Promise<Answer> waiter : waiters) {
            waiter.tryFailure(new FailureException(failure, why));
        }
    }
}
