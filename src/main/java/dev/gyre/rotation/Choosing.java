package dev.gyre.rotation;

import dev.gyre.egress.Egress;
import dev.gyre.egress.PoolView;
import dev.gyre.egress.Succession;
import dev.gyre.health.Health;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/// By what all choices of a rotator go. Safe for all threads.
final class Choosing {

    static final Order HASHED = new Order.Hashed();

    /// While any egress that is out may be tried, one request in so many does, as long as others work: a trial may cost it time.
    private static final int TRIAL_EACH = 8;

    /// One session in so many that have a place of their own in the pool: it would be elsewhere for a while.
    private static final int MISPLACED_EACH = 32;

    private final RotationSettings settings;
    private final RotationCounts counts;
    private final Health health;
    private final RecentPicks recent;
    private final @Nullable SiteHistories histories;
    private final Order order;
    private final Order neighbours;
    private final AtomicInteger free = new AtomicInteger();
    private final AtomicInteger placed = new AtomicInteger();
    private final ToIntFunction<Egress> weights;
    private final Supplier<RandomGenerator> random;
    private final LongSupplier nanoTime;

    /// The last view of which all was out.
    private volatile @Nullable AllOut allOut;

    /// @param improvements as [Health#improvements] was then
    private record AllOut(PoolView view, long improvements) {}

    /// @param weights the weight of an egress
    Choosing(
            RotationSettings settings,
            RotationCounts counts,
            Health health,
            ToIntFunction<Egress> weights,
            Supplier<RandomGenerator> random,
            LongSupplier nanoTime) {
        this(settings, counts, health, weights, random, nanoTime, null);
    }

    /// @param before what is gone on from
    private Choosing(
            RotationSettings settings,
            RotationCounts counts,
            Health health,
            ToIntFunction<Egress> weights,
            Supplier<RandomGenerator> random,
            LongSupplier nanoTime,
            @Nullable Choosing before) {
        this.settings = settings;
        this.counts = counts;
        this.health = health;
        this.weights = weights;
        this.random = random;
        this.nanoTime = nanoTime;
        this.recent = before == null ? new RecentPicks() : before.recent;
        boolean sameDistance =
                before != null && settings.distance().equals(before.settings.distance());
        this.histories =
                before != null && sameDistance ? before.histories : histories(settings, nanoTime);
        this.neighbours = new Order.Random(random);
        this.order =
                before != null && before.settings.pick() == settings.pick()
                        ? before.order
                        : order(settings.pick());
    }

    private static @Nullable SiteHistories histories(
            RotationSettings settings, LongSupplier nanoTime) {
        return settings.distance().equals(ReuseDistance.NONE)
                ? null
                : new SiteHistories(settings.distance(), nanoTime);
    }

    private Order order(Pick pick) {
        return switch (pick) {
            case RANDOM -> new Order.Random(random);
            case ROUND_ROBIN -> new Order.InTurn(new Cursors(), false);
            case WEIGHTED -> new Order.InTurn(new Cursors(), true);
            case LEAST_USED -> new LeastUsed(health, weights, random);
            case FASTEST -> new Fastest(health, random);
            case HASH -> HASHED;
        };
    }

    /// The same by other settings. What they have in common goes on: whose turn it is, what sites have seen.
    Choosing with(RotationSettings next) {
        return new Choosing(next, counts, health, weights, random, nanoTime, this);
    }

    /// Another pool is about to be gone by. Blocks.
    ///
    /// @return has this order go on there
    Runnable goOn(Succession pools) {
        return order instanceof Order.InTurn(Cursors cursors, boolean weighted)
                ? cursors.goOn(pools, weighted)
                : () -> {};
    }

    RotationSettings settings() {
        return settings;
    }

    RotationCounts counts() {
        return counts;
    }

    Health health() {
        return health;
    }

    RecentPicks recent() {
        return recent;
    }

    @Nullable SiteHistories histories() {
        return histories;
    }

    Order order() {
        return order;
    }

    /// For those that a session may move to.
    Order neighbours() {
        return neighbours;
    }

    /// Whether the order goes by what is under way by each egress, or by how long it takes.
    boolean measures() {
        return settings.pick() == Pick.LEAST_USED || settings.pick() == Pick.FASTEST;
    }

    /// Whether this request is to try one that is out, if it can. Asked only while there may be one.
    ///
    /// @param hasPlace whether its session has a place of its own
    boolean isTimeForTrial(boolean hasPlace) {
        AtomicInteger turns = hasPlace ? placed : free;
        return Math.floorMod(turns.getAndIncrement(), hasPlace ? MISPLACED_EACH : TRIAL_EACH) == 0;
    }

    /// Notes that all of a view was out.
    void isOut(PoolView view, long improvements) {
        allOut = new AllOut(view, improvements);
    }

    /// Whether all of a view was out, and can't be otherwise now: nobody need look again.
    boolean isOut(PoolView view) {
        AllOut known = allOut;
        return known != null && known.view == view && known.improvements == health.improvements();
    }
}
