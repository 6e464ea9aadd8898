package dev.gyre.inbound.client;

import dev.gyre.observe.Notices;

import io.netty.handler.codec.CodecException;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Tells the operator of what should not happen, out of memory say, and not of what networks do. One line a second at most,
/// since there may be one for each connection. Safe for all threads.
public final class Defects {

    private static final long APART = TimeUnit.SECONDS.toNanos(1);

    private final Notices notices;
    private final LongSupplier clock;
    private final AtomicLong last;

    public Defects(Notices notices) {
        this(notices, System::nanoTime);
    }

    /// @param clock nanoseconds of no particular origin
    Defects(Notices notices, LongSupplier clock) {
        this.notices = notices;
        this.clock = clock;
        this.last = new AtomicLong(clock.getAsLong() - APART);
    }

    /// A connection is about to end for this cause.
    public void ends(Throwable cause) {
        if (cause instanceof IOException || cause instanceof CodecException) {
            return;
        }
        long now = clock.getAsLong();
        long before = last.get();
        if (now - before >= APART && last.compareAndSet(before, now)) {
            notices.notice("a connection was ended by " + describe(cause));
        }
    }

    /// An error of the machine in full; any other without its message, which may have something of a client in it.
    private static String describe(Throwable cause) {
        if (cause instanceof VirtualMachineError) {
            return cause.toString();
        }
        StackTraceElement[] trace = cause.getStackTrace();
        return cause.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
