package dev.gyre.access.limits;

import dev.gyre.access.limits.Admittance.Admitted;
import dev.gyre.access.limits.Admittance.Over;
import dev.gyre.net.Addresses;
import dev.gyre.net.Host;
import dev.gyre.net.Site;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Keeps users, clients and sites within their limits. Safe for all threads, and exact: however many ask at once, no more are let in than
/// there may be, and no more bytes pass than a quota has.
public final class Limits {

    /// How many of each kind are known.
    private static final int MOST = 65_536;

    private final InstantSource clock;
    private final Accounts users;
    private final Accounts clients;
    private final Accounts sites;
    private volatile LimitSettings settings = LimitSettings.NONE;
    private volatile boolean any;
    private volatile boolean metered;
    private volatile Periods periods;
    private volatile @Nullable Ledger ledger;

    /// @param nanoTime a clock that never goes back
    /// @param clock tells the day
    public Limits(LimitSettings settings, LongSupplier nanoTime, InstantSource clock) {
        this(settings, nanoTime, clock, MOST);
    }

    /// @param most how many of each kind are known
    Limits(LimitSettings settings, LongSupplier nanoTime, InstantSource clock, int most) {
        this.clock = clock;
        this.users = new Accounts(Kind.USER, most, nanoTime);
        this.clients = new Accounts(Kind.CLIENT, most, nanoTime);
        this.sites = new Accounts(Kind.SITE, most, nanoTime);
        this.periods = Periods.at(clock.instant(), settings.zone());
        use(settings);
    }

    /// Goes by these from now on. What was taken stays taken.
    public void use(LimitSettings next) {
        LimitSettings before = settings;
        if (next.equals(before)) {
            return;
        }
        settings = next;
        any = next.isAny();
        metered = next.isMetered();
        periods = Periods.at(clock.instant(), next.zone());
        tables().forEach(table -> table.use(next));
    }

    /// Whether there are any.
    public boolean isAny() {
        return any;
    }

    /// Whether what passes is looked at, for anybody.
    public boolean isMetered() {
        return metered;
    }

    /// Has what is used of quotas kept.
    ///
    /// @param ids by what clients and sites are known on the disk
    public Ledger keep(Ids ids) {
        Ledger its = new Ledger(this, ids);
        ledger = its;
        return its;
    }

    List<Accounts> tables() {
        return List.of(users, clients, sites);
    }

    Periods periods() {
        long now = clock.millis();
        Periods its = periods;
        if (!its.include(now)) {
            its = Periods.at(clock.instant(), settings.zone());
            periods = its;
        }
        return its;
    }

    /// A request or tunnel is asked for.
    ///
    /// @param user by whom, if it is known that it is one
    /// @param client from where
    /// @param target to which host
    public Admittance admit(Optional<String> user, InetAddress client, Host target) {
        LimitSettings by = settings;
        Periods now = periods();
        List<Account> admitted = new ArrayList<>(3);
        Optional<Over> over = Optional.empty();
        boolean counts = false;
        if (user.isPresent()) {
            Terms its = by.of(Kind.USER, user.get());
            counts |= its.isMetered();
            over = ask(users, user.get(), its, now, admitted);
        }
        if (over.isEmpty()) {
            counts |= by.perClient().isMetered();
            over = ask(clients, Addresses.holder(client), by.perClient(), now, admitted);
        }
        if (over.isEmpty() && by.perSite().isAny()) {
            counts |= by.perSite().isMetered();
            over = ask(sites, Site.of(target), by.perSite(), now, admitted);
        }
        if (over.isPresent()) {
            admitted.forEach(each -> {
                each.undo();
                each.letGo();
            });
            return over.get();
        }
        wakeIfDue(admitted);
        return new Admitted(new Pass(this, admitted, counts));
    }

    private Optional<Over> ask(
            Accounts table, Object key, Terms terms, Periods now, List<Account> admitted) {
        if (!terms.isAny()) {
            return Optional.empty();
        }
        Account account = table.hold(key, terms, now);
        Optional<Over> over = account.ask(now, clock.millis());
        if (over.isPresent()) {
            account.letGo();
        } else {
            admitted.add(account);
        }
        return over;
    }

    /// A client connects.
    public Place connect(InetAddress client) {
        Terms terms = settings.perClient();
        if (terms.connections().isEmpty()) {
            return Place.FREE;
        }
        Account account = clients.hold(Addresses.holder(client), terms, periods());
        Place place = account.connect();
        account.letGo();
        return place;
    }

    /// A pass under no limit, which counts for nobody.
    public Pass free() {
        return new Pass(this, List.of(), false);
    }

    /// A request that nothing but this limits.
    public Pass by(Shaper shaper) {
        Pass pass = new Pass(this, List.of(), false);
        pass.by(shaper);
        return pass;
    }

    boolean take(List<Account> accounts, long bytes) {
        Periods now = periods();
        boolean all = true;
        for (Account each : accounts) {
            all &= each.take(bytes, now);
        }
        wakeIfDue(accounts);
        return all;
    }

    private void wakeIfDue(List<Account> accounts) {
        Ledger its = ledger;
        if (its != null) {
            for (Account each : accounts) {
                if (each.isDue()) {
                    its.wake();
                    return;
                }
            }
        }
    }

    /// Whether these must wait until the disk has been told of what they take.
    boolean isShort(List<Account> accounts) {
        Ledger its = ledger;
        if (its == null || !its.isWaitedFor()) {
            return false;
        }
        for (Account each : accounts) {
            if (each.isShort()) {
                return true;
            }
        }
        return false;
    }
}
