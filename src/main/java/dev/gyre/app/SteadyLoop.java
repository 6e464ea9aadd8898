package dev.gyre.app;

import dev.gyre.observe.Notices;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;

import java.util.concurrent.Executor;

/// An event loop that outlives errors. Netty's own ends with an `Error` that a channel's events raise, an `OutOfMemoryError`
/// say, and takes all its other connections along; here, only what was at work at the moment is lost.
final class SteadyLoop extends SingleThreadIoEventLoop {

    private final Notices notices;

    private SteadyLoop(
            IoEventLoopGroup group, Executor executor, IoHandlerFactory factory, Notices notices) {
        super(group, executor, factory);
        this.notices = notices;
    }

    static MultiThreadIoEventLoopGroup group(
            int threads, IoHandlerFactory factory, Notices notices) {
        // Handed down as an argument, since the loops are made before a field could be set.
        return new Group(threads, factory, notices);
    }

    private static final class Group extends MultiThreadIoEventLoopGroup {
        Group(int threads, IoHandlerFactory factory, Notices notices) {
            super(threads, (Executor) null, factory, notices);
        }

        @Override
        protected IoEventLoop newChild(
                Executor executor, IoHandlerFactory factory, Object... arguments) {
            return new SteadyLoop(this, executor, factory, (Notices) arguments[0]);
        }
    }

    @Override
    protected int runIo() {
        try {
            return super.runIo();
        } catch (Throwable error) {
            survived(error);
            return 0;
        }
    }

    @Override
    protected boolean runAllTasks(long timeoutNanos) {
        try {
            return super.runAllTasks(timeoutNanos);
        } catch (Throwable error) {
            survived(error);
            return true;
        }
    }

    /// Closes all that is open before the loop ends. Netty's own looks whether it is to end, runs tasks, and looks again: when it is
    /// told to in between, it ends with its connections open.
    @Override
    protected boolean confirmShutdown() {
        if (isShuttingDown()) {
            ioHandler().prepareToDestroy();
        }
        return super.confirmShutdown();
    }

    private void survived(Throwable error) {
        try {
            notices.notice("an event loop went on after " + error);
        } catch (Throwable again) {
            // No memory for words either: going on matters more.
        }
    }
}
