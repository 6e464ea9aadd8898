package dev.gyre.observe;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Prints lines on a thread of its own, one for each exchange or notice: when nobody reads them, they are dropped, and the proxy
/// goes on.
public final class LineLog implements ExchangeLog, Notices, AutoCloseable {

    private static final int WAITING = 1024;
    private static final Duration LAST = Duration.ofSeconds(2);

    private final BlockingQueue<Optional<String>> waiting = new ArrayBlockingQueue<>(WAITING);
    private final CountDownLatch printed = new CountDownLatch(1);

    public LineLog(PrintWriter out) {
        Thread.ofVirtual()
                .name("log")
                .start(() -> {
                    try {
                        for (var line = waiting.take(); line.isPresent(); line = waiting.take()) {
                            print(line.get(), out);
                        }
                    } catch (InterruptedException closed) {
                        Thread.currentThread().interrupt();
                    } finally {
                        printed.countDown();
                    }
                });
    }

    @Override
    public void ended(ExchangeRecord exchange) {
        print(line(exchange));
    }

    @Override
    public void notice(String line) {
        print("gyre: " + line);
    }

    /// As they are, so that a terminal or an editor can find the place in the file.
    @Override
    public void report(String lines) {
        print(lines);
    }

    private void print(String line) {
        // A full queue drops the line: the log never holds up a request.
        var _ = waiting.offer(Optional.of(line));
    }

    /// A line for which there is no memory is lost, not the log.
    private static void print(String line, PrintWriter out) {
        try {
            out.println(line);
            out.flush();
        } catch (OutOfMemoryError lost) {
            // The next one may find some.
        }
    }

    static String line(ExchangeRecord exchange) {
        String way = exchange.egress().isEmpty() ? "no egress" : exchange.egress();
        String end =
                exchange.failure()
                        .map(failure -> " " + failure + because(exchange.detail()))
                        .orElseGet(() -> because(exchange.detail()));
        return exchange.kind() + " " + exchange.target() + " by " + way + end;
    }

    private static String because(String detail) {
        // A detail may quote what a hop said: no control character of it reaches a terminal.
        return detail.isEmpty() ? "" : " (" + detail.replaceAll("\\p{Cntrl}", "?") + ")";
    }

    /// Prints what waits, as long as somebody reads it. Blocks, two seconds at most.
    @Override
    public void close() {
        try {
            if (waiting.offer(Optional.empty(), LAST.toMillis(), TimeUnit.MILLISECONDS)) {
                var _ = printed.await(LAST.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
