package dev.gyre.outbound;

import dev.gyre.egress.Egress;

import io.netty.channel.Channel;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Which egresses are in use, and, where those that leave are to be cut, what is open by each. Safe for all threads.
///
/// Bounded by the connections to targets that there are: each is known from when it is up until it is closed.
public final class OpenWays {

    private final boolean cuts;
    private final Map<Channel, Egress> open = new ConcurrentHashMap<>();
    private volatile Predicate<Egress> stays = _ -> true;

    /// @param cuts whether what is open by an egress ends when that leaves; else nothing is noted down
    public OpenWays(boolean cuts) {
        this.cuts = cuts;
    }

    /// A connection is up. It is closed if its egress has left while it was made.
    void opened(Egress egress, Channel channel) {
        if (!cuts) {
            return;
        }
        open.put(channel, egress);
        channel.closeFuture().addListener(_ -> open.remove(channel));
        // Noted down first: whoever has the egress leave now finds it.
        if (!stays.test(egress)) {
            channel.close();
        }
    }

    /// Whether a connection by this egress may wait for another request.
    public boolean stays(Egress egress) {
        return stays.test(egress);
    }

    /// Only these are in use from now on. May take a while: looks at all that is open, if it cuts.
    ///
    /// @return how many connections it closed
    public int keepOnly(Predicate<Egress> those) {
        stays = those;
        int cut = 0;
        for (Map.Entry<Channel, Egress> entry : open.entrySet()) {
            if (!those.test(entry.getValue())) {
                entry.getKey().close();
                cut++;
            }
        }
        return cut;
    }
}
