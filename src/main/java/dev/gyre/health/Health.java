package dev.gyre.health;

import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.Grade;
import dev.gyre.egress.Limits;
import dev.gyre.health.Trials.Out;
import dev.gyre.net.Site;
import dev.gyre.net.Target;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What was learned of egresses: which of them work, which sites do not want them, how much is under way by them and has passed.
/// Safe for all threads, and bounded; of most egresses nothing is known.
public final class Health {

    /// What was not heard of for so long, or has left the pool, may be forgotten.
    private static final long IDLE_NANOS = TimeUnit.HOURS.toNanos(1);

    private volatile HealthSettings settings;
    private final LongSupplier nanoTime;
    private final HealthCounts counts;
    private final Trials trials = new Trials();
    private final Floor floor = new Floor();
    private final Supplier<RandomGenerator> random;
    private final Rules rules;
    private final KnownEgresses known;
    private final CoolDowns coolDowns;
    private final Waiters waiters;
    private final Suspicions suspicions = new Suspicions();

    /// How often anything became usable by other means than time.
    private final AtomicLong improvements = new AtomicLong();

    /// Whether anybody goes by how long it takes to connect.
    private volatile boolean measuring;

    private volatile @Nullable EgressPool pool;
    private volatile Consumer<Egress> burned = _ -> {};

    /// @param random the source of randomness of the calling thread
    /// @param nanoTime a clock that never goes back
    public Health(
            HealthSettings settings,
            Supplier<RandomGenerator> random,
            LongSupplier nanoTime,
            HealthCounts counts) {
        this(settings, random, nanoTime, counts, KnownEgresses.MOST);
    }

