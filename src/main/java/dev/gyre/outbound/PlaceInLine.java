package dev.gyre.outbound;

import dev.gyre.health.Health;
import dev.gyre.rotation.Lease;
import dev.gyre.rotation.Leasing;
import dev.gyre.rotation.Leasing.Refused;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// How one request waits for an egress that has as much under way as it may: in the line of all such requests, which is bounded,
/// for a time in all, which is bounded too, and for no longer than its client. On its client's event loop.
final class PlaceInLine {

    private final Health health;
    private final EventLoop loop;
    private final Future<?> gone;
    private final Runnable again;
    private final Runnable inVain;
    private final long patience;
    private final GenericFutureListener<Future<Object>> leaving = _ -> endsInVain();

    /// When the time is up, if it has begun.
    private long end;

    private boolean begun;

    /// Whether it was woken, and has not come back to the line since.
    private boolean looks;

    private @Nullable Held held;

    /// A place that is waited at.
    ///
    /// @param withdraw gives it up
    /// @param timer ends the wait
    private record Held(Object token, Runnable withdraw, Future<?> timer) {}

    /// @param gone done when the client is gone
    /// @param again run when there may be an egress now; the place is given up by then
    /// @param inVain run when the time is up, or the client is gone
    PlaceInLine(Health health, EventLoop loop, Future<?> gone, Runnable again, Runnable inVain) {
        this.health = health;
        this.loop = loop;
        this.gone = gone;
        this.again = again;
        this.inVain = inVain;
        this.patience = health.settings().caps().patience().toNanos();
    }

    /// Asks for an egress, and where all that would do are full, once more from a place in the line: one may have become free a moment
    /// before. Nothing is told when it waits then.
    ///
    /// @param use takes the lease over
    /// @param refuse is told why there is none, and none is waited for
    void lease(Supplier<Leasing> ask, Consumer<Lease> use, Consumer<Refused> refuse) {
        Leasing leasing = ask.get();
        if (leasing == Refused.ALL_FULL && take()) {
            leasing = ask.get();
            if (leasing == Refused.ALL_FULL) {
                return;
            }
        }
        switch (leasing) {
            case Lease lease -> {
                took();
                try {
                    use.accept(lease);
                } catch (Throwable error) {
                    lease.released();
                    throw error;
                }
            }
            case Refused.ALL_FULL -> {
                passes();
                inVain.run();
            }
            case Refused refused -> {
                passes();
                refuse.accept(refused);
            }
        }
    }

    /// Takes a place at the end of the line.
    ///
    /// @return false when it is not to wait: too many do, its time is up, or its client is gone
    private boolean take() {
        long now = System.nanoTime();
        if (!begun) {
            begun = true;
            end = now + patience;
        }
        if (end - now <= 0 || gone.isDone()) {
            return false;
        }
        Object token = new Object();
        Runnable withdraw = health.whenFree(() -> wake(token)).orElse(null);
        if (withdraw == null) {
            return false;
        }
        Future<?> timer = loop.schedule(this::endsInVain, end - now, TimeUnit.NANOSECONDS);
        held = new Held(token, withdraw, timer);
        looks = false;
        gone.addListener(leaving);
        return true;
    }

    /// Gives the place up, if it has one.
    void leave() {
        Held place = held;
        if (place != null) {
            held = null;
            place.withdraw.run();
            place.timer.cancel(false);
            gone.removeListener(leaving);
        }
    }

    /// On any thread.
    private void wake(Object token) {
        try {
            loop.execute(() -> woken(token));
        } catch (RejectedExecutionException stopped) {
            // The loop has ended, and all of its clients with it.
            passOn();
        }
    }

    private void woken(Object token) {
        Held place = held;
        if (place == null || !place.token.equals(token)) {
            // It does not wait any more, or not there: the next one is to look.
            passOn();
            return;
        }
        leave();
        looks = true;
        again.run();
    }

    /// It has an egress.
    private void took() {
        leave();
        if (looks) {
            looks = false;
            health.placeTaken();
        }
    }

    /// It gets none, and does not wait for one: what it was woken for is for the next one.
    void passes() {
        leave();
        if (looks) {
            looks = false;
            passOn();
        }
    }

    /// Whoever comes to the line wakes the next one, as long as something was given back that nobody has taken.
    private void passOn() {
        health.whenFree(this::passOn).ifPresent(Runnable::run);
    }

    private void endsInVain() {
        if (held != null) {
            leave();
            inVain.run();
        }
    }
}
