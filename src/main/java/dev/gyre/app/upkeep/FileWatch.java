package dev.gyre.app.upkeep;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Tells when one of some files has changed, however it is saved: written anew, renamed into its place, or by a link that leads
/// elsewhere now.
///
/// What happens in their folders is only a hint to look: whether a file has changed is seen by its [Stamp]. It is looked at now
/// and then without a hint, too: hints get lost when there are many, and some file systems give none. Has a virtual thread of its
/// own.
public final class FileWatch implements AutoCloseable {

    private static final Duration SETTLED = Duration.ofMillis(200);
    private static final Duration SETTLED_OR_NOT = Duration.ofSeconds(2);
    private static final Duration WITH_HINTS = Duration.ofSeconds(10);
    private static final Duration WITHOUT_HINTS = Duration.ofSeconds(1);

    private final Runnable changed;
    private final @Nullable WatchService hints;
    private final Map<Path, WatchKey> keys = new HashMap<>();
    private final Thread thread;
    private final Map<Path, Stamp> stamps = new HashMap<>();
    private volatile boolean deaf;

    private FileWatch(Runnable changed, @Nullable WatchService hints) {
        this.changed = changed;
        this.hints = hints;
        this.thread = Thread.ofVirtual().name("watch").unstarted(this::watch);
    }

    /// Watches these files from now on. What has changed since they were looked at is told in a while, too. Blocks until it does.
    ///
    /// @param changed called on the watcher's own thread when files have changed and been quiet for a moment; throws nothing
    public static FileWatch start(FileStamps files, Runnable changed) {
        return start(files, changed, service());
    }

    /// Without hints of the system.
    static FileWatch polling(FileStamps files, Runnable changed) {
        return start(files, changed, null);
    }

    private static FileWatch start(
            FileStamps files, Runnable changed, @Nullable WatchService hints) {
        FileWatch watch = new FileWatch(changed, hints);
        watch.stamps.putAll(files.byPath());
        watch.files(files.byPath().keySet());
        watch.thread.start();
        return watch;
    }

    /// Watches these from now on. To be told before they are read, so that no change is missed. Blocks, shortly.
    ///
    /// @return whether any was not watched before
    public synchronized boolean files(Set<Path> others) {
        boolean more = !stamps.keySet().containsAll(others);
        stamps.keySet().retainAll(others);
        others.forEach(file -> stamps.computeIfAbsent(file, Stamp::of));
        listen();
        return more;
    }

    /// Watches these, too, as long as no others are told. To be told before they are read. Blocks, shortly.
    ///
    /// @return whether any was not watched before
    public synchronized boolean more(Set<Path> others) {
        Set<Path> all = new HashSet<>(stamps.keySet());
        all.addAll(others);
        return files(all);
    }

    /// Whether one of them is another than before.
    private synchronized boolean look() {
        boolean different = false;
        for (Map.Entry<Path, Stamp> each : stamps.entrySet()) {
            Stamp now = Stamp.of(each.getKey());
            different |= !now.equals(each.setValue(now));
        }
        listen();
        return different;
    }

    private static @Nullable WatchService service() {
        try {
            return FileSystems.getDefault().newWatchService();
        } catch (IOException | UnsupportedOperationException none) {
            return null;
        }
    }

    /// Whatever goes wrong, the watch goes on.
    private void run() {
        try {
            changed.run();
        } catch (Throwable defect) {
            Thread.currentThread()
                    .getUncaughtExceptionHandler()
                    .uncaughtException(Thread.currentThread(), defect);
        }
    }

    private void watch() {
        try {
            while (true) {
                await();
                if (look()) {
                    run();
                }
            }
        } catch (InterruptedException | ClosedWatchServiceException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /// Until something may have changed.
    private void await() throws InterruptedException {
        if (hints == null) {
            TimeUnit.MILLISECONDS.sleep(WITHOUT_HINTS.toMillis());
            return;
        }
        WatchKey key =
                hints.poll((deaf ? WITHOUT_HINTS : WITH_HINTS).toMillis(), TimeUnit.MILLISECONDS);
        long end = System.nanoTime() + SETTLED_OR_NOT.toNanos();
        while (key != null) {
            key.pollEvents();
            key.reset();
            if (System.nanoTime() - end >= 0) {
                return;
            }
            key = hints.poll(SETTLED.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /// Asks for hints of all folders as they are now: a link may lead to another since.
    private void listen() {
        if (hints == null) {
            return;
        }
        deaf = false;
        Set<Path> folders = new HashSet<>();
        stamps.keySet().forEach(file -> folders.addAll(Folders.of(file)));
        for (Path folder : folders) {
            try {
                WatchKey key =
                        folder.register(
                                hints,
                                StandardWatchEventKinds.ENTRY_CREATE,
                                StandardWatchEventKinds.ENTRY_MODIFY,
                                StandardWatchEventKinds.ENTRY_DELETE);
                drop(keys.put(folder, key), key);
            } catch (IOException absent) {
                deaf = true;
            }
        }
        keys.entrySet()
                .removeIf(each -> {
                    boolean unused = !folders.contains(each.getKey());
                    if (unused && !keptElsewhere(each, folders)) {
                        each.getValue().cancel();
                    }
                    return unused;
                });
    }

    /// Two names may lead to one folder, which has one key.
    private boolean keptElsewhere(Map.Entry<Path, WatchKey> unused, Set<Path> folders) {
        return keys.entrySet().stream()
                .anyMatch(each ->
                        folders.contains(each.getKey())
                                && each.getValue().equals(unused.getValue()));
    }

    private void drop(@Nullable WatchKey before, WatchKey now) {
        if (before != null && !before.equals(now) && !keys.containsValue(before)) {
            before.cancel();
        }
    }

    /// Watches no more. What runs because of a change is not waited for.
    @Override
    public void close() {
        thread.interrupt();
        if (hints != null) {
            try {
                hints.close();
            } catch (IOException gone) {
                // It watches no more either way.
            }
        }
    }
}
