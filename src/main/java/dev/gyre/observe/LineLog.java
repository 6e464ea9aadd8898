package dev.gyre.observe;

import java.io.PrintWriter;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Prints a line for each exchange, on a thread of its own: when nobody reads the lines, they are dropped, and the proxy goes
/// on.
public final class LineLog implements ExchangeLog, AutoCloseable {

    private static final int WAITING = 1024;

    private final BlockingQueue<ExchangeRecord> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Thread writer;

    public LineLog(PrintWriter out) {
        writer =
                Thread.ofVirtual()
                        .name("exchange-log")
                        .start(() -> {
                            try {
                                while (true) {
                                    out.println(line(waiting.take()));
                                    out.flush();
                                }
                            } catch (InterruptedException closed) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    @Override
    public void ended(ExchangeRecord exchange) {
        // A full queue drops the record: the log never holds up a request.
        var _ = waiting.offer(exchange);
    }

    static String line(ExchangeRecord exchange) {
        String way = exchange.egress().isEmpty() ? "no egress" : exchange.egress();
        String end =
                exchange.failure()
                        .map(failure -> " " + failure + because(exchange.detail()))
                        .orElse("");
        return exchange.kind() + " " + exchange.target() + " by " + way + end;
    }

    private static String because(String detail) {
        // A detail may quote what a hop said: no control character of it reaches a terminal.
        return detail.isEmpty() ? "" : " (" + detail.replaceAll("\\p{Cntrl}", "?") + ")";
    }

    @Override
    public void close() {
        writer.interrupt();
    }
}
