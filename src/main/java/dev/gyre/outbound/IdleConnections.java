package dev.gyre.outbound;

import dev.gyre.egress.Egress;
import dev.gyre.net.Isolation;
import dev.gyre.net.Target;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Open connections of one event loop that wait for their next request, by isolation key, egress and target. When a key ends,
/// those under it are closed.
///
/// Lives on its event loop. Bounded: beyond the most, of one key or of all, the one that waited longest is closed.
public final class IdleConnections {

    private record Way(Egress egress, Target target) {}

    private record Parked(Isolation isolation, Way way, Channel channel, long since) {}

    /// The connections of one isolation key. Stays until the key ends, even without any, since its end is asked for only once.
    private static final class Partition {
        private final Map<Way, Deque<Parked>> byWay = new HashMap<>(4);
        private final SequencedSet<Parked> oldestFirst = new LinkedHashSet<>(4);
    }

    private final EventLoop loop;
    private final int most;
    private final int mostOfOne;
    private final Allowance all;
    private final Supplier<Duration> idle;
    private final Predicate<Egress> stays;
    private final Map<Isolation, Partition> partitions = new HashMap<>();
    private final SequencedSet<Parked> oldestFirst = new LinkedHashSet<>();
    private @Nullable ScheduledFuture<?> sweep;

    /// None that was parked before is used any more.
    private volatile long usableSince = System.nanoTime();

    /// @param most how many may wait on this loop
    /// @param mostOfOne how many of them under one key; [Isolation#SHARED] may have them all
    /// @param all how many may wait in the whole proxy; more are closed instead
    /// @param idle how long at that time a connection waits before it is closed
    /// @param stays whether an egress is still in use; connections by others don't wait
    public IdleConnections(
            EventLoop loop,
            int most,
            int mostOfOne,
            Allowance all,
            Supplier<Duration> idle,
            Predicate<Egress> stays) {
        this.loop = loop;
        this.most = most;
        this.mostOfOne = mostOfOne;
        this.all = all;
        this.idle = idle;
        this.stays = stays;
    }

    /// The connection that was parked last under this key for this egress and target, if one is still good. The caller owns it.
    Optional<Channel> take(Isolation isolation, Egress egress, Target target) {
        Partition partition = partitions.get(isolation);
        Deque<Parked> waiting =
                partition == null ? null : partition.byWay.get(new Way(egress, target));
        Parked parked = waiting == null ? null : waiting.peekLast();
        if (parked == null || !isolation.keeps() || parked.since - usableSince < 0) {
            return Optional.empty();
        }
        forget(parked);
        OutboundPipeline.unpark(parked.channel);
        return Optional.of(parked.channel);
    }

    /// Keeps a connection on which an exchange has ended in full. Its pipeline has no handler left but those of its way out.
    public void park(Isolation isolation, Egress egress, Target target, Channel channel) {
        if (!isolation.keeps() || !stays.test(egress)) {
            channel.close();
            return;
        }
        Partition partition = partition(isolation);
        // Asked once more: a key that ended a moment ago has taken its partition away again.
        if (!channel.isActive() || !isolation.keeps() || !all.take()) {
            channel.close();
            return;
        }
        Way way = new Way(egress, target);
        Parked parked = new Parked(isolation, way, channel, System.nanoTime());
        partition.byWay.computeIfAbsent(way, _ -> new ArrayDeque<>(2)).addLast(parked);
        partition.oldestFirst.add(parked);
        oldestFirst.add(parked);
        OutboundPipeline.park(channel, new ParkedGuard(() -> forget(parked)));
        channel.config().setAutoRead(true);
        if (isolation != Isolation.SHARED && partition.oldestFirst.size() > mostOfOne) {
            drop(partition.oldestFirst.getFirst());
        }
        if (oldestFirst.size() > most) {
            drop(oldestFirst.getFirst());
        }
        if (sweep == null && !oldestFirst.isEmpty()) {
            schedule(idle.get().toNanos());
        }
    }

    /// Closes those whose egress is no longer in use. On any thread: it is done on the loop's own, soon.
    public void closeThoseThatLeft() {
        try {
            loop.execute(() ->
                    List.copyOf(oldestFirst).stream()
                            .filter(parked -> !stays.test(parked.way.egress))
                            .forEach(this::drop));
        } catch (RejectedExecutionException stopped) {
            // The loop has ended, and all of its connections with it.
        }
    }

    /// The settings are others: closes those that have waited long enough by them. On any thread: it is done on the loop's own, soon.
    ///
    /// @param all whether none may go on waiting
    public void reviewed(boolean all) {
        if (all) {
            // A request may come before the loop closes them.
            usableSince = System.nanoTime();
        }
        try {
            loop.execute(() -> {
                if (all) {
                    List.copyOf(oldestFirst).forEach(this::drop);
                }
                if (sweep != null) {
                    sweep.cancel(false);
                }
                sweep();
            });
        } catch (RejectedExecutionException stopped) {
            // The loop has ended, and all of its connections with it.
        }
    }

    private Partition partition(Isolation isolation) {
        Partition known = partitions.get(isolation);
        if (known != null) {
            return known;
        }
        Partition fresh = new Partition();
        partitions.put(isolation, fresh);
        isolation.onEnd(this, () -> ended(isolation));
        return fresh;
    }

    private void ended(Isolation isolation) {
        if (loop.inEventLoop()) {
            close(isolation);
            return;
        }
        try {
            loop.execute(() -> close(isolation));
        } catch (RejectedExecutionException stopped) {
            // The loop has ended, and all of its connections with it.
        }
    }

    private void close(Isolation isolation) {
        Partition partition = partitions.remove(isolation);
        if (partition != null) {
            for (Parked parked : List.copyOf(partition.oldestFirst)) {
                all.giveBack();
                oldestFirst.remove(parked);
                parked.channel.close();
            }
            partition.oldestFirst.clear();
        }
    }

    private void schedule(long nanos) {
        sweep = loop.schedule(this::sweep, nanos, TimeUnit.NANOSECONDS);
    }

    private void sweep() {
        sweep = null;
        long now = System.nanoTime();
        while (!oldestFirst.isEmpty()) {
            Parked parked = oldestFirst.getFirst();
            long left = parked.since + idle.get().toNanos() - now;
            if (left > 0) {
                schedule(left);
                return;
            }
            drop(parked);
        }
    }

    private void drop(Parked parked) {
        forget(parked);
        parked.channel.close();
    }

    private void forget(Parked parked) {
        Partition partition = partitions.get(parked.isolation);
        if (partition == null || !partition.oldestFirst.remove(parked)) {
            return;
        }
        oldestFirst.remove(parked);
        all.giveBack();
        Deque<Parked> waiting = partition.byWay.get(parked.way);
        if (waiting != null && waiting.remove(parked) && waiting.isEmpty()) {
            partition.byWay.remove(parked.way);
        }
    }
}
