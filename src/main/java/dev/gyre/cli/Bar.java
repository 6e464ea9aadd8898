package dev.gyre.cli;

import dev.gyre.probe.Examined;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// How far a check is, in one line of a terminal that is written again and again.
final class Bar implements AutoCloseable {

    private static final int WIDTH = 30;
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter out;
    private final boolean shown;
    private final long start = System.nanoTime();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger work = new AtomicInteger();

    /// @param shown whether there is a terminal
    Bar(PrintWriter out, boolean shown) {
        this.out = out;
        this.shown = shown;
    }

    /// Counts a result; on any thread.
    void count(Examined examined) {
        if (examined.works()) {
            work.incrementAndGet();
        }
        done.incrementAndGet();
    }

    /// Writes the line anew.
    void draw(int total) {
        if (shown) {
            out.print(CLEAR + line(done.get(), work.get(), total, System.nanoTime() - start));
            out.flush();
        }
    }

    /// The line: a bar, how many are done and work, how many in a second, and the time that is left.
    static String line(int done, int work, int total, long nanos) {
        int full = total == 0 ? WIDTH : (int) ((long) WIDTH * done / total);
        double seconds = Math.max(1, nanos) / (double) TimeUnit.SECONDS.toNanos(1);
        double rate = done / seconds;
        String left =
                done == 0
                        ? ""
                        : String.format(
                                Locale.ROOT, "  %ds left", Math.round((total - done) / rate));
        return "["
                + "#".repeat(full)
                + ".".repeat(WIDTH - full)
                + "] "
                + done
                + "/"
                + total
                + String.format(Locale.ROOT, "  %d work  %.0f/s", work, rate)
                + left;
    }

    /// Takes the line away.
    @Override
    public void close() {
        if (shown) {
            out.print(CLEAR);
            out.flush();
        }
    }
}
