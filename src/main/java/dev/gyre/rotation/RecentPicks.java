package dev.gyre.rotation;

import dev.gyre.egress.Egress;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Which egress each client was given last, so that its next connection gets another. A fixed number of places: two clients
/// that share one only avoid each other's last egress as well.
final class RecentPicks {

    private static final int PLACES = 1024;

    private final AtomicReferenceArray<@Nullable Egress> last = new AtomicReferenceArray<>(PLACES);

    @Nullable Egress of(InetAddress client) {
        return last.get(place(client));
    }

    void picked(InetAddress client, Egress egress) {
        last.set(place(client), egress);
    }

    private static int place(InetAddress client) {
        int hash = client.hashCode();
        return (hash ^ (hash >>> 10) ^ (hash >>> 20)) & (PLACES - 1);
    }
}
