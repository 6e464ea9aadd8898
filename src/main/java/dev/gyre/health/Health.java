package dev.gyre.health;

import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.Grade;
import dev.gyre.net.Site;
import dev.gyre.net.Target;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
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
    private final Waiters waiters;
    private final Roster roster;
    private final Experience experience;
    private final CoolDowns coolDowns;
    private final Memory memory;
    private final Uses uses;

    /// How often anything became usable by other means than time.
    private final AtomicLong improvements = new AtomicLong();

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
        this.waiters = new Waiters(settings.caps().waiting());
        Rules rules = new Rules(this::settings, trials, floor, random, improvements);
        this.roster = new Roster(rules, most, nanoTime);
        this.experience = new Experience(roster, waiters, counts, nanoTime);
        this.coolDowns = new CoolDowns(settings.coolDowns());
        this.memory = new Memory(roster, coolDowns, rules);
        this.uses = new Uses(roster, experience, rules, nanoTime);
    }

    /// Goes by these settings and this pool from now on. What was learned stays; what is under way uncounted stays so.
    public synchronized void use(HealthSettings next, EgressPool pool) {
        if (!next.equals(settings)) {
            settings = next;
            coolDowns.use(next.coolDowns());
            waiters.most(next.caps().waiting());
        }
        use(pool);
    }

    /// Goes by this pool from now on: its size, and the limits of its egresses. What is known of an egress that stays is kept; of
    /// one that has left, for an hour.
    public synchronized void use(EgressPool next) {
        for (int kept = roster.use(next); kept > 0; kept--) {
            counts.count(HealthEvent.KEPT_IN);
        }
        improvements.incrementAndGet();
        waiters.allFreed();
    }

    /// Who is told of each egress that is taken out, so that it may get another address; on whatever thread.
    public void tells(Consumer<Egress> consumer) {
        experience.tells(consumer);
    }

    /// What holds of each egress now for a request.
    ///
    /// @param site where it goes, where [#usesSites]
    public Look look(@Nullable Site site) {
        return new Look(
                roster.known(),
                site,
                site == null ? null : coolDowns.of(site),
                nanoTime,
                roster.pool());
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
        return uses.begin(egress, site, measured);
    }

    /// Whether any egress that is out may be tried by a request; may say yes where none is left.
    public boolean mayBeTried() {
        return !trials.isEmpty() && trials.mayBeDue(nanoTime.getAsLong());
    }

    /// Some of those that are out and may be tried by a request. Each call goes on where the last one ended.
    public List<Egress> toBeTried(int most) {
        List<Egress> due = trials.due(nanoTime.getAsLong(), most);
        EgressPool pool = roster.pool();
        if (pool == null || due.isEmpty()) {
            return due;
        }
        RandomGenerator source = random.get();
        return due.stream().map(each -> pool.anyOf(each, source)).toList();
    }

    /// A target was reached: whoever did not get there a short while ago is at fault.
    public void reached(Egress by, Target target) {
        experience.reached(by, target);
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
        experience.probed(egress, works, nanos);
    }

    /// What it told a judge.
    public void graded(Egress egress, Grade grade) {
        roster.of(egress).graded(grade);
        waiters.freed();
    }

    /// What it told a judge, if that is known.
    public Optional<Grade> grade(Egress egress) {
        Known its = roster.find(egress);
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
        Known its = roster.find(egress);
        return its == null ? 0 : its.underWay();
    }

    /// What a further request by this egress costs beside others: its time, for each that is under way and for this one. Nothing for
    /// one that is not known yet, so that it becomes known.
    public double cost(Egress egress) {
        Known its = roster.find(egress);
        return its == null ? 0 : its.cost();
    }

    public HealthSettings settings() {
        return settings;
    }

    /// Forgets what no longer makes a difference. To be called every second or so.
    public void sweep() {
        long now = nanoTime.getAsLong();
        roster.known().sweep(now, IDLE_NANOS);
        coolDowns.sweep(now);
        experience.sweep(now);
    }

    /// Of how many egresses anything is known.
    public int size() {
        return roster.known().size();
    }

    /// All that outlasts a run.
    public List<Learned> learned() {
        return memory.learned(nanoTime.getAsLong());
    }

    /// Takes up what an earlier run has learned of an egress. The floor holds: one that would break it is not out.
    public void restore(Learned learned) {
        memory.restore(learned, nanoTime.getAsLong());
    }
}
