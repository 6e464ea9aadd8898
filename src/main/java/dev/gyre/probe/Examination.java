package dev.gyre.probe;

import dev.gyre.egress.Egress;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Examines many egresses once, so many at a time. For one use; its results may be asked for while it runs.
public final class Examination {

    private final Probe probe;
    private final List<Egress> egresses;
    private final EventLoopGroup loops;
    private final Consumer<Examined> watcher;
    private final AtomicInteger next = new AtomicInteger();
    private final CountDownLatch left;
    private final List<Examined> results = new ArrayList<>();
    private volatile boolean stopped;

    /// @param watcher is told of each result, on an event loop, one after the other
    public Examination(
            Probe probe, List<Egress> egresses, EventLoopGroup loops, Consumer<Examined> watcher) {
        this.probe = probe;
        this.egresses = List.copyOf(egresses);
        this.loops = loops;
        this.watcher = watcher;
        this.left = new CountDownLatch(egresses.size());
    }

    /// Begins.
    ///
    /// @param concurrency how many are examined at a time, at least 1
    public void start(int concurrency) {
        for (int i = 0; i < Math.min(concurrency, egresses.size()); i++) {
            loops.next().execute(this::examine);
        }
    }

    /// Waits for the end, or so long.
    ///
    /// @return whether it is over
    public boolean await(long millis) throws InterruptedException {
        return left.await(millis, TimeUnit.MILLISECONDS);
    }

    /// Begins no more; whoever waits goes on.
    public void stop() {
        stopped = true;
        while (left.getCount() > 0) {
            left.countDown();
        }
    }

    /// What is known so far, in the order in which it came.
    public List<Examined> results() {
        synchronized (results) {
            return List.copyOf(results);
        }
    }

    private void examine() {
        int place = next.getAndIncrement();
        if (stopped || place >= egresses.size()) {
            return;
        }
        probe.examine(egresses.get(place), loops.next())
                .addListener((Future<Examined> done) -> {
                    if (done.isSuccess() && !stopped) {
                        synchronized (results) {
                            results.add(done.getNow());
                            watcher.accept(done.getNow());
                        }
                    }
                    left.countDown();
                    // Not from here: what is refused at once would go ever deeper.
                    if (!stopped) {
                        loops.next().execute(this::examine);
                    }
                });
    }
}
