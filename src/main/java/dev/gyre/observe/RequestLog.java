package dev.gyre.observe;

import dev.gyre.net.Failure;
import dev.gyre.observe.RequestLogSettings.Place;

import org.jspecify.annotations.Nullable;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToIntFunction;

/// The log of requests: a line for each, where the pool file asks for it. Safe for all threads.
///
/// Lines are made and written on a thread of its own. What comes faster than it can be written is lost, and so is what does not fit on the
/// disk: no request waits for either, and the operator is told.
public final class RequestLog implements AutoCloseable {

    private static final int WAITING = 4096;
    private static final long LAST_MILLIS = 2000;
    private static final long LOOK_MILLIS = 500;
    private static final long NOTICE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final BlockingQueue<RequestRecord> waiting = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong lost = new AtomicLong();
    private final RequestLine lines = new RequestLine();
    private final Notices notices;
    private final InstantSource clock;
    private final ToIntFunction<Failure> statuses;
    private final OutputStream stderr;
    private volatile RequestLogSettings settings = RequestLogSettings.NONE;
    private volatile boolean reopen;
    private volatile boolean closed;
    private boolean begun;
    private @Nullable Thread writer;

    // Of the writer.
    private @Nullable LogFile file;
    private boolean failing;
    private boolean notReopened;
    private long reopenedNanos;
    private long lostToFailure;
    private long triedNanos;
    private long toldNanos = System.nanoTime() - NOTICE_NANOS;

    /// @param notices is told when lines are lost
    /// @param statuses of HTTP, by which clients are told of failures
    public RequestLog(Notices notices, InstantSource clock, ToIntFunction<Failure> statuses) {
        this(notices, clock, statuses, new FileOutputStream(FileDescriptor.err));
    }

    RequestLog(
            Notices notices,
            InstantSource clock,
            ToIntFunction<Failure> statuses,
            OutputStream stderr) {
        this.notices = notices;
        this.clock = clock;
        this.statuses = statuses;
        this.stderr = stderr;
    }

    /// What is written now. Does not change within one request's record.
    public RequestLogSettings settings() {
        return settings;
    }

    /// The status by which clients are told of a failure.
    public int status(Failure failure) {
        return statuses.applyAsInt(failure);
    }

    /// Finds out whether it could be written so. Blocks for the file.
    ///
    /// @throws IOException when it can't: says which file, and why
    public static void check(RequestLogSettings next) throws IOException {
        if (next.file().isPresent()) {
            Path path = next.file().get();
            try {
                new LogFile(path, _ -> {}, System::nanoTime).close();
            } catch (IOException | RuntimeException unwritable) {
                throw new IOException(
                        "can't write the log of requests to " + path + ": " + reason(unwritable),
                        unwritable);
            }
        }
    }

    /// Writes from now on; what has come before waits. Blocks for the file.
    ///
    /// @throws IOException when it can't be written: says which file, and why
    public synchronized void begin() throws IOException {
        check(settings);
        begun = true;
        start();
    }

    /// Goes by this from now on. With the same as before, the file that is open stays. Doesn't block.
    public synchronized void use(RequestLogSettings next) {
        if (!next.equals(settings)) {
            settings = next;
            start();
        }
    }

    private void start() {
        if (begun && settings.isOn() && writer == null && !closed) {
            writer = Thread.ofPlatform().daemon().name("request-log").start(this::writeAll);
        }
    }

    /// Opens its file anew: it may have been moved. As long as that fails, it goes on with the one that is open. Doesn't block.
    public void reopen() {
        reopen = true;
    }

    /// A request is over. Doesn't block.
    public void ended(RequestRecord request) {
        if (!waiting.offer(request)) {
            lost.incrementAndGet();
        }
    }

