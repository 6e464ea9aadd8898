package dev.gyre.inbound.dns;

import dev.gyre.rotation.Sessions;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Optional;

/// The clients of one UDP socket, each for as long as it asks now and then. Bounded: while there are very many, nobody else becomes one.
/// Who is there is not forgotten for others, who may be forged. Lives on one event loop.
final class DatagramClients {

    static final int MOST = 1024;

    /// How many questions a client may ask at once, and then each second: a resolver for a whole house asks for fewer.
    static final int AT_ONCE = 256;

    static final int A_SECOND = 128;

    /// How many all of them may ask together.
    static final int ALL_AT_ONCE = 1024;

    static final int ALL_A_SECOND = 512;

    private final Sessions sessions;
    private final int listener;
    private final long idle;
    private final Pace all;
    private final LinkedHashMap<InetAddress, Seen> byAddress = new LinkedHashMap<>(16, 0.75f, true);

    /// A client, and how fast it asks.
    private static final class Seen {
        private final DnsClient client;
        private final Pace pace;
        private long last;

        private Seen(DnsClient client, long now) {
            this.client = client;
            this.pace = new Pace(AT_ONCE, A_SECOND, now);
        }
    }

    /// @param listener the place of the listener
    /// @param idle after how many nanoseconds without a question a client has gone
    /// @param now by a clock that never goes back, in nanoseconds
    DatagramClients(Sessions sessions, int listener, long idle, long now) {
        this.sessions = sessions;
        this.listener = listener;
        this.idle = idle;
        this.all = new Pace(ALL_AT_ONCE, ALL_A_SECOND, now);
    }

    /// Who asks, if it is to have a whole answer now.
    Optional<DnsClient> asks(InetAddress address, long now) {
        forget(now);
        @Nullable Seen seen = byAddress.get(address);
        if (seen == null) {
            if (byAddress.size() >= MOST) {
                return Optional.empty();
            }
            seen = new Seen(client(address), now);
            byAddress.put(address, seen);
        }
        seen.last = now;
        return allows(address, seen, now) ? Optional.of(seen.client) : Optional.empty();
    }

    /// Who this is. Nobody becomes a client by that.
    DnsClient of(InetAddress address) {
        @Nullable Seen seen = byAddress.get(address);
        return seen == null ? client(address) : seen.client;
    }

    private DnsClient client(InetAddress address) {
        return new DnsClient(address, address.isLoopbackAddress(), listener, sessions);
    }

    /// Whether whoever this is may be told more than it said. Nobody becomes a client by that.
    boolean mayBeTold(InetAddress address, long now) {
        return allows(address, byAddress.get(address), now);
    }

    /// One on this machine can't pretend to be another, and asks as it likes.
    private boolean allows(InetAddress address, @Nullable Seen seen, long now) {
        return address.isLoopbackAddress()
                || ((seen == null || seen.pace.allows(now)) && all.allows(now));
    }

    /// Forgets those that have gone.
    void forget(long now) {
        while (!byAddress.isEmpty() && now - byAddress.firstEntry().getValue().last >= idle) {
            forgetEldest();
        }
    }

    /// The socket is closed.
    void forgetAll() {
        while (!byAddress.isEmpty()) {
            forgetEldest();
        }
    }

    private void forgetEldest() {
        Iterator<Seen> oldest = byAddress.values().iterator();
        oldest.next().client.ended();
        oldest.remove();
    }
}
