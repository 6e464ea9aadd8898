package dev.gyre.outbound;

import dev.gyre.egress.Egress;
import dev.gyre.net.Target;

import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Open connections that wait for their next request, by egress and target. Who shares one of these shares connections: there
/// is one for each session, or one for each event loop where any request of an egress may have them.
///
/// Lives on one event loop. Bounded: beyond `most` the one that waited longest is closed.
public final class IdleConnections {

    private record Key(Egress egress, Target target) {}

    private record Parked(Key key, Channel channel, long since) {}

    private final int most;
    private final Allowance all;
    private final long idleNanos;
    private final Map<Key, Deque<Parked>> byKey = new HashMap<>();
    private final Set<Parked> oldestFirst = new LinkedHashSet<>();
    private @Nullable ScheduledFuture<?> sweep;

    /// @param all how many may wait in the whole proxy; more are closed instead
    /// @param idle how long a connection waits before it is closed
    public IdleConnections(int most, Allowance all, Duration idle) {
        this.most = most;
        this.all = all;
        this.idleNanos = idle.toNanos();
    }

    /// The connection that was parked last for this egress and target, if one is still good. The caller owns it.
    Optional<Channel> take(Egress egress, Target target) {
        Deque<Parked> waiting = byKey.get(new Key(egress, target));
        Parked parked = waiting == null ? null : waiting.peekLast();
        if (parked == null) {
            return Optional.empty();
        }
        forget(parked);
        OutboundPipeline.unpark(parked.channel);
        return Optional.of(parked.channel);
    }

    /// Keeps a connection on which an exchange has ended in full. Its pipeline has no handler left but those of its way out.
    public void park(Egress egress, Target target, Channel channel) {
        if (!channel.isActive() || !all.take()) {
            channel.close();
            return;
        }
        Parked parked = new Parked(new Key(egress, target), channel, System.nanoTime());
        byKey.computeIfAbsent(parked.key, _ -> new ArrayDeque<>(2)).addLast(parked);
        oldestFirst.add(parked);
        OutboundPipeline.park(channel, new ParkedGuard(() -> forget(parked)));
        channel.config().setAutoRead(true);
        if (oldestFirst.size() > most) {
            drop(oldestFirst.iterator().next());
        }
        if (sweep == null && !oldestFirst.isEmpty()) {
            schedule(channel, idleNanos);
        }
    }

    /// Closes them all.
    public void close() {
        List<Parked> all = new ArrayList<>(oldestFirst);
        all.forEach(this::drop);
        if (sweep != null) {
            sweep.cancel(false);
            sweep = null;
        }
    }

    private void schedule(Channel channel, long nanos) {
        sweep = channel.eventLoop().schedule(() -> sweep(channel), nanos, TimeUnit.NANOSECONDS);
    }

    private void sweep(Channel channel) {
        sweep = null;
        long now = System.nanoTime();
        Iterator<Parked> oldest = List.copyOf(oldestFirst).iterator();
        while (oldest.hasNext()) {
            Parked parked = oldest.next();
            long left = parked.since + idleNanos - now;
            if (left > 0) {
                schedule(channel, left);
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
        if (oldestFirst.remove(parked)) {
            all.giveBack();
            Deque<Parked> waiting = byKey.get(parked.key);
            if (waiting != null && waiting.remove(parked) && waiting.isEmpty()) {
                byKey.remove(parked.key);
            }
        }
    }
}
