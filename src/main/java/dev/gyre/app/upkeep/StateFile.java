package dev.gyre.app.upkeep;

import dev.gyre.egress.EgressPool;
import dev.gyre.health.Health;
import dev.gyre.observe.Notices;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Keeps what was learned of egresses on the disk: written every minute if it has changed, and at the end. Safe for all threads; has a
/// virtual thread of its own.
public final class StateFile implements AutoCloseable {

    private static final Duration APART = Duration.ofMinutes(1);

    /// Some 65,536 egresses with a few sites each.
    private static final int MOST_OCTETS = 64 << 20;

    private final Path file;
    private final Notices notices;
    private final Memory memory;
    private final Thread thread = Thread.ofVirtual().name("state").unstarted(this::keepUp);
    private EgressPool pool;
    private String written = "";
    private boolean told;

    /// Whether something is in the file that could be neither read nor moved away.
    private boolean lost;

    private boolean closed;

    private StateFile(Path file, Health health, EgressPool pool, Notices notices) {
        this.file = file;
        this.notices = notices;
        this.memory = new Memory(health);
        this.pool = pool;
    }

    /// Restores what the file holds, if it is there, and keeps it up to date from then on. A file that is broken is set aside and told
    /// of. Blocks to read it.
    public static StateFile open(Path file, Health health, EgressPool pool, Notices notices) {
        StateFile state = new StateFile(file, health, pool, notices);
        state.read();
        state.memory.restore(Optional.empty(), pool, Instant.now());
        state.thread.start();
        return state;
    }

    private void read() {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MOST_OCTETS);
            if (in.read() >= 0) {
                throw new StateText.Broken(": error: this is too large for a state file");
            }
            String text = new String(content, StandardCharsets.UTF_8);
            memory.take(StateText.read(text));
            written = text;
        } catch (NoSuchFileException none) {
            // The first run.
        } catch (StateText.Broken broken) {
            setAside(broken);
        } catch (IOException unreadable) {
            lost = true;
            notices.report(file + ": error: this file cannot be read; nothing is written to it");
        }
    }

    private void setAside(StateText.Broken broken) {
        Path aside =
                file.resolveSibling(
                        file.getFileName() + ".broken-" + Instant.now().getEpochSecond());
        String where;
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            where = "It is now " + aside + ".";
        } catch (IOException stays) {
            lost = true;
            where = "It could not be moved away; nothing is written to it.";
        }
        notices.report(file + broken.getMessage() + ". What was learned is lost. " + where);
    }

    /// The pool is another: what is remembered of those that came is restored.
    public synchronized void use(EgressPool next) {
        // What was learned of those that leave now.
        var _ = memory.state(pool, Instant.now());
        memory.restore(Optional.of(pool), next, Instant.now());
        pool = next;
    }

    private void keepUp() {
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(APART.toNanos());
                save();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /// Writes it, if anything has changed. Blocks.
    public synchronized void save() {
        if (closed || lost) {
            return;
        }
        try {
            String text = memory.state(pool, Instant.now()).written();
            if (!text.equals(written)) {
                PrivateFile.write(file, text.getBytes(StandardCharsets.UTF_8));
                written = text;
            }
            told = false;
        } catch (IOException | RuntimeException failed) {
            if (!told) {
                told = true;
                notices.notice("what was learned can't be written to " + file + ": " + failed);
            }
        }
    }

    /// Writes it for the last time. Blocks.
    @Override
    public synchronized void close() {
        save();
        closed = true;
        thread.interrupt();
    }
}
