package dev.gyre.rotation;

import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.PoolView;
import dev.gyre.egress.Reach;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Chooses the egress for each request. Safe for all threads; knows nothing of connections.
public final class Rotator {

    private final EgressPool pool;
    private final RotationSettings settings;
    private final Setbacks setbacks;
    private final RecentPicks recent = new RecentPicks();
    private final Order[] orders;

    /// @param random the source of randomness of the calling thread
    /// @param nanoTime a clock that never goes back
    public Rotator(
            EgressPool pool,
            RotationSettings settings,
            Supplier<RandomGenerator> random,
            LongSupplier nanoTime) {
        this.pool = pool;
        this.settings = settings;
        this.setbacks = new Setbacks(nanoTime);
        this.orders =
                IntStream.rangeClosed(0, Reach.ALL.bits())
                        .mapToObj(_ ->
                                switch (settings.pick()) {
                                    case RANDOM -> new Order.Random(random);
                                    case ROUND_ROBIN -> new Order.RoundRobin();
                                })
                        .toArray(Order[]::new);
    }

    /// The session of a client connection's first request.
    public Session begin(InetAddress client) {
        return new Session(client, null);
    }

    /// The session of the request that follows one of this session on the same client connection: the same session, or one of
    /// its own, as `rotate.every` says.
    public Session follow(Session before) {
        return switch (settings.every()) {
            case REQUEST -> new Session(before.client(), before.current().orElse(null));
            case CONNECTION -> before;
        };
    }

    /// Whether a session may outlive the request that it was begun for.
    public boolean sessionsLast() {
        return settings.every() == RotationSettings.Every.CONNECTION;
    }

    /// An egress for a request of this session, or nothing when none is left.
    ///
    /// Never one that was tried. Then, as long as there is a choice: none that failed a short while ago, not the one that the
    /// request before left by, and not the one that this client was given last.
    ///
    /// @param wanted the kinds of addresses that the target may have
    /// @param tried what failed for this very request
    public Optional<Lease> lease(Session session, Reach wanted, Set<Egress> tried) {
        Optional<Egress> kept =
                session.current()
                        .filter(egress -> !tried.contains(egress))
                        .filter(egress -> egress.reach().meets(wanted))
                        .filter(egress -> !setbacks.holds(egress));
        Optional<Egress> chosen = kept.isPresent() ? kept : pick(session, wanted, tried);
        chosen.ifPresent(egress -> {
            session.leavesBy(egress);
            recent.picked(session.client(), egress);
        });
        return chosen.map(egress -> new Lease(egress, setbacks));
    }

    private Optional<Egress> pick(Session session, Reach wanted, Set<Egress> tried) {
        PoolView view = pool.reaching(wanted);
        Order order = orders[wanted.bits()];
        @Nullable Egress previous = session.previous().orElse(null);
        @Nullable Egress last = recent.of(session.client()).orElse(null);
        Predicate<Egress> untried = egress -> !tried.contains(egress);
        Predicate<Egress> sound = untried.and(egress -> !setbacks.holds(egress));
        Predicate<Egress> other = sound.and(egress -> !egress.equals(previous));
        Predicate<Egress> fresh = other.and(egress -> !egress.equals(last));
        return order.next(view, fresh)
                .or(() -> order.next(view, other))
                .or(() -> order.next(view, sound))
                .or(() -> order.next(view, untried));
    }
}