    /// @param most how many egresses are known
    Health(
            HealthSettings settings,
            Supplier<RandomGenerator> random,
            LongSupplier nanoTime,
            HealthCounts counts,
            int most) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.counts = counts;
        this.random = random;
        this.rules = new Rules(this::settings, trials, floor, random, improvements);
        this.known = new KnownEgresses(most, this::make);
        this.coolDowns = new CoolDowns(settings.coolDowns());
        this.waiters = new Waiters(settings.caps().waiting());
    }

    /// Whether each request is counted, whatever its egress is.
    private boolean isCapped() {
        CapSettings caps = settings.caps();
        return caps.inFlight().isPresent() || caps.perSite().isPresent();
    }

    private Known make(Egress egress) {
        long now = nanoTime.getAsLong();
        Known fresh = new Known(egress, rules, now);
        place(fresh, pool, now);
        return fresh;
    }

    private static void place(Known each, @Nullable EgressPool current, long now) {
        if (current != null) {
            Egress egress = each.egress();
            each.placed(current.contains(egress), current.limits(egress), now);
        }
    }

    private Known of(Egress egress) {
        EgressPool before = pool;
        long now = nanoTime.getAsLong();
        Known its = known.of(egress, now);
        if (pool != before) {
            place(its, pool, now);
        }
        return its;
    }

    /// Goes by these settings from now on. What was learned stays; what is under way uncounted stays so.
    public synchronized void use(HealthSettings next) {
        settings = next;
        coolDowns.use(next.coolDowns());
        waiters.most(next.caps().waiting());
        if (pool != null) {
            use(pool);
        }
    }

    /// Goes by this pool from now on: its size, and the limits of its egresses. What is known of an egress that stays is kept; of
    /// one that has left, for an hour.
    public synchronized void use(EgressPool next) {
        pool = next;
        floor.of(next.size(), settings.floor());
        long now = nanoTime.getAsLong();
        known.all().forEach(each -> place(each, next, now));
        while (floor.isBroken()) {
            Optional<Egress> first = trials.first();
            if (first.isEmpty()) {
                break;
            }
            Known its = known.find(first.get());
            if (its == null || !its.isNeeded()) {
                break;
            }
            counts.count(HealthEvent.KEPT_IN);
        }
        improvements.incrementAndGet();
        waiters.freed();
    }

    /// Who is told of each egress that is taken out, so that it may get another address; on whatever thread.
    public void tells(Consumer<Egress> consumer) {
        burned = consumer;
    }

    /// What holds of each egress now for a request.
    ///
    /// @param site where it goes, where [#usesSites]
    public Look look(@Nullable Site site) {
        return new Look(known, site, site == null ? null : coolDowns.of(site), nanoTime, pool);
    }

    /// Whether it makes a difference now where a request goes.
    public boolean usesSites() {
        return !coolDowns.isEmpty() || settings.caps().perSite().isPresent();
    }

    /// How one egress stands now for a request to this site.
    public Standing of(Egress egress, Site site) {
        return new Standing(look(site).of(egress));
    }

    /// A request or tunnel begins to use an egress.
    ///
    /// @param site where it goes, where [#usesSites]
    /// @param measured whether what is under way by any egress is counted, and how long it takes
    /// @return nothing when it may not: the egress is full, or out, or not to be used at all
    public @Nullable Use begin(Egress egress, @Nullable Site site, boolean measured) {
        if (measured && !measuring) {
            measuring = true;
        }
        EgressPool current = pool;
        boolean counted =
                measured
                        || isCapped()
                        || (current != null && !current.limits(egress).equals(Limits.NONE));
        @Nullable Egress all = current == null ? null : current.whole(egress);
        @Nullable Whole whole = null;
        if (all != null) {
            Known its = known.find(all);
            Known.Begun begun = its == null ? Known.Begun.YES : its.begins(nanoTime.getAsLong());
            if (!begun.begun()) {
                return null;
            }
            whole = new Whole(this, all, begun.trial());
        }
        @Nullable Use use = begin(egress, site, counted, whole);
        if (use == null && whole != null) {
            whole.unproven();
        }
        return use;
    }

    private @Nullable Use begin(
            Egress egress, @Nullable Site site, boolean counted, @Nullable Whole whole) {
        @Nullable Site counting = settings.caps().perSite().isPresent() ? site : null;
        while (true) {
            Known its = counted ? of(egress) : known.find(egress);
            if (its == null) {
                return new Use(this, egress, null, null, null, whole);
            }
            Known.Begun begun = its.begins(nanoTime.getAsLong(), counting);
            if (begun.begun()) {
                return new Use(this, egress, its, counting, begun.trial(), whole);
            }
            if (!its.isGone()) {
                return null;
            }
        }
    }

    /// Whether any egress that is out may be tried by a request; may say yes where none is left.
    public boolean mayBeTried() {
        return !trials.isEmpty() && trials.mayBeDue(nanoTime.getAsLong());
    }

    /// Some of those that are out and may be tried by a request. Each call goes on where the last one ended.
    public List<Egress> toBeTried(int most) {
        List<Egress> due = trials.due(nanoTime.getAsLong(), most);
        EgressPool current = pool;
        if (current == null || due.isEmpty()) {
            return due;
        }
        RandomGenerator source = random.get();
        return due.stream().map(each -> current.anyOf(each, source)).toList();
    }

    void worked(Egress egress, @Nullable Out trial, long nanos) {
        Known its = known.find(egress);
        if (its != null) {
            long now = nanoTime.getAsLong();
            measured(its, nanos, now);
            changed(egress, its.worked(trial != null && its.isTrial(trial), now));
        }
    }

    void failed(Egress egress, @Nullable Out trial) {
        Known its = of(egress);
        changed(egress, its.failed(trial != null && its.isTrial(trial), nanoTime.getAsLong()));
    }

    /// A target was not reached, by this egress's fault or by its own.
    void suspected(Egress egress, Target target) {
        setBack(egress);
        suspicions.add(egress, target, nanoTime.getAsLong());
    }

    /// A target was reached: whoever did not get there a short while ago is at fault.
    public void reached(Egress egress, Target target) {
        if (!suspicions.isEmpty()) {
            suspicions
                    .solve(egress, target, nanoTime.getAsLong())
                    .forEach(guilty -> failed(guilty, null));
        }
    }

    /// The whole that some egress stands or falls with is there.
    void answered(Egress whole, @Nullable Out trial) {
        Known its = known.find(whole);
        if (its != null) {
            changed(whole, its.worked(trial != null && its.isTrial(trial), nanoTime.getAsLong()));
        }
    }

    /// As the other method, of a whole.
    void untried(Egress whole, Out trial) {
        Known its = known.find(whole);
        if (its != null) {
            untried(its, trial);
        }
    }

    /// A target was not reached, for a reason that concerns few of them.
    void setBack(Egress egress) {
        of(egress).setBack(nanoTime.getAsLong());
    }

    /// What a trial was to show is not known: another request may try it.
    void untried(Known its, Out trial) {
        its.untried(trial);
        waiters.freed();
    }

    void measured(Egress egress, long nanos) {
        Known its = known.find(egress);
        if (its != null) {
            measured(its, nanos, nanoTime.getAsLong());
        }
    }

    private void measured(Known its, long nanos, long now) {
        if (measuring) {
            its.connected(nanos, now);
        }
    }

    /// A use has ended.
    void ended(Known its, @Nullable Site site) {
        boolean free = its.ends(site);
        known.forget(its, nanoTime.getAsLong());
        if (free) {
            waiters.freed();
        }
    }

    void carried(Known its, long octets) {
        its.carried(octets, nanoTime.getAsLong());
    }

    private void changed(Egress egress, Known.Change change) {
        switch (change) {
            case NONE -> {}
            case TAKEN_OUT -> {
                counts.count(HealthEvent.TAKEN_OUT);
                burns(egress);
            }
            case STAYED_OUT -> {
                burns(egress);
                // Who waited for what comes of the trial is told.
                waiters.freed();
            }
            case KEPT_IN -> counts.count(HealthEvent.KEPT_IN);
            case CAME_BACK -> {
                counts.count(HealthEvent.CAME_BACK);
                waiters.freed();
            }
        }
    }

    /// It may get another address, and is not in the pool any more then: what is known of it must not weigh on those that are.
    private void burns(Egress egress) {
        burned.accept(egress);
        Known its = known.find(egress);
        if (its != null) {
            place(its, pool, nanoTime.getAsLong());
        }
    }

    /// As long as this is the same, what was out for good or told too much is so still.
    public long improvements() {
        return improvements.get();
    }

    /// How many egresses of the pool are out.
    public long out() {
        return floor.out();
    }

    /// What a probe found.
    ///
    /// @param nanos how long it took
    public void probed(Egress egress, boolean works, long nanos) {
        long now = nanoTime.getAsLong();
        EgressPool current = pool;
        @Nullable Egress whole = current == null ? null : current.whole(egress);
        Known all = whole == null ? null : known.find(whole);
        if (works) {
            Known its = known.find(egress);
            if (its != null) {
                measured(its, nanos, now);
                changed(egress, its.worked(true, now));
            }
            if (all != null) {
                changed(all.egress(), all.worked(true, now));
            }
        } else if (all != null && (all.standing(now, null) & Standing.DUE) != 0) {
            changed(all.egress(), all.failed(true, now));
        } else {
            Known its = of(egress);
            boolean due = (its.standing(now, null) & Standing.DUE) != 0;
            changed(egress, its.failed(due, now));
        }
    }

    /// What it told a judge.
    public void graded(Egress egress, Grade grade) {
        of(egress).graded(grade);
        waiters.freed();
    }

    /// What it told a judge, if that is known.
    public Optional<Grade> grade(Egress egress) {
        Known its = known.find(egress);
        return its == null ? Optional.empty() : its.grade();
    }

    /// The site answered a request by this egress.
    ///
    /// @param status of the reply
    /// @param retryAfter for how long the site asks to stay away
    public void answered(Egress egress, Site site, int status, Optional<Duration> retryAfter) {
        Duration base = settings.coolDowns().statuses().get(status);
        if (base != null) {
            refused(egress, site, base, retryAfter);
        }
    }

    /// Whether a reply of this status makes a difference.
    public boolean heeds(int status) {
        return settings.coolDowns().statuses().containsKey(status);
    }

    /// A client says that the site refused it.
    public void banned(Egress egress, Site site) {
        refused(egress, site, settings.coolDowns().ban(), Optional.empty());
    }

    private void refused(Egress egress, Site site, Duration base, Optional<Duration> asked) {
        if (coolDowns.refused(egress, site, base, asked, nanoTime.getAsLong())) {
            counts.count(HealthEvent.COOLED);
        }
    }

    /// A client says that the site served it.
    public void welcome(Egress egress, Site site) {
        coolDowns.welcome(egress, site);
    }

    /// Has somebody woken, once and on any thread, when an egress that was full may have a place, or one came back. A place may have
    /// been given back a moment ago: ask for it once more after this call.
    ///
    /// @param wake must not block
    /// @return withdraws it; nothing when [CapSettings#waiting] wait already
    public Optional<Runnable> whenFree(Runnable wake) {
        return waiters.add(wake);
    }

    /// One who was woken has got an egress: the others need not look for what woke it.
    public void placeTaken() {
        waiters.taken();
    }

    /// How many requests and tunnels are under way by an egress, as far as they are counted.
    public int underWay(Egress egress) {
        Known its = known.find(egress);
        return its == null ? 0 : its.underWay();
    }

    /// What a further request by this egress costs beside others: its time, for each that is under way and for this one. Nothing for
    /// one that is not known yet, so that it becomes known.
    public double cost(Egress egress) {
        Known its = known.find(egress);
        return its == null ? 0 : its.cost();
    }

    public HealthSettings settings() {
        return settings;
    }

    /// Forgets what no longer makes a difference. To be called every second or so.
    public void sweep() {
        long now = nanoTime.getAsLong();
        known.sweep(now, IDLE_NANOS);
        coolDowns.sweep(now);
        suspicions.sweep(now);
    }

    /// Of how many egresses anything is known.
    public int size() {
        return known.size();
    }

    /// All that outlasts a run.
    public List<Learned> learned() {
        long now = nanoTime.getAsLong();
        Map<Egress, List<Learned.CoolDown>> cooling = coolDowns.learned(now);
        List<Learned> all = new ArrayList<>();
        for (Known each : known.all()) {
            List<Learned.CoolDown> its = cooling.remove(each.egress());
            each.learned(now)
                    .or(() -> its == null ? Optional.empty() : Optional.of(nothing(each.egress())))
                    .map(learned -> its == null ? learned : learned.with(its))
                    .ifPresent(all::add);
        }
        cooling.forEach((egress, its) -> all.add(nothing(egress).with(its)));
        return all;
    }

    private Learned nothing(Egress egress) {
        return new Learned(
                egress,
                Optional.empty(),
                Optional.empty(),
                settings.out(),
                Optional.empty(),
                List.of());
    }

    /// Takes up what an earlier run has learned of an egress. The floor holds: one that would break it is not out.
    public void restore(Learned learned) {
        long now = nanoTime.getAsLong();
        boolean some =
                learned.grade().isPresent()
                        || learned.out().isPresent()
                        || learned.quota().isPresent()
                        || learned.backoff().compareTo(settings.out()) > 0;
        if (some) {
            of(learned.egress()).restore(learned, now);
        }
        learned.coolDowns().forEach(each -> coolDowns.restore(learned.egress(), each, now));
    }
}
