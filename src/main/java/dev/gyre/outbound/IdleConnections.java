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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Open connections of one event loop that wait for their next request, by isolation key, egress and target. When a key ends,
/// those under it are closed.
///
/// Lives on its event loop. Bounded: beyond the most, of one key or of all, the one that waited longest is closed.
public final class IdleConnections {

    /// Of all that is looked up here, on the way of each request.
    private static final class Way {
        private final Egress egress;
        private final Target target;
        private final int hash;

        private Way(Egress egress, Target target) {
            this.egress = egress;
            this.target = target;
            this.hash = 31 * egress.hashCode() + target.hashCode();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Way way
                    && hash == way.hash
                    && target.equals(way.target)
                    && egress.equals(way.egress);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    private static final class Parked {
        private final Partition partition;
        private final Way way;
        private final Channel channel;
        private final Reusable speaker;
        private final long since = System.nanoTime();
        private final Row.Spot<Parked> spot;
        private final Row.Spot<Parked> spotOfAll;
        private boolean gone;

        private Parked(
                Partition partition, Way way, Channel channel, Reusable speaker, Row<Parked> all) {
            this.partition = partition;
            this.way = way;
            this.channel = channel;
            this.speaker = speaker;
            this.spot = partition.oldestFirst.add(this);
            this.spotOfAll = all.add(this);
        }
    }

    /// The connections of one isolation key. Stays until the key ends, even without any, since its end is asked for only once.
    private static final class Partition {
        private final Map<Way, Deque<Parked>> byWay = new HashMap<>(4);
        private final Row<Parked> oldestFirst = new Row<>();
    }

    private final EventLoop loop;
    private final int most;
    private final int mostOfOne;
    private final Allowance all;
    private final Supplier<Duration> idle;
    private final Predicate<Egress> stays;
    private final Map<Isolation, Partition> partitions = new HashMap<>();
    private final Row<Parked> oldestFirst = new Row<>();
    private @Nullable ScheduledFuture<?> sweep;

    /// None that was begun to be opened before is used any more.
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
        if (parked == null || !isolation.keeps() || isTooOld(parked.speaker)) {
            return Optional.empty();
        }
        forget(parked);
        parked.speaker.wakes();
        return Optional.of(parked.channel);
    }

    /// Keeps a connection on which an exchange has ended in full.
    ///
    /// @param speaker speaks on it, and goes on with that at the next exchange
    public void park(
            Isolation isolation, Egress egress, Target target, Channel channel, Reusable speaker) {
        if (!isolation.keeps() || !stays.test(egress) || isTooOld(speaker)) {
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
        Parked parked = new Parked(partition, way, channel, speaker, oldestFirst);
        partition.byWay.computeIfAbsent(way, _ -> new ArrayDeque<>(2)).addLast(parked);
        speaker.rests(() -> forget(parked));
        channel.config().setAutoRead(true);
        if (isolation != Isolation.SHARED && partition.oldestFirst.size() > mostOfOne) {
            dropFirst(partition.oldestFirst);
        }
        if (oldestFirst.size() > most) {
            dropFirst(oldestFirst);
        }
        if (sweep == null && oldestFirst.size() > 0) {
            schedule(idle.get().toNanos());
        }
    }

    /// What was under way when others were closed may lead where nobody may go any more.
    private boolean isTooOld(Reusable speaker) {
        return speaker.begunNanos() - usableSince < 0;
    }

    /// Closes those whose egress is no longer in use. On any thread: it is done on the loop's own, soon.
    public void closeThoseThatLeft() {
        try {
            loop.execute(() ->
                    oldestFirst.all().stream()
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
                    oldestFirst.all().forEach(this::drop);
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
            partition.oldestFirst.all().forEach(this::drop);
        }
    }

    private void schedule(long nanos) {
        sweep = loop.schedule(this::sweep, nanos, TimeUnit.NANOSECONDS);
    }

    private void sweep() {
        sweep = null;
        long now = System.nanoTime();
        for (Parked parked = oldestFirst.first(); parked != null; parked = oldestFirst.first()) {
            long left = parked.since + idle.get().toNanos() - now;
            if (left > 0) {
                schedule(left);
                return;
            }
            drop(parked);
        }
    }

    private void dropFirst(Row<Parked> row) {
        Parked first = row.first();
        if (first != null) {
            drop(first);
        }
    }

    private void drop(Parked parked) {
        forget(parked);
        parked.channel.close();
    }

    private void forget(Parked parked) {
        if (parked.gone) {
            return;
        }
        parked.gone = true;
        Partition partition = parked.partition;
        partition.oldestFirst.take(parked.spot);
        oldestFirst.take(parked.spotOfAll);
        all.giveBack();
        Deque<Parked> waiting = partition.byWay.get(parked.way);
        // The one that came last is the one that is taken, mostly.
        if (waiting != null && waiting.removeLastOccurrence(parked) && waiting.isEmpty()) {
            partition.byWay.remove(parked.way);
        }
    }
}
