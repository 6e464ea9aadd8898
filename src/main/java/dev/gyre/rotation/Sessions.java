package dev.gyre.rotation;

import dev.gyre.net.Addresses;
import dev.gyre.net.Site;
import dev.gyre.net.Target;
import dev.gyre.rotation.SessionTable.Kind;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Says which session each request belongs to: one that its client names, or what `rotate.every` makes of it. Safe for all
/// threads.
public final class Sessions {

    /// For how long a session that is over is remembered, so that the next of its name gets another egress.
    private static final long REMEMBERED_NANOS = TimeUnit.HOURS.toNanos(1);

    private volatile RotationSettings settings;
    private final Secret secret;
    private final SessionTable table;

    /// Those of clients that ask for names: who asks by a datagram may be forged, and is to take nobody's place who is not.
    private final SessionTable names;

    private final LongSupplier nanoTime;

    /// @param secret the key by which names of sessions become egresses
    /// @param nanoTime a clock that never goes back
    public Sessions(
            RotationSettings settings,
            Secret secret,
            RotationCounts counts,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.secret = secret;
        this.table = new SessionTable(settings.sessions().max(), REMEMBERED_NANOS, counts);
        this.names = new SessionTable(settings.sessions().max(), REMEMBERED_NANOS, counts);
        this.nanoTime = nanoTime;
    }

    /// Goes by these settings from now on. Sessions that last already end when they were to; the secret stays.
    public void use(RotationSettings next) {
        settings = next;
        table.most(next.sessions().max(), nanoTime.getAsLong());
        names.most(next.sessions().max(), nanoTime.getAsLong());
    }

    /// The session of a request.
    ///
    /// @param before that of the request before it on the same client connection; it is ended when nothing goes on with it
    public Session of(Identity who, Wish wish, Target target, Optional<Session> before) {
        return of(table, who, wish, target, before);
    }

    /// The same for a client that asks for a name only. Its sessions take no places from others.
    ///
    /// @param target the name
    public Session ofName(Identity who, Wish wish, Target target, Optional<Session> before) {
        return of(names, who, wish, target, before);
    }

    private Session of(
            SessionTable in, Identity who, Wish wish, Target target, Optional<Session> before) {
        Session session = session(in, who, wish, target, before.orElse(null));
        before.filter(old -> old != session && isOfConnection(old)).ifPresent(Session::end);
        return session;
    }

    /// The session that the client's last request belonged to, if it was one that lasts. Makes none, and counts as no request of
    /// it.
    ///
    /// @param before that of the last request on the same client connection
    public Optional<Session> known(
            Identity who, Wish wish, Target target, Optional<Session> before) {
        if (wish.rotate()) {
            return Optional.empty();
        }
        if (wish.session().isPresent()) {
            return table.find(key(who, Kind.NAMED, wish.session().get(), wish));
        }
        return switch (settings.every()) {
            case Every.Requests(int count) ->
                    count == 1 ? Optional.empty() : table.find(key(who, Kind.STANDING, "", wish));
            case Every.Connection _ -> before.filter(session -> isOfConnection(session, who, wish));
            case Every.Time _, Every.Session _ -> table.find(key(who, Kind.STANDING, "", wish));
            case Every.Site _ -> table.find(siteKey(who, wish, target));
        };
    }

    private SessionTable.Key siteKey(Identity who, Wish wish, Target target) {
        return key(who, Kind.SITE, Site.of(target.host()).name(), wish);
    }

    private SessionTable.Key key(Identity who, Kind kind, String name, Wish wish) {
        return new SessionTable.Key(who, kind, name, wish.narrowing(), wish.strength());
    }

    private Session session(
            SessionTable in, Identity who, Wish wish, Target target, @Nullable Session before) {
        if (wish.rotate()) {
            return ofRequest(who, wish, target, before);
        }
        if (wish.session().isPresent()) {
            return named(in, who, wish, wish.session().get());
        }
        SessionSettings kept = settings.sessions();
        return switch (settings.every()) {
            case Every.Requests(int count) ->
                    count == 1
                            ? ofRequest(who, wish, target, before)
                            : standing(in, who, wish, Term.limited(nanoTime.getAsLong(), count));
            case Every.Connection _ -> ofConnection(who, wish, target, before);
            case Every.Time(Duration time) -> standing(in, who, wish, term(time, time));
            case Every.Session _ -> standing(in, who, wish, term(kept.ttl(), kept.idle()));
            case Every.Site _ ->
                    found(in, siteKey(who, wish, target), wish, term(kept.ttl(), kept.idle()));
        };
    }

