package dev.gyre.dns;

import io.netty.util.concurrent.Promise;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// What one route has learned, and what it is asking. Never shared with another route: that would
/// link those who use them.
///
/// Safe for use by any thread; holds its lock for a look-up in a map, never while it calls anyone.
final class RouteMemory {

    /// An answer that takes more is not kept.
    static final int MOST_OCTETS = 8192;

    private final Keeping keeping;
    private final LongSupplier nanoTime;
    private final Map<Question, Kept> answers;
    private final KnownZones zones;
    private final Map<Question, List<Promise<Finding>>> waiting = new HashMap<>();

    RouteMemory(Keeping keeping, LongSupplier nanoTime) {
        this.keeping = keeping;
        this.nanoTime = nanoTime;
        this.answers = bounded(keeping.answers());
        this.zones = new KnownZones(keeping, nanoTime);
    }

    private static <V> Map<Question, V> bounded(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Question, V> eldest) {
                return size() > most;
            }
        };
    }

    private static final class Kept {
        private final Finding finding;
        private final long since;
        private final long until;
        private boolean used;
        private boolean renewing;

        private Kept(Finding finding, long since, long until) {
            this.finding = finding;
            this.since = since;
            this.until = until;
        }
    }

    /// What is known of zones on the way to signed names.
    KnownZones zones() {
        return zones;
    }

    /// What is to be done for one who asks.
    sealed interface Turn {
        /// Nothing: the answer is known.
        ///
        /// @param renew whether it is to be asked for anew all the same, for those who come later, and then [#settle]d
        record Known(Finding finding, boolean renew) implements Turn {}

        /// Nothing: the question is on its way, and its answer will be handed to this one too.
        record Joined() implements Turn {}

        /// The question must be asked, and then [#settle]d.
        record First() implements Turn {}
    }

    synchronized Turn join(Question question, Promise<Finding> waiter) {
        @Nullable Kept kept = answers.get(question);
        long now = nanoTime.getAsLong();
        if (kept != null && now - kept.until < 0) {
            return new Turn.Known(left(kept, now), renews(question, kept, now));
        }
        if (kept != null && now - kept.until - keeping.stale().toNanos() >= 0) {
            answers.remove(question);
        }
        @Nullable List<Promise<Finding>> others = waiting.get(question);
        if (others != null) {
            others.add(waiter);
            return new Turn.Joined();
        }
        waiting.put(question, new ArrayList<>(List.of(waiter)));
        return new Turn.First();
    }

    private static Finding left(Kept kept, long now) {
        return kept.finding.holding(TimeUnit.NANOSECONDS.toSeconds(kept.until - now));
    }

    /// Whether it is used again in the last tenth of its time.
    private boolean renews(Question question, Kept kept, long now) {
        boolean due =
                keeping.prefetch()
                        && kept.used
                        && !kept.renewing
                        && (kept.until - now) < (kept.until - kept.since) / 10
                        && !waiting.containsKey(question);
        kept.used = true;
        if (due) {
            kept.renewing = true;
            waiting.put(question, new ArrayList<>());
        }
        return due;
    }

    /// Keeps the answer for as long as it holds.
    ///
    /// @return all who wait for it
    List<Promise<Finding>> settle(Question question, Finding finding) {
        boolean positive = finding.has(question.type());
        long most = (positive ? keeping.most() : keeping.negative()).toSeconds();
        // What was validated is so for no longer than it says itself (RFC 4035 section 5.3.3).
        long least = finding.secure() ? 0 : keeping.least().toSeconds();
        long ttl = Math.min(Math.max(finding.ttl(), least), most);
        boolean stays = ttl > 0 && keeping.answers() > 0 && !finding.takesMoreThan(MOST_OCTETS);
        synchronized (this) {
            if (stays) {
                long now = nanoTime.getAsLong();
                answers.put(question, new Kept(finding, now, now + TimeUnit.SECONDS.toNanos(ttl)));
            }
            return settle(question);
        }
    }

    /// Forgets a question that failed: nothing is kept of it.
    ///
    /// @return all who wait for its answer
    synchronized List<Promise<Finding>> settle(Question question) {
        @Nullable Kept kept = answers.get(question);
        if (kept != null) {
            kept.renewing = false;
        }
        @Nullable List<Promise<Finding>> waiters = waiting.remove(question);
        return waiters == null ? List.of() : waiters;
    }

    /// An answer whose time is over, but not for long: for when no server answers (RFC 8767).
    synchronized Optional<Finding> stale(Question question) {
        @Nullable Kept kept = answers.get(question);
        return kept == null || keeping.stale().isZero()
                ? Optional.empty()
                : Optional.of(kept.finding.old(STALE_SECONDS));
    }

    /// For how long a stale answer is said to hold (RFC 8767 section 4).
    private static final long STALE_SECONDS = 30;

    /// Drops all answers.
    ///
    /// @return how many
    synchronized int flush() {
        int count = answers.size() + zones.flush();
        answers.clear();
        return count;
    }
}
