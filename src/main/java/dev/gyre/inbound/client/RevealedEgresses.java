package dev.gyre.inbound.client;

import dev.gyre.egress.Egress;
import dev.gyre.rotation.EgressIds;
import dev.gyre.rotation.Identity;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// Names of egresses for the clients that may know them, and what the names stand for that each client was told. Safe for all
/// threads, and bounded: the client that was told longest ago is forgotten first, and of one client what it was told longest ago.
///
/// What one client was told means nothing from another.
public final class RevealedEgresses {

    private static final int MOST_CLIENTS = 512;
    private static final int MOST_NAMES = 256;

    private final EgressIds ids;
    private final int mostClients;
    private final int mostNames;
    private final SequencedMap<Identity, SequencedMap<String, Egress>> told = recentLast();

    public RevealedEgresses(EgressIds ids) {
        this(ids, MOST_CLIENTS, MOST_NAMES);
    }

    /// @param mostClients how many clients are remembered
    /// @param mostNames how many names for each
    RevealedEgresses(EgressIds ids, int mostClients, int mostNames) {
        this.ids = ids;
        this.mostClients = mostClients;
        this.mostNames = mostNames;
    }

    private static <K, V> SequencedMap<K, V> recentLast() {
        return new LinkedHashMap<>(2, 0.75f, true);
    }

    /// The name of an egress, which this client is told now.
    String tell(Identity who, Egress egress) {
        String id = ids.of(egress);
        synchronized (told) {
            SequencedMap<String, Egress> its = told.computeIfAbsent(who, _ -> recentLast());
            its.put(id, egress);
            if (its.size() > mostNames) {
                its.pollFirstEntry();
            }
            if (told.size() > mostClients) {
                told.pollFirstEntry();
            }
        }
        return id;
    }

    /// What a name stands for that this client was told lately.
    Optional<Egress> of(Identity who, String id) {
        synchronized (told) {
            SequencedMap<String, Egress> its = told.get(who);
            return its == null ? Optional.empty() : Optional.ofNullable(its.get(id));
        }
    }
}
