package dev.gyre.app.upkeep;

import dev.gyre.egress.EgressPool;
import dev.gyre.health.Health;
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
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Keeps what was learned of egresses on the disk: written every minute if it has changed, and at the end. Safe for all threads; has a
/// virtual thread of its own.
public final class StateFile implements AutoCloseable {

    private static final Duration APART = Duration.ofMinutes(1);

    /// Some 65,536 egresses with a few sites each.
    private static final int MOST_OCTETS = 64 << 20;

    /// Puts a new version in the place of a file.
    @FunctionalInterface
    interface Writing {
        void write(Path file, byte[] content) throws IOException;
    }

    private final Path file;
    private final Notices notices;
    private final Duration apart;
    private final Writing writing;
    private final Memory memory;
    private final Thread thread = Thread.ofVirtual().name("state").unstarted(this::keepUp);
    private String written = "";
    private boolean told;

    /// Whether something is in the file that could be neither read nor moved away.
    private boolean lost;

    private boolean begun;
    private boolean closed;

    private StateFile(Path file, Memory memory, Notices notices, Duration apart, Writing writing) {
        this.file = file;
        this.memory = memory;
        this.notices = notices;
        this.apart = apart;
        this.writing = writing;
    }

    /// Restores what the file holds, if it is there. A file that is broken is set aside and told of. Blocks to read it; [#begin] is to
    /// follow.
    ///
    /// @param secret by which hops can't be found out from the file; without it they can be tried
    public static StateFile open(
            Path file, Health health, EgressPool pool, Optional<Secret> secret, Notices notices) {
        return open(file, new Memory(health, pool, secret), notices, APART, PrivateFile::write);
    }

    /// @param apart the time between two savings
    static StateFile open(
            Path file, Memory memory, Notices notices, Duration apart, Writing writing) {
        StateFile state = new StateFile(file, memory, notices, apart, writing);
        state.read();
        memory.restore(Instant.now());
        return state;
    }

    /// Keeps it up to date from now on: writes it at once, so that it is told now when that can't be. Blocks for that.
    public synchronized void begin() {
        begun = true;
        save(true);
        thread.start();
    }

    private void read() {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MOST_OCTETS);
            if (in.read() >= 0) {
                throw new StateText.Broken(": error: this is too large for a state file");
            }
            String text = new String(content, StandardCharsets.UTF_8);
            int forgotten = memory.take(StateText.read(text));
            written = text;
            if (forgotten > 0) {
                notices.notice(
                        "what was learned of "
                                + forgotten
                                + (forgotten == 1 ? " proxy" : " proxies")
                                + " is lost: sessions.secret was not the same when "
                                + file
                                + " was written");
            }
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

    /// The pool is another: what is remembered of those that came is restored. Blocks for as long as it takes to hash its chains.
    public synchronized void use(EgressPool next) {
        memory.use(next, Instant.now());
    }

    private void keepUp() {
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(apart.toNanos());
                save();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /// Writes it, if anything was learned. Blocks. Whatever goes wrong is told of once, and tried again the next time.
    public synchronized void save() {
        save(false);
    }

    private void save(boolean first) {
        if (!begun || closed || lost) {
            return;
        }
        try {
            if (first || memory.learn(Instant.now())) {
                String text = memory.text().written();
                if (first || !text.equals(written)) {
                    writing.write(file, text.getBytes(StandardCharsets.UTF_8));
                    written = text;
                }
                memory.saved();
            }
            told = false;
        } catch (Throwable failed) {
            // No memory, say. What is in the file is whole, and there is a next time.
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
