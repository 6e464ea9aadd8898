package dev.gyre.egress;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The sessions at a gateway for one country: a chain for each, of which any can be given a new name. They outlive the pool that they
/// were made for. Safe for all threads.
final class GatewaySessions {

    private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 12;

    /// A session.
    ///
    /// @param generation how often it was given a new name
    private record Slot(int place, int generation, Egress.Chain chain) {}

    private final GatewayTemplate template;
    private final Optional<String> country;
    private final PoolKey key;
    private final AtomicReferenceArray<Slot> slots;
    private final Map<Egress.Chain, Slot> known;

    /// New ones.
    GatewaySessions(
            GatewayTemplate template, Optional<String> country, int count, PoolKey poolKey) {
        this(template, country, poolKey.derived(text(template, country)), count, Optional.empty());
    }

    private GatewaySessions(
            GatewayTemplate template,
            Optional<String> country,
            PoolKey key,
            int count,
            Optional<GatewaySessions> before) {
        this.template = template;
        this.country = country;
        this.key = key;
        this.slots = new AtomicReferenceArray<>(count);
        this.known = new ConcurrentHashMap<>(count * 4 / 3 + 1);
        for (int place = 0; place < count; place++) {
            int at = place;
            Slot slot =
                    before.filter(sessions -> at < sessions.count())
                            .map(sessions -> sessions.slots.get(at))
                            .orElseGet(() -> slot(at, 0));
            slots.set(place, slot);
            known.put(slot.chain(), slot);
        }
    }

    /// As many as that, of which those that are here already stay as they are; itself when it has as many.
    GatewaySessions resized(int count) {
        return count == count()
                ? this
                : new GatewaySessions(template, country, key, count, Optional.of(this));
    }

    GatewayTemplate template() {
        return template;
    }

    Optional<String> country() {
        return country;
    }

    int count() {
        return slots.length();
    }

    Egress.Chain at(int place) {
        return slots.get(place).chain();
    }

    boolean has(Egress.Chain chain) {
        return known.containsKey(chain);
    }

    /// Whether it is a session's that was given no other name yet.
    boolean isFirst(Egress.Chain chain) {
        Slot slot = known.get(chain);
        return slot != null && slot.generation() == 0;
    }

    /// Gives the session of this chain a new name, unless it has one by now: the chain is none of these any more.
    synchronized void renew(Egress.Chain chain) {
        Slot old = known.get(chain);
        if (old == null) {
            return;
        }
        Slot fresh = slot(old.place(), old.generation() + 1);
        known.put(fresh.chain(), fresh);
        if (slots.compareAndSet(old.place(), old, fresh)) {
            known.remove(chain);
        }
    }

    private Slot slot(int place, int generation) {
        StringBuilder name = new StringBuilder(LENGTH);
        long bits = key.hash(place, generation, 0) >>> 1;
        for (int i = 0; i < LENGTH; i++) {
            name.append(DIGITS.charAt((int) (bits % DIGITS.length())));
            bits /= DIGITS.length();
        }
        return new Slot(
                place,
                generation,
                new Egress.Chain(List.of(template.filled(name.toString(), country))));
    }

    private static String text(GatewayTemplate template, Optional<String> country) {
        return "gateway "
                + template.hop().scheme().text()
                + ' '
                + template.hop().server()
                + ' '
                + template.hop().credentials().map(known -> known.user()).orElse("")
                + ' '
                + template.user().orElse("")
                + ' '
                + country.orElse("");
    }
}