    private void writeAll() {
        try {
            while (!closed || !waiting.isEmpty()) {
                RequestRecord next = waiting.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                try {
                    look();
                    if (next != null) {
                        write(next);
                    }
                } catch (RuntimeException | OutOfMemoryError defect) {
                    lost.incrementAndGet(); // and the next one may be written
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            closeFile();
        }
    }

    /// What is to be done now and then, be there requests or not.
    private void look() {
        lines.turn(clock.instant());
        if (file != null && !Optional.of(file.path()).equals(settings.file())) {
            closeFile();
        }
        if (reopen && (!notReopened || System.nanoTime() - reopenedNanos >= AGAIN_NANOS)) {
            reopenFile();
        }
        long now = System.nanoTime();
        if (lost.get() > 0 && now - toldNanos >= NOTICE_NANOS) {
            toldNanos = now;
            notices.notice(
                    lost.getAndSet(0)
                            + " lines of the log of requests were lost: they came faster than they"
                            + " could be written");
        }
    }

    private void reopenFile() {
        reopen = false;
        LogFile before = file;
        if (before == null) {
            notReopened = false;
            return;
        }
        try {
            file = open(before.path());
            notReopened = false;
            close(before);
        } catch (IOException | RuntimeException unopened) {
            reopen = true;
            reopenedNanos = System.nanoTime();
            if (!notReopened) {
                notReopened = true;
                notices.notice(
                        "can't open the log of requests anew at "
                                + before.path()
                                + ": "
                                + reason(unopened)
                                + ". Lines go on to the file that is open.");
            }
        }
    }

    private LogFile open(Path path) throws IOException {
        return new LogFile(
                path,
                stays ->
                        notices.notice(
                                "can't put the log of requests aside at "
                                        + path
                                        + ": "
                                        + reason(stays)
                                        + ". It grows beyond its size until that can be done."),
                System::nanoTime);
    }

    private void write(RequestRecord request) {
        RequestLogSettings how = settings;
        try {
            byte[] line = (lines.of(request, how) + "\n").getBytes(StandardCharsets.UTF_8);
            switch (how.place()) {
                case Place.Nowhere _ -> {}
                case Place.Stderr _ -> {
                    stderr.write(line);
                    stderr.flush();
                }
                case Place.File(Path path) -> write(path, line, how);
            }
        } catch (IOException | RuntimeException | OutOfMemoryError unwritable) {
            failed(how, unwritable);
        }
    }

    private void write(Path path, byte[] line, RequestLogSettings how) throws IOException {
        long now = System.nanoTime();
        if (failing && now - triedNanos < AGAIN_NANOS) {
            lostToFailure++;
            return;
        }
        triedNanos = now;
        LogFile to = file;
        if (to == null || !to.path().equals(path)) {
            closeFile();
            to = open(path);
            file = to;
        }
        to.write(line, how.maxSize(), how.keep());
        if (failing) {
            failing = false;
            notices.notice(
                    "the log of requests is written again; "
                            + lines(lostToFailure)
                            + " lost meanwhile");
            lostToFailure = 0;
        }
    }

    /// It is told once, and tried again with later lines.
    private void failed(RequestLogSettings how, Throwable unwritable) {
        lostToFailure++;
        closeFile();
        if (!failing) {
            failing = true;
            notices.notice(
                    "can't write the log of requests"
                            + how.file().map(path -> " to " + path).orElse("")
                            + ": "
                            + reason(unwritable)
                            + ". Lines are lost until it can be written.");
        }
    }

    private static String lines(long count) {
        return count == 1 ? "1 line was" : count + " lines were";
    }

    /// In the system's words, without the path.
    private static String reason(Throwable unwritable) {
        return switch (unwritable) {
            case NoSuchFileException _ -> "there is no such folder";
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException file when file.getReason() != null -> file.getReason();
            default -> String.valueOf(unwritable.getMessage());
        };
    }

    private void closeFile() {
        LogFile open = file;
        file = null;
        if (open != null) {
            close(open);
        }
    }

    private static void close(LogFile open) {
        try {
            open.close();
        } catch (IOException lostNothing) {
            // All that was written was handed to the system before.
        }
    }

    /// Writes what waits, as long as it can be written. Blocks, two seconds at most.
    @Override
    public void close() {
        Thread last;
        synchronized (this) {
            closed = true;
            last = writer;
        }
        if (last != null) {
            try {
                last.join(LAST_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
