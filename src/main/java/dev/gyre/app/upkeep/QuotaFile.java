package dev.gyre.app.upkeep;

import dev.gyre.access.limits.Kind;
import dev.gyre.access.limits.Ledger;
import dev.gyre.access.limits.Limits;
import dev.gyre.access.limits.Usage;
import dev.gyre.observe.Notices;
import dev.gyre.rotation.Secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Keeps on the disk what is used of quotas: ahead of what passes, so that a process that is killed has nothing forgotten; and exactly, at
/// the end. Safe for all threads; has a virtual thread of its own.
///
/// What passes waits for the disk. When that takes nothing any more, the operator is told, and it waits no longer.
public final class QuotaFile implements AutoCloseable {

    private static final Duration APART = Duration.ofSeconds(5);

    /// The disk is busy with this for a quarter of the time at most.
    private static final int IDLE_SHARE = 3;

    private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /// All users, clients and sites that are known at most.
    private static final int MOST_OCTETS = 64 << 20;

    private final Path file;
    private final Notices notices;
    private final boolean keyed;
    private final StateFile.Writing writing;
    private final HashedIds ids;
    private final Ledger ledger;
    private final Thread thread = Thread.ofVirtual().name("quotas").unstarted(this::keepUp);

    /// Whether something is in the file that could be neither read nor moved away.
    private final boolean lost;

    private String written = "";
    private boolean told;
    private boolean begun;
    private boolean closed;

    private QuotaFile(
            Path file,
            Limits limits,
            Optional<Secret> secret,
            Notices notices,
            StateFile.Writing writing) {
        this.file = file;
        this.notices = notices;
        this.keyed = secret.isPresent();
        this.writing = writing;
        Left left = read(file, secret, notices);
        this.ids = left.ids;
        this.lost = left.lost;
        this.ledger = limits.keep(ids);
        ledger.restore(left.usages);
        ledger.isAdrift(lost);
    }

    /// What an earlier run has left.
    ///
    /// @param lost whether it could be neither read nor moved away
    private record Left(HashedIds ids, List<Usage> usages, boolean lost) {}

    /// Has limits go on where the file ends, if it is there. A file that is broken is set aside and told of. Blocks to read it. What passes
    /// waits until [#begin].
    ///
    /// @param secret by which clients and sites can't be found out from the file; without it they can be tried
    public static QuotaFile open(
            Path file, Limits limits, Optional<Secret> secret, Notices notices) {
        return open(file, limits, secret, notices, PrivateFile::write);
    }

    static QuotaFile open(
            Path file,
            Limits limits,
            Optional<Secret> secret,
            Notices notices,
            StateFile.Writing writing) {
        return new QuotaFile(file, limits, secret, notices, writing);
    }

    /// Keeps it up to date from now on: writes it at once, so that it is told now when that can't be. Blocks for that.
    public synchronized void begin() {
        begun = true;
        save(false);
        thread.start();
    }

    private static Left read(Path file, Optional<Secret> secret, Notices notices) {
        HashedIds fresh = HashedIds.fresh(secret);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MOST_OCTETS);
            if (in.read() >= 0) {
                throw new StateText.Broken(": error: this is too large for a file of quotas");
            }
            QuotaText text = QuotaText.read(new String(content, StandardCharsets.UTF_8));
            if (text.keyed() == secret.isPresent()) {
                return new Left(HashedIds.of(text.salt(), secret), text.usages(), false);
            }
            notices.notice(
                    "what clients and sites have used of their quotas is lost: sessions.secret was"
                            + " not the same when "
                            + file
                            + " was written");
            return new Left(
                    fresh,
                    text.usages().stream().filter(each -> each.kind() == Kind.USER).toList(),
                    false);
        } catch (NoSuchFileException none) {
            return new Left(fresh, List.of(), false); // the first run
        } catch (StateText.Broken broken) {
            return new Left(fresh, List.of(), !isSetAside(file, broken, notices));
        } catch (IOException unreadable) {
            notices.report(file + ": error: this file cannot be read; nothing is written to it");
            return new Left(fresh, List.of(), true);
        }
    }

    private static boolean isSetAside(Path file, StateText.Broken broken, Notices notices) {
        Path aside =
                file.resolveSibling(
                        file.getFileName() + ".broken-" + Instant.now().getEpochSecond());
        boolean moved = false;
        String where;
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            moved = true;
            where = "It is now " + aside + ".";
        } catch (IOException stays) {
            where = "It could not be moved away; nothing is written to it.";
        }
        notices.report(file + broken.getMessage() + ". What was used of quotas is lost. " + where);
        return moved;
    }

    private void keepUp() {
        try {
            while (true) {
                ledger.await(APART);
                long began = System.nanoTime();
                save(false);
                long took = System.nanoTime() - began;
                TimeUnit.NANOSECONDS.sleep(Math.max(LEAST_NANOS, IDLE_SHARE * took));
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whatever goes wrong is told of once, and tried again the next time.
    private synchronized void save(boolean last) {
        if (!begun || closed || lost) {
            return;
        }
        try {
            Ledger.Page page = ledger.page(last);
            String text = new QuotaText(ids.salt(), keyed, page.usages()).written();
            if (!text.equals(written)) {
                writing.write(file, text.getBytes(StandardCharsets.UTF_8));
                written = text;
            }
            page.kept().run();
            ledger.isAdrift(false);
            told = false;
        } catch (Throwable failed) {
            // No memory, say. What is in the file is whole, and there is a next time.
            ledger.isAdrift(true);
            if (!told) {
                told = true;
                notices.notice(
                        "what is used of quotas can't be written to " + file + ": " + failed);
            }
        }
    }

    /// Writes it for the last time: nothing passes any more. Blocks.
    @Override
    public synchronized void close() {
        save(true);
        closed = true;
        thread.interrupt();
    }
}
