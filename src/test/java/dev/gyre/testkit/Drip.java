package dev.gyre.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Somebody who sends a little at a time, again and again, until it is not taken any more or is enough.
public final class Drip implements AutoCloseable {

    /// Sends one drop.
    @FunctionalInterface
    public interface Drop {
        void send() throws IOException;
    }

    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
    private final CountDownLatch over = new CountDownLatch(1);
    private int left;

    private Drip(int most, Duration apart, Drop drop) {
        left = most;
        var _ =
                clock.scheduleAtFixedRate(
                        () -> fall(drop), 0, apart.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Starts at once.
    ///
    /// @param most how many drops at most
    public static Drip start(int most, Duration apart, Drop drop) {
        return new Drip(most, apart, drop);
    }

    private void fall(Drop drop) {
        try {
            drop.send();
            left--;
        } catch (IOException notTaken) {
            left = 0;
        }
        if (left <= 0) {
            clock.shutdownNow();
            over.countDown();
        }
    }

    /// Waits until it is over; a minute at most.
    public void await() throws IOException {
        try {
            if (!over.await(1, TimeUnit.MINUTES)) {
                throw new AssertionError("it goes on and on");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
