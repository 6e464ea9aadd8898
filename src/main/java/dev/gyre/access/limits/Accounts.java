package dev.gyre.access.limits;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/// All accounts of one kind. Safe for all threads, and bounded.
///
/// When there are as many as there may be, one of some that are looked at is forgotten for each that comes: one that has nothing to lose, or
/// the one that has used least of its quotas. One that has used up a quota, or has something under way, is never forgotten. When there are
/// nothing but such, whoever comes new shares one account with all others who do: many addresses give nobody a quota anew, nor more
/// than one to those who come after.
final class Accounts {

    /// How many are looked at for one that can be forgotten.
    private static final int SOME = 32;

    private final Kind kind;
    private final int most;
    private final LongSupplier nanoTime;
    private final LinkedHashMap<Object, Account> known = new LinkedHashMap<>();

    /// What an earlier run has left of those who have not come yet.
    private final Map<String, Usage> restored = new HashMap<>();

    private @Nullable Ids ids;
    private @Nullable Account strangers;

    /// @param most how many there may be
    Accounts(Kind kind, int most, LongSupplier nanoTime) {
        this.kind = kind;
        this.most = most;
        this.nanoTime = nanoTime;
    }

    /// The account of this one, held until it is let go.
    synchronized Account hold(Object key, Terms terms, Periods now) {
        Account account = known.get(key);
        if (account == null) {
            account = isRoom(now) ? fresh(key, terms) : stranger(terms);
        }
        account.hold();
        return account;
    }

    private Account fresh(Object key, Terms terms) {
        Account account = new Account(kind, key, terms, nanoTime);
        if (!restored.isEmpty() && ids != null) {
            Optional.ofNullable(restored.remove(ids.of(kind, key))).ifPresent(account::restore);
        }
        known.put(key, account);
        return account;
    }

    private Account stranger(Terms terms) {
        Account all = strangers;
        if (all == null) {
            all = new Account(kind, "", terms, nanoTime);
            strangers = all;
        }
        return all;
    }

    private boolean isRoom(Periods now) {
        return known.size() < most || forgetsOne(now);
    }

    /// Looks at some, each time at others, so that nobody waits for long.
    private boolean forgetsOne(Periods now) {
        Optional<Object> least = Optional.empty();
        int lightest = Account.KEPT;
        for (int i = 0; i < SOME && lightest > 0; i++) {
            Map.Entry<Object, Account> eldest = known.firstEntry();
            // Where it is known already, it is moved: nothing is made anew for the collector to
            // copy.
            known.putLast(eldest.getKey(), eldest.getValue());
            int weight = eldest.getValue().weight(now);
            if (weight < lightest) {
                lightest = weight;
                least = Optional.of(eldest.getKey());
            }
        }
        least.ifPresent(known::remove);
        return least.isPresent();
    }

    /// Goes by other terms from now on.
    synchronized void use(LimitSettings settings) {
        known.forEach((key, account) -> account.use(settings.of(kind, key)));
        if (strangers != null) {
            strangers.use(settings.of(kind, ""));
        }
    }

    /// Takes up what an earlier run has left.
    synchronized void restore(Ids by, List<Usage> left, Periods now) {
        ids = by;
        left.stream()
                .filter(each -> each.kind() == kind && each.isOf(now))
                .limit(most)
                .forEach(each -> restored.put(each.id(), each));
    }

    /// What is to be written to the disk. Whoever asks for an account meanwhile doesn't wait for all of them to be gone through.
    ///
    /// @param told gets each account, and what is written of it
    List<Usage> promise(Ids by, Periods now, boolean last, BiConsumer<Account, Usage> told) {
        List<Usage> all;
        List<Account> accounts;
        synchronized (this) {
            restored.values().removeIf(each -> !each.isOf(now));
            all = new ArrayList<>(restored.values());
            accounts = new ArrayList<>(known.values());
            if (strangers != null) {
                accounts.add(strangers);
            }
        }
        accounts.forEach(each -> promise(each, by, now, last, all, told));
        return all;
    }

    private static void promise(
            Account account,
            Ids by,
            Periods now,
            boolean last,
            List<Usage> all,
            BiConsumer<Account, Usage> told) {
        account.promise(by, now, last)
                .ifPresent(usage -> {
                    all.add(usage);
                    told.accept(account, usage);
                });
    }

    synchronized int size() {
        return known.size();
    }
}
