package dev.gyre.dns;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Which name servers were silent or failed of late, by which way: from the second time in a row they are asked after the others for a
/// while, which doubles each time. Once says little: a server may wait for somebody else's. Says nothing of who asked for what. Bounded; safe for all threads.
final class ServerStates {

    static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(2);
    static final long MOST_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final int MOST = 4096;

    private final LongSupplier nanoTime;
    private final Map<Key, State> failing =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, State> eldest) {
                    return size() > MOST;
                }
            };

    ServerStates(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private record Key(Object way, NameServer server) {}

    /// @param until when it is asked as the others are
    /// @param nanos how long it is set back for; none at first
    private record State(long until, long nanos) {}

    /// Those that work first, each group in the order that was given.
    List<NameServer> sorted(Object way, List<NameServer> servers) {
        synchronized (failing) {
            if (failing.isEmpty()) {
                return servers;
            }
            long now = nanoTime.getAsLong();
            List<NameServer> first = new ArrayList<>(servers.size());
            List<NameServer> last = new ArrayList<>();
            for (NameServer server : servers) {
                State state = failing.get(new Key(way, server));
                (state != null && state.until - now > 0 ? last : first).add(server);
            }
            first.addAll(last);
            return first;
        }
    }

    void failed(Object way, NameServer server) {
        synchronized (failing) {
            Key key = new Key(way, server);
            State before = failing.get(key);
            long now = nanoTime.getAsLong();
            if (before != null && before.until - now > 0) {
                return; // what was under way together counts as one
            }
            long nanos =
                    before == null
                            ? 0
                            : Math.min(MOST_NANOS, Math.max(FIRST_NANOS, before.nanos * 2));
            failing.put(key, new State(now + nanos, nanos));
        }
    }

    void worked(Object way, NameServer server) {
        synchronized (failing) {
            if (!failing.isEmpty()) {
                failing.remove(new Key(way, server));
            }
        }
    }
}
