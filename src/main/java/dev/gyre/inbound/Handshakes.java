package dev.gyre.inbound;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// What takes long in clients' TLS handshakes, signatures above all: on a few threads that are there only then, so that those who are
/// connected already don't wait for those who come. Safe for all threads, and bounded: beyond that, whoever comes is cut off.
final class Handshakes implements Executor, AutoCloseable {

    private static final int MOST_WAITING = 1024;
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor workers;

    Handshakes() {
        int most = Runtime.getRuntime().availableProcessors();
        workers =
                new ThreadPoolExecutor(
                        most,
                        most,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(MOST_WAITING),
                        Thread.ofPlatform().daemon().name("handshakes-", 0).factory());
        workers.allowCoreThreadTimeOut(true);
    }

    /// @throws RejectedExecutionException when too much is waiting
    @Override
    public void execute(Runnable task) {
        workers.execute(task);
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
