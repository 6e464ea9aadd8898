package dev.gyre.inbound.dns;

import dev.gyre.rotation.Sessions;

import java.net.InetAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;

/// The clients of one UDP socket, each for as long as it asks now and then. Bounded: whoever asked longest ago is forgotten first, and
/// taken for a new one when it asks again. Lives on one event loop.
final class DatagramClients {

    static final int MOST = 1024;

    /// How many questions a client may ask at once, and then each second: a resolver for a whole house asks for fewer.
    static final int AT_ONCE = 256;

    static final int A_SECOND = 128;

    private final Sessions sessions;
    private final int listener;
    private final long idle;
    private final LinkedHashMap<InetAddress, Seen> byAddress = new LinkedHashMap<>(16, 0.75f, true);

    /// A client, and how fast it asks.
    static final class Seen {
        private final DnsClient client;
        private final boolean known;
        private final Pace pace;
        private long last;

        private Seen(DnsClient client, long now) {
            this.client = client;
            this.known = client.address().isLoopbackAddress();
            this.pace = new Pace(AT_ONCE, A_SECOND, now);
        }

        DnsClient client() {
            return client;
        }

        /// Whether what it asks now is to be answered. One on this machine can't pretend to be another, and asks as it likes.
        boolean mayAsk(long now) {
            return known || pace.allows(now);
        }
    }

    /// @param listener the place of the listener
    /// @param idle after how many nanoseconds without a question a client has gone
    DatagramClients(Sessions sessions, int listener, long idle) {
        this.sessions = sessions;
        this.listener = listener;
        this.idle = idle;
    }

    /// @param now by a clock that never goes back, in nanoseconds
    Seen at(InetAddress address, long now) {
        forget(now);
        Seen seen =
                byAddress.computeIfAbsent(
                        address, _ -> new Seen(new DnsClient(address, listener, sessions), now));
        seen.last = now;
        if (byAddress.size() > MOST) {
            forgetEldest();
        }
        return seen;
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
