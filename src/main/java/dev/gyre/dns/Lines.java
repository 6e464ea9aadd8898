package dev.gyre.dns;

import io.netty.channel.EventLoop;

import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The connections to name servers that are kept: one for each route, server and event loop, so that nobody's questions go over a
/// connection that another isolation has used. Bounded: the one that was longest unused is kept no longer. When an isolation ends, none
/// of its is kept: what is being asked is still answered. Safe for all threads.
final class Lines implements AutoCloseable {

    /// How long one is kept without a question; servers close theirs about then, too (RFC 7766 section 6.2.3).
    static final Duration IDLE = Duration.ofSeconds(10);

    /// How many are kept where there are descriptors enough.
    static final int MOST = 512;

    private final ServerTls tls;
    private final SecureRandom random;
    private final Duration idle;
    private final Duration opening;
    private final int most;
    private final boolean apart;
    private final Map<Key, Line> byKey = new LinkedHashMap<>(4, 0.75f, true);

    /// @param idle how long one is kept without a question
    /// @param opening how long one may take to come up
    /// @param most how many are kept
    Lines(ServerTls tls, SecureRandom random, Duration idle, Duration opening, int most) {
        this(tls, random, idle, opening, most, false);
    }

    private Lines(
            ServerTls tls,
            SecureRandom random,
            Duration idle,
            Duration opening,
            int most,
            boolean apart) {
        this.tls = tls;
        this.random = random;
        this.idle = idle;
        this.opening = opening;
        this.most = most;
        this.apart = apart;
    }

    private record Key(Route route, NameServer server, EventLoop loop) {}

    /// Others of the same kind, that share none with these: for one look-up after which nothing is to be kept, and which ends them itself.
    Lines apart() {
        return new Lines(tls, random, idle, opening, most, true);
    }

    /// One that is there, or a new one: for a question that is asked at once. On the event loop.
    Line line(Route route, NameServer server, EventLoop loop) {
        Key key = new Key(route, server, loop);
        Line line;
        @Nullable Line eldest = null;
        synchronized (byKey) {
            Line known = byKey.get(key);
            if (known != null) {
                return known;
            }
            line = make(key);
            byKey.put(key, line);
            if (byKey.size() > most) {
                eldest = byKey.remove(byKey.keySet().iterator().next());
            }
        }
        if (eldest != null) {
            eldest.dismiss();
        }
        if (!apart) {
            route.isolation().onEnd(this, () -> forget(route));
        }
        line.start(route, tls, random);
        return line;
    }

    private Line make(Key key) {
        Line[] its = new Line[1];
        its[0] =
                new Line(
                        key.server(),
                        key.loop(),
                        idle,
                        opening,
                        () -> {
                            synchronized (byKey) {
                                byKey.remove(key, its[0]);
                            }
                        });
        return its[0];
    }

    /// How many there are.
    int size() {
        synchronized (byKey) {
            return byKey.size();
        }
    }

    private void forget(Route of) {
        List<Line> its = new ArrayList<>();
        synchronized (byKey) {
            byKey.forEach((key, line) -> {
                if (key.route().isolation() == of.isolation()) {
                    its.add(line);
                }
            });
        }
        its.forEach(Line::dismiss);
    }

    /// Ends all. From any thread.
    @Override
    public void close() {
        List<Line> all;
        synchronized (byKey) {
            all = List.copyOf(byKey.values());
            byKey.clear();
        }
        all.forEach(Line::end);
    }
}
