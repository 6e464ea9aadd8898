package dev.gyre.dns;

import io.netty.util.concurrent.Promise;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// What one route has learned, and what it is asking. Never shared with another route: that would
/// link those who use them.
///
/// Safe for use by any thread; holds its lock for a look-up in a map, never while it calls anyone.
final class RouteMemory {

    static final int MAX_ANSWERS = 256;
    static final long MAX_TTL = TimeUnit.HOURS.toSeconds(1);
    static final long MAX_NEGATIVE_TTL = TimeUnit.MINUTES.toSeconds(5);

    private final LongSupplier nanoTime;
    private final Map<Question, Kept> answers =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Question, Kept> eldest) {
                    return size() > MAX_ANSWERS;
                }
            };
    private final Map<Question, List<Promise<Answer>>> waiting = new HashMap<>();

    RouteMemory(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private record Kept(Answer answer, long until) {}

    /// What is to be done for one who asks.
    sealed interface Turn {
        /// Nothing: the answer is known.
        record Known(Answer answer) implements Turn {}

        /// Nothing: the question is on its way, and its answer will be handed to this one too.
        record Joined() implements Turn {}

        /// The question must be asked, and then [#settle]d.
        record First() implements Turn {}
    }

    synchronized Turn join(Question question, Promise<Answer> waiter) {
        @Nullable Kept kept = answers.get(question);
        if (kept != null) {
            if (nanoTime.getAsLong() - kept.until < 0) {
                return new Turn.Known(kept.answer);
            }
            answers.remove(question);
        }
        @Nullable List<Promise<Answer>> others = waiting.get(question);
        if (others != null) {
            others.add(waiter);
            return new Turn.Joined();
        }
        waiting.put(question, new ArrayList<>(List.of(waiter)));
        return new Turn.First();
    }

    /// Keeps the answer for as long as it holds.
    ///
    /// @return all who wait for it
    synchronized List<Promise<Answer>> settle(Question question, Lookup.Outcome outcome) {
        long bound =
                switch (outcome.answer()) {
                    case Answer.Addresses _ -> MAX_TTL;
                    case Answer.NoSuchName _, Answer.NoAddress _ -> MAX_NEGATIVE_TTL;
                };
        long ttl = Math.min(outcome.ttl(), bound);
        if (ttl > 0) {
            long until = nanoTime.getAsLong() + TimeUnit.SECONDS.toNanos(ttl);
            answers.put(question, new Kept(outcome.answer(), until));
        }
        return settle(question);
    }

    /// Forgets a question that failed: nothing is kept of it.
    ///
    /// @return all who wait for its answer
    synchronized List<Promise<Answer>> settle(Question question) {
        @Nullable List<Promise<Answer>> waiters = waiting.remove(question);
        return waiters == null ? List.of() : waiters;
    }
}
