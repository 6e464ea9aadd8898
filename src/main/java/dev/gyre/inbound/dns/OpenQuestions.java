package dev.gyre.inbound.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// How many questions are open, of all clients and of each: from when they are read until their replies are written, and nobody is
/// asked for them any more. Safe for all threads; holds its lock for a look-up in a map.
final class OpenQuestions {

    private final int most;
    private final int mostOfOne;
    private final Map<InetAddress, Integer> byClient = new HashMap<>();
    private int all;

    /// @param most of all clients
    /// @param mostOfOne of each
    OpenQuestions(int most, int mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /// A place for one more; nothing when there is none.
    synchronized Optional<Place> take(InetAddress client) {
        int its = byClient.getOrDefault(client, 0);
        if (all >= most || its >= mostOfOne) {
            return Optional.empty();
        }
        all++;
        byClient.put(client, its + 1);
        return Optional.of(new Place(() -> giveBack(client)));
    }

    private synchronized void giveBack(InetAddress client) {
        all--;
        byClient.computeIfPresent(client, (_, its) -> its == 1 ? null : its - 1);
        if (all == 0) {
            notifyAll();
        }
    }

    /// Waits until none is open, or the time is up. Not for event loops.
    ///
    /// @return how many are
    synchronized int await(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        try {
            for (long left = time.toNanos(); all > 0 && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return all;
    }
}
