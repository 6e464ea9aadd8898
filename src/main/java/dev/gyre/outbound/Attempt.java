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
final class Attempt {

    private final EventLoop loop;
    private final Promise<Channel> result;
    private long deadline;
    private Future<?> timer;
    private @Nullable Channel connecting;
    private Supplier<FailureException> late =
            () -> new FailureException(Failure.CONNECT_TIMEOUT, "not connected in time");

    Attempt(EventLoop loop, Duration timeout, Promise<Channel> result) {
        this.loop = loop;
        this.result = result;
        this.deadline = System.nanoTime() + timeout.toNanos();
        this.timer = timer(timeout);
        result.addListener(_ -> {
            if (result.isCancelled()) {
                stop();
            }
        });
    }

    private Future<?> timer(Duration timeout) {
        return loop.schedule(() -> fail(late.get()), timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Gives it so much time from now on: another part of it begins.
    void allow(Duration timeout) {
        if (!isOver()) {
            timer.cancel(false);
            deadline = System.nanoTime() + timeout.toNanos();
            timer = timer(timeout);
        }
    }

    EventLoop loop() {
        return loop;
    }

    /// What comes of it; cancelled when whoever wanted it has given it up.
    Future<Channel> outcome() {
        return result;
    }

    boolean isOver() {
        return result.isDone();
    }

    /// How much time is left, in nanoseconds.
    long left() {
        return deadline - System.nanoTime();
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

    /// What to say when time runs out from here on.
    void blameWhenLate(Supplier<FailureException> failure) {
        late = failure;
    }

    void succeed(Channel channel) {
        timer.cancel(false);
        connecting = null;
        if (!result.trySuccess(channel)) {
            channel.close();
        }
    }

    void fail(FailureException failure) {
        stop();
        result.tryFailure(failure);
    }

    void fail(Failure failure, String detail) {
        fail(new FailureException(failure, detail));
    }

    private void stop() {
        timer.cancel(false);
        Channel open = connecting;
        connecting = null;
        if (open != null) {
            open.close();
        }
    }
}
