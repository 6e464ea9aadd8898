package dev.gyre.app.upkeep;

import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressPool;
import dev.gyre.health.Health;
import dev.gyre.health.Learned;
import dev.gyre.net.Addresses;
import dev.gyre.rotation.EgressIds;
import dev.gyre.rotation.Secret;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is remembered of egresses from one run to the next: of those that are in the pool by [Health], of others here, until they
/// are in it again. Safe for all threads.
///
/// An address is known by itself, a chain by a hash with a salt and the operator's secret, if there is one: its credentials are not to
/// be found, and with a secret they can't be tried either. The hashes of a pool's chains are made once, when it comes; after that,
/// only of those of which something is learned for the first time. What can't be in the pool of another run is not remembered.
final class Memory {

    /// How many egresses are remembered: those of which something was learned last.
    static final int MOST = 65_536;

    /// What has not changed for so long is forgotten.
    private static final Duration OLD = Duration.ofDays(30);

    private static final int SALT_BYTES = 16;
    private static final Comparator<Remembered> LATEST_FIRST =
            Comparator.comparing(Remembered::since).reversed().thenComparing(Remembered::id);

    private final Health health;
    private final Optional<Secret> secret;
    private EgressPool pool;
    private String salt = "";
    private EgressIds ids = new EgressIds(Secret.random());
    private Map<String, Remembered> known = new HashMap<>();

    /// Of those that are known, which are in the pool.
    private final Set<String> present = new HashSet<>();

    /// The ids of chains that are known, or of which something is learned: no more than the two hold.
    private final Map<Egress, String> names = new HashMap<>();

    private boolean changed;

    /// @param secret without which ids can't be tried
    Memory(Health health, EgressPool pool, Optional<Secret> secret) {
        this.health = health;
        this.pool = pool;
        this.secret = secret;
        byte[] bytes = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(bytes);
        salted(HexFormat.of().formatHex(bytes));
    }

    private void salted(String with) {
        salt = with;
        ids =
                new EgressIds(
                        Secret.of(
                                secret.map(its ->
                                                HexFormat.of().formatHex(its.digest("state", with)))
                                        .orElse(with)));
    }

    /// Takes up what an earlier run has left, and goes on with its salt. Ids of chains that were made by a secret, where there is none
    /// now, or the other way round, stand for nothing any more.
    ///
    /// @return how many of those there were
    synchronized int take(StateText state) {
        boolean same = state.keyed() == secret.isPresent();
        if (same) {
            salted(state.salt());
        }
        int lost = 0;
        for (Remembered each : state.egresses().stream().limit(MOST).toList()) {
            if (same || isAddress(each.id())) {
                known.put(each.id(), each);
            } else {
                lost++;
            }
        }
        changed |= lost > 0;
        return lost;
    }

    private static boolean isAddress(String id) {
        return Addresses.parse(id).isPresent();
    }

    /// Tells [Health] of all that is known of what is in the pool, at the start.
    synchronized void restore(Instant time) {
        restore(Optional.empty(), time);
    }

    /// The pool is another: tells [Health] of those that are in this one, and were not in the one before.
    synchronized void use(EgressPool next, Instant time) {
        // What was learned of those that leave now.
        learn(time);
        EgressPool before = pool;
        pool = next;
        restore(Optional.of(before), time);
    }

    private void restore(Optional<EgressPool> before, Instant time) {
        present.clear();
        if (known.keySet().stream().anyMatch(id -> !isAddress(id))) {
            pool.chains()
                    .filter(this::comesAgain)
                    .forEach(chain -> {
                        String id = names.getOrDefault(chain, "");
                        id = id.isEmpty() ? ids.of(chain) : id;
                        if (known.containsKey(id)) {
                            names.put(chain, id);
                            restore(id, chain, before, time);
                        }
                    });
        }
        for (String id : known.keySet()) {
            Addresses.parse(id)
                    .map(Egress.Direct::new)
                    .filter(pool::contains)
                    .ifPresent(direct -> restore(id, direct, before, time));
        }
    }

    private void restore(String id, Egress egress, Optional<EgressPool> before, Instant time) {
        present.add(id);
        Remembered its = known.get(id);
        if (its != null && before.filter(old -> old.contains(egress)).isEmpty()) {
            health.restore(its.learned(egress, time));
        }
    }

    /// Whether it can be in the pool of another run.
    private boolean comesAgain(Egress egress) {
        return pool.comesAgain(egress, secret.isPresent());
    }

    /// Takes note of what [Health] has learned by now. Of what is in the pool, only what is known now stays known.
    ///
    /// @return whether there is anything that was not saved yet
    synchronized boolean learn(Instant time) {
        Map<String, Remembered> next = new HashMap<>();
        Set<Egress> learned = new HashSet<>();
        for (Learned each : health.learned()) {
            Egress egress = each.egress();
            boolean inPool = pool.contains(egress);
            Optional<String> id = inPool ? idInPool(egress) : idOfKnown(egress);
            if (id.isPresent()) {
                Remembered fresh = Remembered.of(id.get(), each, time);
                Remembered old = known.get(id.get());
                next.put(id.get(), old == null ? fresh : fresh.asOldAs(old));
                learned.add(egress);
                if (inPool) {
                    present.add(id.get());
                }
            }
        }
        known.forEach((id, each) -> {
            if (!present.contains(id) && !each.since().plus(OLD).isBefore(time)) {
                next.putIfAbsent(id, each);
            }
        });
        if (next.size() > MOST) {
            next.values().retainAll(Set.copyOf(sorted(next).subList(0, MOST)));
        }
        changed |= !next.equals(known);
        known = next;
        present.retainAll(known.keySet());
        names.entrySet()
                .removeIf(each ->
                        !learned.contains(each.getKey()) && !known.containsKey(each.getValue()));
        return changed;
    }

    private Optional<String> idInPool(Egress egress) {
        return comesAgain(egress) ? Optional.of(id(egress)) : Optional.empty();
    }

    /// Nothing when it is not known already: whether it can come again can't be told of what is in no pool.
    private Optional<String> idOfKnown(Egress egress) {
        return (switch (egress) {
                    case Egress.Direct(var source) -> Optional.of(Addresses.text(source));
                    case Egress.Chain chain -> Optional.ofNullable(names.get(chain));
                })
                .filter(known::containsKey);
    }

    private String id(Egress egress) {
        return switch (egress) {
            case Egress.Direct(var source) -> Addresses.text(source);
            case Egress.Chain chain -> names.computeIfAbsent(chain, ids::of);
        };
    }

    private static List<Remembered> sorted(Map<String, Remembered> all) {
        List<Remembered> latest = new ArrayList<>(all.values());
        latest.sort(LATEST_FIRST);
        return latest;
    }

    /// All that is to be kept, the latest first.
    synchronized StateText text() {
        return new StateText(salt, secret.isPresent(), sorted(known));
    }

    /// All that was learned is saved.
    synchronized void saved() {
        changed = false;
    }
}
