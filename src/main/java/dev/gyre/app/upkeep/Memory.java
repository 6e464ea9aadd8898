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
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is remembered of egresses from one run to the next: of those that are in the pool by [Health], of others here, until they
/// are in it again. Safe for all threads.
///
/// An address is known by itself, a chain by a hash with a salt: its credentials are not to be found, nor can they be tried.
final class Memory {

    /// How many egresses are remembered: those of which something was learned last.
    static final int MOST = 65_536;

    /// What has not changed for so long is forgotten.
    private static final Duration OLD = Duration.ofDays(30);

    private static final int SALT_BYTES = 16;

    private final Health health;
    private String salt = "";
    private EgressIds ids = new EgressIds(Secret.random());
    private final Map<String, Remembered> known = new HashMap<>();

    Memory(Health health) {
        this.health = health;
        byte[] bytes = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(bytes);
        salted(HexFormat.of().formatHex(bytes));
    }

    private void salted(String with) {
        salt = with;
        ids = new EgressIds(Secret.of(with));
    }

    /// Takes up what an earlier run has left, and goes on with its salt.
    synchronized void take(StateText state) {
        salted(state.salt());
        state.egresses().stream().limit(MOST).forEach(each -> known.put(each.id(), each));
    }

    /// Tells [Health] of those that are in this pool, and were not in the one before.
    ///
    /// @param before nothing at the start
    synchronized void restore(Optional<EgressPool> before, EgressPool now, Instant time) {
        if (known.isEmpty()) {
            return;
        }
        now.chains().forEach(chain -> restore(ids.of(chain), chain, before, time));
        for (String id : List.copyOf(known.keySet())) {
            Addresses.parse(id)
                    .map(Egress.Direct::new)
                    .filter(now::contains)
                    .ifPresent(direct -> restore(id, direct, before, time));
        }
    }

    private void restore(String id, Egress egress, Optional<EgressPool> before, Instant time) {
        Remembered its = known.get(id);
        if (its != null && before.filter(pool -> pool.contains(egress)).isEmpty()) {
            health.restore(its.learned(egress, time));
        }
    }

    /// All that is to be kept, the latest first.
    ///
    /// @param pool what is in use: of those in it, only what is known now
    synchronized StateText state(EgressPool pool, Instant time) {
        Map<String, Remembered> next = new HashMap<>();
        for (Learned learned : health.learned()) {
            Remembered fresh = Remembered.of(id(learned.egress()), learned, time);
            Remembered old = known.get(fresh.id());
            next.put(fresh.id(), old == null ? fresh : fresh.asOldAs(old));
        }
        idsOf(pool).forEach(known::remove);
        known.values().removeIf(each -> each.since().plus(OLD).isBefore(time));
        known.forEach(next::putIfAbsent);
        List<Remembered> latest = new ArrayList<>(next.values());
        latest.sort(
                Comparator.comparing(Remembered::since).reversed().thenComparing(Remembered::id));
        List<Remembered> kept = List.copyOf(latest.subList(0, Math.min(MOST, latest.size())));
        known.clear();
        kept.forEach(each -> known.put(each.id(), each));
        return new StateText(salt, kept);
    }

    /// Of those that are known, the ids of what is in the pool.
    private List<String> idsOf(EgressPool pool) {
        List<String> present = new ArrayList<>(pool.chains().map(ids::of).toList());
        for (String id : known.keySet()) {
            if (Addresses.parse(id).map(Egress.Direct::new).filter(pool::contains).isPresent()) {
                present.add(id);
            }
        }
        return present;
    }

    private String id(Egress egress) {
        return switch (egress) {
            case Egress.Direct(var source) -> Addresses.text(source);
            case Egress.Chain chain -> ids.of(chain);
        };
    }
}
