package dev.gyre.dns;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// Asks one question after the other, so many at a time, and takes the time of each. All on one event loop.
final class Load {

    /// Who is asked.
    @FunctionalInterface
    interface Asker {
        /// @param number another each time
        Future<?> ask(long number, EventLoop loop);
    }

    /// @param rate look-ups in a second
    /// @param median of one, in microseconds
    /// @param slow what 99 of 100 stay below, in microseconds
    record Figures(long count, long failed, double rate, double median, double slow) {}

    private static final int MOST = 2_000_000;

    private final Asker asker;
    private final EventLoop loop;
    private final long most;
    private final long until;
    private final Promise<Figures> figures;
    private final long[] nanos = new long[MOST];
    private final long start = System.nanoTime();
    private long number;
    private int done;
    private int open;
    private long failed;

    private Load(Asker asker, EventLoop loop, long most, long nanos) {
        this.asker = asker;
        this.loop = loop;
        this.most = Math.min(most, MOST);
        this.until = start + nanos;
        this.figures = loop.newPromise();
    }

    /// Blocks until so much was asked, or the time is over.
    ///
    /// @param first the number of the first question
    static Figures run(
            Asker asker, EventLoop loop, int atATime, long first, long most, long millis) {
        Load load = new Load(asker, loop, most, TimeUnit.MILLISECONDS.toNanos(millis));
        loop.execute(() -> {
            load.number = first;
            for (int i = 0; i < atATime; i++) {
                load.next();
            }
        });
        return load.figures.syncUninterruptibly().getNow();
    }

    private void next() {
        long now = System.nanoTime();
        if (now - until >= 0 || done + open >= most) {
            if (open == 0) {
                finish(now);
            }
            return;
        }
        open++;
        asker.ask(number++, loop)
                .addListener(answered -> {
                    open--;
                    nanos[done++] = System.nanoTime() - now;
                    failed += answered.isSuccess() ? 0 : 1;
                    next();
                });
    }

    private void finish(long now) {
        long[] sorted = Arrays.copyOf(nanos, done);
        Arrays.sort(sorted);
        figures.trySuccess(
                new Figures(
                        done,
                        failed,
                        done * 1e9 / (now - start),
                        sorted[done / 2] / 1e3,
                        sorted[(int) (done * 0.99)] / 1e3));
    }
}
