package dev.gyre.app;

import dev.gyre.app.upkeep.FileStamps;
import dev.gyre.app.upkeep.FileWatch;
import dev.gyre.config.ConfigException;
import dev.gyre.config.PoolFile;
import dev.gyre.observe.Notices;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// Keeps a running proxy up with its pool file and the files that that names. Safe for all threads.
public final class Upkeep implements AutoCloseable {

    private final PoolSource source;
    private final ProxyServer proxy;
    private final Notices notices;
    private final Optional<FileWatch> watch;

    /// Whether somebody waits to read the file already.
    private final AtomicBoolean asked = new AtomicBoolean();

    private volatile boolean closed;

    private Upkeep(
            PoolSource source,
            PoolFile file,
            FileStamps asRead,
            ProxyServer proxy,
            Notices notices) {
        this.source = source;
        this.proxy = proxy;
        this.notices = notices;
        this.watch =
                file.upkeep().watch()
                        ? Optional.of(FileWatch.start(asRead, this::reload))
                        : Optional.empty();
    }

    /// Begins. Blocks for as long as it takes to read the file once more.
    ///
    /// @param file as it was read for the start
    /// @param asRead how the files were before the proxy that runs now read them: see [PoolSource#stamps]
    /// @param notices is told of each reload, and why one failed
    public static Upkeep start(
            PoolSource source,
            PoolFile file,
            FileStamps asRead,
            ProxyServer proxy,
            Notices notices) {
        Upkeep upkeep = new Upkeep(source, file, asRead, proxy, notices);
        if (upkeep.watch.isPresent() && !upkeep.isAsRead(file)) {
            upkeep.reload();
        }
        return upkeep;
    }

    /// Whether the pool file has not changed between its reading and the start of the watch.
    private boolean isAsRead(PoolFile file) {
        try {
            return source.read().equals(file);
        } catch (ConfigException broken) {
            return false;
        }
    }

    /// Reads the files again, has lists fetched anew, and opens the log of requests anew. Blocks for the files.
    public void hangUp() {
        proxy.reopenLog();
        proxy.fetchLists();
        reload();
    }

    /// Reads the files again, and tells what comes of it. Blocks until it is done, or until somebody else is sure to do it.
    void reload() {
        if (asked.compareAndSet(false, true)) {
            reloadNow();
        }
    }

    private synchronized void reloadNow() {
        asked.set(false);
        if (closed) {
            return;
        }
        try {
            PoolFile next = watched();
            tell(proxy.reload(next));
            Cautions.of(next, source.file()).forEach(notices::notice);
        } catch (ConfigException broken) {
            notices.report(broken.reportWhileRunning());
        } catch (IOException | NoEgressException refused) {
            if (!closed) {
                notices.notice(refused.getMessage() + ". The old pool stays.");
            }
        } catch (RuntimeException defect) {
            // What this is nobody foresaw; the watch goes on.
            notices.notice("not reloaded: " + defect + ". The old pool stays.");
        }
    }

    /// The pool file as it is now. Files that it names for the first time are watched before they are read for good, also when there
    /// is something wrong: that may be in one of them.
    private PoolFile watched() throws ConfigException {
        if (watch.isPresent()) {
            try {
                PoolFile next = source.read();
                if (!watch.get().files(source.files(next))) {
                    return next;
                }
            } catch (ConfigException broken) {
                if (!watch.get().more(broken.files())) {
                    throw broken;
                }
            }
        }
        return source.read();
    }

    private void tell(Reloaded reloaded) {
        notices.notice(reloaded.text());
        reloaded.later()
                .forEach(key -> notices.notice(key + " changed: takes effect at the next start"));
    }

    /// Ends it, and has the proxy change no more. A reload that waits for lists comes to nothing. Doesn't block.
    @Override
    public void close() {
        closed = true;
        watch.ifPresent(FileWatch::close);
        proxy.end();
    }
}
