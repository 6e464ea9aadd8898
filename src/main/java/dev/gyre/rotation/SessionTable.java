package dev.gyre.rotation;

import dev.gyre.egress.Narrowing;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/// The sessions that outlive a client's connection, by who asked for them and how. Safe for all threads, and bounded: the one
/// that was used longest ago is forgotten first.
///
/// A session that is over stays for a while, so that the next of its name gets another egress.
final class SessionTable {

    /// How many are looked at in one sweep, so that nobody waits long for it.
    private static final int SWEPT_AT_ONCE = 2_000;

    /// What a session is found by.
    ///
    /// @param who asks
    /// @param kind why it lasts
    /// @param name the name that the client gave it, or the site's; empty for the client's one
    /// @param narrowing the part of the pool that it is in
    /// @param strength whether it may move, as the client says: who asks for one that does not must not get one that does
    record Key(
            Identity who,
            Kind kind,
            String name,
            Narrowing narrowing,
            Optional<Wish.Strength> strength) {}

    /// Why a session lasts.
    enum Kind {
        /// The client named it.
        NAMED,
        /// It is for one site.
        SITE,
        /// The client's rotation has not come to its end yet.
        STANDING
    }

    /// A session in the table.
    static final class Entry {
        private final Key key;
        private final Session session;
        private final Term term;
        private final int generation;
        private final long serial;
        private long due;
        private boolean over;

        Entry(Key key, Session session, Term term, int generation, long serial) {
            this.key = key;
            this.session = session;
            this.term = term;
            this.generation = generation;
            this.serial = serial;
        }

        Session session() {
            return session;
        }

        /// How many of its name there were before it, as far as is known.
        int generation() {
            return generation;
        }
    }

    private volatile int most;
    private final long rememberedNanos;
    private final RotationCounts counts;
    private final LinkedHashMap<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    /// Those that are over, the longest ago first: they take no place from those that last.
    private final LinkedHashMap<Key, Entry> ended = new LinkedHashMap<>();

    /// When each is to be looked at again, the first first.
    private final TreeSet<Entry> due =
            new TreeSet<>(
                    Comparator.<Entry>comparingLong(entry -> entry.due)
                            .thenComparingLong(entry -> entry.serial));

    private long serial;

    /// @param most how many are remembered
    /// @param rememberedNanos for how long one that is over is remembered
    SessionTable(int most, long rememberedNanos, RotationCounts counts) {
        this.most = most;
        this.rememberedNanos = rememberedNanos;
        this.counts = counts;
    }

    /// So many are remembered from now on: when there are more, those go that were used longest ago.
    void most(int next, long now) {
        most = next;
        List<Session> gone = new ArrayList<>();
        do {
            gone.forEach(Session::end);
            gone.clear();
            trim(gone, now);
        } while (!gone.isEmpty());
    }

    /// A number of those that are too many, so that nobody waits long for it.
    private void trim(List<Session> gone, long now) {
        synchronized (entries) {
            for (int i = 0; i < SWEPT_AT_ONCE && entries.size() > most; i++) {
                Entry eldest = entries.pollFirstEntry().getValue();
                due.remove(eldest);
                if (!eldest.term.isOver(now)) {
                    counts.count(RotationEvent.SESSION_FORGOTTEN);
                }
                gone.add(eldest.session);
            }
            for (int i = 0; i < SWEPT_AT_ONCE && ended.size() > most; i++) {
                Entry eldest = ended.pollFirstEntry().getValue();
                due.remove(eldest);
                gone.add(eldest.session);
            }
        }
    }

    /// The session of this key that one more request belongs to: the one that is there, or a new one.
    ///
    /// @param term how long a new one lasts
    /// @param make makes the one that follows on another, or on none
    Session of(Key key, long now, Term term, Function<@Nullable Entry, Session> make) {
        Entry gone;
        Session session;
        synchronized (entries) {
            @Nullable Entry known = entries.get(key);
            if (known != null && known.term.take(now)) {
                if (known.term.isOver(now)) {
                    due.remove(known);
                    lookAgain(known, now);
                }
                return known.session;
            }
            if (known == null) {
                known = ended.remove(key);
            }
            session = make.apply(known);
            var _ = term.take(now);
            int generation = known == null ? 0 : known.generation + 1;
            Entry fresh = new Entry(key, session, term, generation, serial++);
            if (known != null) {
                due.remove(known);
            }
            entries.put(key, fresh);
            lookAgain(fresh, term.end(now));
            gone = known != null && !known.over ? known : forgotten(fresh, now);
        }
        if (gone.session != session) {
            gone.session.end();
        }
        return session;
    }

    /// The last session of this key, be it over. Makes none, and is no request of it.
    Optional<Session> find(Key key) {
        synchronized (entries) {
            @Nullable Entry known = entries.get(key);
            if (known == null) {
                known = ended.get(key);
            }
            return known == null ? Optional.empty() : Optional.of(known.session);
        }
    }

    private void lookAgain(Entry entry, long at) {
        entry.due = at;
        due.add(entry);
    }

    /// The one that has to go because there are too many; the fresh one itself when there are not.
    private Entry forgotten(Entry fresh, long now) {
        if (entries.size() <= most) {
            return fresh;
        }
        Entry eldest = entries.pollFirstEntry().getValue();
        due.remove(eldest);
        if (!eldest.term.isOver(now)) {
            counts.count(RotationEvent.SESSION_FORGOTTEN);
        }
        return eldest;
    }

    /// Ends what was kept for sessions whose time is up, and forgets those that have been over for long. Looks at no more than a
    /// number of them; the next call goes on.
    void sweep(long now) {
        List<Session> over = new ArrayList<>();
        synchronized (entries) {
            for (int i = 0; i < SWEPT_AT_ONCE && !due.isEmpty(); i++) {
                Entry entry = due.first();
                if (entry.due - now > 0) {
                    break;
                }
                due.remove(entry);
                if (entry.over) {
                    ended.remove(entry.key, entry);
                } else if (entry.term.isOver(now)) {
                    over.add(entry.session);
                    remember(entry, now);
                } else {
                    lookAgain(entry, entry.term.end(now));
                }
            }
        }
        over.forEach(Session::end);
    }

    private void remember(Entry entry, long now) {
        entry.over = true;
        entries.remove(entry.key);
        ended.put(entry.key, entry);
        lookAgain(entry, now + rememberedNanos);
        if (ended.size() > most) {
            due.remove(ended.pollFirstEntry().getValue());
        }
    }

    /// How many there are, with those that are over.
    int size() {
        synchronized (entries) {
            return entries.size() + ended.size();
        }
    }
}