    private Session ofRequest(Identity who, Wish wish, Target target, @Nullable Session before) {
        return Session.ofRequest(
                who,
                wish.narrowing(),
                placingBySite(who, wish, target),
                before == null || !avoidsRepeats() ? null : before.current().orElse(null));
    }

    private Session ofConnection(Identity who, Wish wish, Target target, @Nullable Session before) {
        if (before != null && isOfConnection(before, who, wish)) {
            return before;
        }
        return Session.lasting(
                who,
                wish.narrowing(),
                isHard(wish),
                placingBySite(who, wish, target),
                null,
                Term.open(nanoTime.getAsLong()));
    }

    private Session standing(SessionTable in, Identity who, Wish wish, Term term) {
        return found(in, key(who, Kind.STANDING, "", wish), wish, term);
    }

    /// A client that says how long has its session for just that long, used or not.
    private Session named(SessionTable in, Identity who, Wish wish, String name) {
        SessionSettings kept = settings.sessions();
        Term term =
                wish.ttl()
                        .map(ttl -> term(ttl, ttl))
                        .orElseGet(() -> term(kept.ttl(), kept.idle()));
        return found(in, key(who, Kind.NAMED, name, wish), wish, term);
    }

    private Session found(SessionTable in, SessionTable.Key key, Wish wish, Term term) {
        boolean placed = key.kind() == Kind.NAMED || settings.pick() == Pick.HASH;
        return in.of(
                key,
                nanoTime.getAsLong(),
                term,
                before ->
                        Session.lasting(
                                key.who(),
                                wish.narrowing(),
                                isHard(wish),
                                placed
                                        ? placing(
                                                key.who(),
                                                key.kind().name(),
                                                key.name(),
                                                wish,
                                                before == null ? 0 : before.generation() + 1)
                                        : null,
                                before == null ? null : before.session().current().orElse(null),
                                term));
    }

    /// Where an order by hash has those that no name has a place for.
    private @Nullable Placing placingBySite(Identity who, Wish wish, Target target) {
        return settings.pick() == Pick.HASH
                ? placing(who, "site", Site.of(target.host()).name(), wish, 0)
                : null;
    }

    private Placing placing(Identity who, String kind, String name, Wish wish, int generation) {
        return Placing.of(
                secret.digest(
                        "session",
                        Addresses.text(who.client()),
                        who.user(),
                        Integer.toString(who.listener()),
                        kind,
                        name,
                        wish.narrowing().toString(),
                        Integer.toString(generation)));
    }

    private Term term(Duration all, Duration idle) {
        return Term.of(nanoTime.getAsLong(), all.toNanos(), idle.toNanos());
    }

    private boolean isHard(Wish wish) {
        return wish.strength().orElse(settings.sessions().strength()) == Wish.Strength.HARD;
    }

    /// Whether an order by its own would take the same egress again at once, and is not to.
    private boolean avoidsRepeats() {
        return settings.pick() == Pick.RANDOM || settings.pick() == Pick.ROUND_ROBIN;
    }

    private static boolean isOfConnection(Session session, Identity who, Wish wish) {
        return isOfConnection(session)
                && session.who().equals(who)
                && session.narrowing().equals(wish.narrowing());
    }

    private static boolean isOfConnection(Session session) {
        Term term = session.term();
        return term != null && term.isOpen();
    }

    /// The client's connection has ended, and with it what lasts as long.
    ///
    /// @param last the session of its last request
    public void connectionEnded(Session last) {
        if (isOfConnection(last)) {
            last.end();
        }
    }

    /// Ends what was kept for sessions whose time is up. To be called every second or so.
    public void sweep() {
        table.sweep(nanoTime.getAsLong());
        names.sweep(nanoTime.getAsLong());
    }

    /// How many sessions are remembered.
    public int remembered() {
        return table.size() + names.size();
    }
}
