package dev.gyre.inbound.client;

import dev.gyre.egress.Egress;
import dev.gyre.rotation.EgressIds;
import dev.gyre.rotation.Identity;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// Names of egresses for the clients that may know them, and what the names stand for that each client was told. Safe for all
/// threads, and bounded.
///
/// What one client was told means nothing from another. Each has a place for so many names, and forgets first what it was told
/// longest ago. Where there are too many clients, the address gives way that has the most of them, since who is asked for no
/// password can be as many as he likes.
public final class RevealedEgresses {

    private static final int MOST_CLIENTS = 512;
    private static final int MOST_NAMES = 256;

    private final EgressIds ids;
    private final int mostClients;
    private final int mostNames;
    private final SequencedMap<InetAddress, SequencedMap<Identity, Told>> told = recentLast();
    private int clients;

    /// What one client was told.
    private static final class Told {
        private final SequencedMap<String, Egress> names = recentLast();
    }

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
            Told its = find(who);
            if (its == null) {
                its = add(who);
            }
            its.names.put(id, egress);
            if (its.names.size() > mostNames) {
                its.names.pollFirstEntry();
            }
        }
        return id;
    }

    /// What a name stands for that this client was told lately.
    Optional<Egress> of(Identity who, String id) {
        synchronized (told) {
            Told its = find(who);
            return its == null ? Optional.empty() : Optional.ofNullable(its.names.get(id));
        }
    }

    private @Nullable Told find(Identity who) {
        SequencedMap<Identity, Told> beside = told.get(who.client());
        return beside == null ? null : beside.get(who);
    }

    private Told add(Identity who) {
        if (clients >= mostClients) {
            forgetOne();
        }
        Told fresh = new Told();
        told.computeIfAbsent(who.client(), _ -> recentLast()).put(who, fresh);
        clients++;
        return fresh;
    }

    private void forgetOne() {
        @Nullable InetAddress crowded = null;
        int most = 0;
        for (var each : told.entrySet()) {
            if (each.getValue().size() > most) {
                crowded = each.getKey();
                most = each.getValue().size();
            }
        }
        SequencedMap<Identity, Told> its = crowded == null ? null : told.get(crowded);
        if (its != null) {
            its.pollFirstEntry();
            clients--;
            if (its.isEmpty()) {
                told.remove(crowded);
            }
        }
    }
}
