package dev.gyre.audit;

import dev.gyre.observe.ExchangeLog;
import dev.gyre.observe.ExchangeRecord;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// What Gyre says of the requests of an audit. They come one at a time, so that the next record is of the last request.
final class Recorder implements ExchangeLog {

    private static final int MOST = 64;

    private final BlockingQueue<ExchangeRecord> records = new ArrayBlockingQueue<>(MOST);

    @Override
    public void ended(ExchangeRecord exchange) {
        // More than that come only from strangers, who have found a listener of the audit.
        var _ = records.offer(exchange);
    }

    /// Forgets what came so far.
    void clear() {
        records.clear();
    }

    /// The next record of a request for this target, `host:port`; nothing when none comes in time.
    Optional<ExchangeRecord> next(String target, Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        ExchangeRecord record;
        do {
            record = records.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } while (record != null && !record.target().equals(target));
        return Optional.ofNullable(record);
    }
}
