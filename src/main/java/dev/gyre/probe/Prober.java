package dev.gyre.probe;

import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressPool;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Tries every egress of the pool again and again, one round after the other, spread evenly over the time of a round, so that
/// targets and hops see no bursts.
///
/// - **Bound:** so many at a time and in a second as the settings say; a round that would need more takes longer. Of a range,
///   [#PER_RANGE] addresses are tried in each round, others each time.
/// - **Out of use:** an egress that is out is tried when its time is over, not before.
///
/// Safe for all threads; works on one event loop, and has each probe on another in turn.
public final class Prober implements AutoCloseable {

    /// How many addresses of a range are tried in a round.
    static final int PER_RANGE = 8;

    private final ProbeSettings settings;
    private final Probe probe;
    private final Lessons lessons;
    private final Supplier<RandomGenerator> random;
    private final EventLoopGroup loops;
    private final EventLoop loop;
    private final Set<Egress> running = new HashSet<>();
    private final Future<?> seconds;

    private List<Egress> round = List.of();
    private int next;

    /// How many probes have begun in this second.
    private int begun;

    private EgressPool pool;
    private @Nullable Future<?> timer;
    private boolean closed;
    private boolean gathering;

    /// Starts.
    ///
    /// @param random gives the generator of the calling thread
    public Prober(
            ProbeSettings settings,
            Probe probe,
            Lessons lessons,
            EgressPool pool,
            Supplier<RandomGenerator> random,
            EventLoopGroup loops) {
        this.settings = settings;
        this.probe = probe;
        this.lessons = lessons;
        this.pool = pool;
        this.random = random;
        this.loops = loops;
        this.loop = loops.next();
        this.seconds = loop.scheduleWithFixedDelay(this::second, 1, 1, TimeUnit.SECONDS);
        loop.execute(this::begin);
    }

    /// Goes on with another pool, from a new round on.
    public void use(EgressPool other) {
        loop.execute(() -> {
            pool = other;
            begin();
        });
    }

    /// Begins no more probes; those that run come to their end.
    @Override
    public void close() {
        if (!loop.isShuttingDown()) {
            loop.execute(() -> {
                closed = true;
                cancel();
                seconds.cancel(false);
            });
        }
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void begin() {
        cancel();
        if (closed) {
            return;
        }
        round = List.of();
        next = 0;
        if (!gathering) {
            gathering = true;
            EgressPool of = pool;
            // A large pool takes longer than a loop may be busy.
            Thread.ofVirtual().name("probes").start(() -> gather(of));
        }
    }

    private void gather(EgressPool of) {
        List<Egress> all = new ArrayList<>();
        try {
            all.addAll(Sample.of(of, PER_RANGE, random.get()));
            all.removeIf(egress -> !probe.isFor(egress));
            Collections.shuffle(all, Random.from(random.get()));
            probe.compareBy(all);
        } finally {
            if (!loop.isShuttingDown()) {
                loop.execute(() -> gathered(of, all));
            }
        }
    }

    private void gathered(EgressPool of, List<Egress> all) {
        gathering = false;
        if (closed) {
            return;
        }
        if (of != pool) {
            begin();
            return;
        }
        round = all;
        schedule();
    }

    /// The time between two probes of a round of so many: never less than the rate allows.
    static Duration gap(ProbeSettings settings, int egresses) {
        Duration even = settings.every().dividedBy(Math.max(1, egresses));
        Duration least = Duration.ofSeconds(1).dividedBy(settings.perSecond());
        return even.compareTo(least) > 0 ? even : least;
    }

    /// The next one comes after the gap, from three quarters of it to five: who watches sees no clock. Not earlier than the rate allows.
    private void schedule() {
        long gap = gap(settings, round.size()).toNanos();
        long least = TimeUnit.SECONDS.toNanos(1) / settings.perSecond();
        long jittered = gap * 3 / 4 + random.get().nextLong(gap / 2 + 1);
        timer = loop.schedule(this::tick, Math.max(least, jittered), TimeUnit.NANOSECONDS);
    }

    private void tick() {
        if (closed) {
            return;
        }
        if (next == round.size()) {
            begin();
            return;
        }
        // When there is no room this one waits for the next tick, so that the round takes longer.
        if (hasRoom()) {
            Egress egress = round.get(next++);
            if (!lessons.isOut(egress)) {
                examine(egress);
            }
        }
        schedule();
    }

    /// Once in a second: those whose time out of use is over.
    private void second() {
        begun = 0;
        int most = Math.min(settings.perSecond(), settings.concurrency() - running.size());
        if (closed || most <= 0) {
            return;
        }
        for (Egress egress : lessons.due(most)) {
            if (hasRoom() && pool.contains(egress) && probe.isFor(egress)) {
                examine(egress);
            }
        }
    }

    private boolean hasRoom() {
        return running.size() < settings.concurrency() && begun < settings.perSecond();
    }

    private void examine(Egress egress) {
        if (!running.add(egress)) {
            return;
        }
        begun++;
        probe.examine(egress, loops.next())
                .addListener((Future<Examined> done) -> {
                    if (done.isSuccess()) {
                        learn(done.getNow());
                    }
                    if (!loop.isShuttingDown()) {
                        loop.execute(() -> running.remove(egress));
                    }
                });
    }

    private void learn(Examined examined) {
        lessons.probed(examined.egress(), examined.works(), examined.connected());
        examined.grade().ifPresent(grade -> lessons.graded(examined.egress(), grade));
    }
}
