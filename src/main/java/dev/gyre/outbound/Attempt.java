package dev.gyre.outbound;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The one outcome of an attempt to connect, and its deadline. Whatever is still open when it ends is closed. Lives on one
/// event loop.
///
/// It may have parts, which share its deadline: see [Staggered].
final class Attempt {

    private final EventLoop loop;
    private final Promise<Channel> result;

    /// What this is a part of.
    private final @Nullable Attempt whole;

    private @Nullable Future<?> timer;
    private boolean extended;
    private boolean failed;
    private @Nullable Channel connecting;
    private Runnable connected = () -> {};
    private Supplier<FailureException> late =
            () -> new FailureException(Failure.CONNECT_TIMEOUT, "not connected in time");

    Attempt(EventLoop loop, Duration timeout, Promise<Channel> result) {
        this(loop, result, null);
        this.timer = timer(timeout);
    }

    private Attempt(EventLoop loop, Promise<Channel> result, @Nullable Attempt whole) {
        this.loop = loop;
        this.result = result;
        this.whole = whole;
        result.addListener(_ -> {
            if (result.isCancelled()) {
                stop();
            }
        });
    }

    /// A part of it with an outcome of its own. It has no time of its own: when that of the whole is up, whoever made the part is to
    /// cancel it.
    Attempt part(Promise<Channel> outcome) {
        return new Attempt(loop, outcome, this);
    }

    private Future<?> timer(Duration timeout) {
        return loop.schedule(() -> fail(late.get()), timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Gives it so much time from now on: it is connected, and another phase of it begins. For all parts together the first that asks
    /// counts.
    void allow(Duration timeout) {
        if (isOver()) {
            return;
        }
        connected.run();
        if (whole != null) {
            if (!whole.extended) {
                whole.allow(timeout);
            }
            return;
        }
        extended = true;
        stopTimer();
        timer = timer(timeout);
    }

    EventLoop loop() {
        return loop;
    }

    /// What comes of it; cancelled when whoever wanted it has given it up.
    Future<Channel> outcome() {
        return result;
    }

    /// Gives it up.
    void cancel() {
        result.cancel(false);
    }

    boolean isOver() {
        return failed || result.isDone();
    }

    /// A channel that is now being connected: closed when the attempt fails before it is ready. Nothing when there is none to be
    /// had; the attempt has failed then.
    Optional<Channel> open() {
        try {
            Channel channel = Sockets.open(loop);
            connecting = channel;
            return Optional.of(channel);
        } catch (ChannelException noSocket) {
            fail(Failure.OVERLOADED, "no socket: " + noSocket.getMessage());
            return Optional.empty();
        }
    }

    /// Has this run when the attempt has ended, whichever way.
    void whenOver(Runnable end) {
        result.addListener(_ -> end.run());
    }

    /// Has this run when it is connected, and another phase of it begins.
    void whenConnected(Runnable then) {
        connected = then;
    }

    /// What to say when time runs out from here on.
    void blameWhenLate(Supplier<FailureException> failure) {
        late = failure;
    }

    /// What is to be said if time runs out now.
    FailureException late() {
        return late.get();
    }

    void succeed(Channel channel) {
        if (isOver()) {
            channel.close();
            return;
        }
        stopTimer();
        connecting = null;
        if (!result.trySuccess(channel)) {
            channel.close();
        }
    }

    void fail(FailureException failure) {
        if (isOver()) {
            return;
        }
        // First, since what is closed now fails too, and knows less of why.
        failed = true;
        stop();
        result.tryFailure(failure);
    }

    void fail(Failure failure, String detail) {
        fail(new FailureException(failure, detail));
    }

    private void stop() {
        stopTimer();
        Channel open = connecting;
        connecting = null;
        if (open != null) {
            open.close();
        }
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
