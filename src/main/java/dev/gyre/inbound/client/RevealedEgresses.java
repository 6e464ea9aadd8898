package dev.gyre.inbound.client;

import dev.gyre.egress.Egress;
import dev.gyre.rotation.EgressIds;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Names of egresses for the clients that may know them, and what those names that were told stand for. Safe for all threads, and
/// bounded: the name that was told longest ago is forgotten first.
public final class RevealedEgresses {

    private static final int MOST = 8192;

    private final EgressIds ids;
    private final int most;
    private final Map<String, Egress> told = new LinkedHashMap<>(16, 0.75f, true);

    public RevealedEgresses(EgressIds ids) {
        this(ids, MOST);
    }

    RevealedEgresses(EgressIds ids, int most) {
        this.ids = ids;
        this.most = most;
    }

    /// The name of an egress, which a client is told now.
    String tell(Egress egress) {
        String id = ids.of(egress);
        synchronized (told) {
            told.put(id, egress);
            if (told.size() > most) {
                var eldest = told.keySet().iterator();
                eldest.next();
                eldest.remove();
            }
        }
        return id;
    }

    /// What a name stands for that was told lately.
    Optional<Egress> of(String id) {
        synchronized (told) {
            return Optional.ofNullable(told.get(id));
        }
    }
}
